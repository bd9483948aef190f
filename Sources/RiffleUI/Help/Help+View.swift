extension App {
    /// The keys of a context, made from the command table: headings and rows.
    func helpLines(_ context: Context) -> [(text: String, isHeading: Bool)] {
        var lines: [(String, Bool)] = []
        var contexts = [context]
        if context.isPane { contexts += [.browse] }
        contexts += [.everywhere, .form, .zoom, .history, .line]
        for context in contexts {
            let commands = Command.table.filter { $0.context == context }
            lines.append((context.title, true))
            for command in commands {
                let keys = command.keyNames.joined(separator: " ")
                let padding = String(repeating: " ", count: max(1, 17 - DisplayText.columns(of: keys)))
                lines.append(("  \(keys)\(padding)\(command.help)", false))
            }
        }
        return lines.map { (text: $0.0, isHeading: $0.1) }
    }

    /// Rows of help that the popup shows at once.
    var helpRows: Int { max(1, size.rows - 6) }

    func drawHelp(_ context: Context, from scroll: Int, in area: Rect, of frame: inout Frame) {
        let lines = helpLines(context)
        let room = frame.popup(
            Size(columns: 68, rows: min(lines.count, helpRows) + 2), in: area, title: "Keys: \(context.title)")
        for (offset, line) in lines.dropFirst(scroll).prefix(room.rows).enumerated() {
            frame.write(
                line.text, column: room.column + 1, row: room.row + offset,
                style: line.isHeading ? .popupTitle : .popup, width: room.columns - 2)
        }
        if scroll + room.rows < lines.count {
            frame.write(" ↓ more ", endColumn: room.endColumn, row: room.endRow, style: .popupBorder, width: 8)
        }
    }

    func draw(_ problem: Problem, in area: Rect, of frame: inout Frame) {
        let width = min(76, area.columns - 4)
        let lines = [problem.title, problem.remedy, problem.detail].filter { !$0.isEmpty }
            .flatMap { App.wrapped($0, to: width - 4) }
        let room = frame.popup(Size(columns: width, rows: lines.count + 2), in: area, title: "Problem")
        for (offset, line) in lines.prefix(room.rows).enumerated() {
            frame.write(line, column: room.column + 1, row: room.row + offset, style: .popup, width: room.columns - 2)
        }
    }

    /// Breaks text into lines of at most `width` columns, at blanks where there are any.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            var lines: [String] = []
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, DisplayText.columns(of: line) + 1 + DisplayText.columns(of: String(word)) > width {
                    lines.append(line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            return lines + [line]
        }
    }
}
