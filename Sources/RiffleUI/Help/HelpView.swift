/// The keys of a place, narrowed by what is typed.
package struct HelpView: Sendable, Equatable {
    package let context: Context
    package internal(set) var line = LineEdit()
    /// First line shown.
    package internal(set) var scroll = 0
}

extension App {
    /// The keys of a context and of those around it, as headings and rows: all, or those in which every typed word is.
    func helpLines(_ help: HelpView) -> [(text: String, isHeading: Bool)] {
        var contexts = [help.context]
        if help.context.isPane { contexts += [.browse] }
        for context in Context.allCases where !contexts.contains(context) { contexts.append(context) }
        let words = help.line.text.lowercased().split(separator: " ")
        var lines: [(String, Bool)] = []
        for context in contexts {
            let rows = environment.keymap.commands.filter { $0.context == context }.map { command in
                let keys = command.keyNames.joined(separator: " ")
                let padding = String(repeating: " ", count: max(1, 17 - DisplayText.columns(of: keys)))
                return (text: "  \(keys)\(padding)\(command.help)", name: command.name.rawValue)
            }
            let found = rows.filter { row in
                words.allSatisfy { row.text.lowercased().contains($0) || row.name.contains($0) }
            }
            guard !found.isEmpty else { continue }
            lines.append((context.title, true))
            lines += found.map { ($0.text, false) }
        }
        return lines.map { (text: $0.0, isHeading: $0.1) }
    }

    /// Rows of help that the popup shows at once.
    var helpRows: Int { max(1, size.rows - 7) }

    mutating func performInHelp(_ command: CommandName) {
        guard case .help(var help) = popup else { return }
        switch command {
        case .close:
            popup = nil
            return
        case .moveUp: help.scroll -= 1
        case .moveDown: help.scroll += 1
        case .pageUp: help.scroll -= helpRows
        case .pageDown: help.scroll += helpRows
        default:
            help.line.perform(command)
            help.scroll = 0
        }
        help.scroll = max(0, min(help.scroll, helpLines(help).count - helpRows))
        popup = .help(help)
    }

    func drawHelp(_ help: HelpView, in area: Rect, of frame: inout Frame) {
        let lines = helpLines(help)
        let room = frame.popup(
            Size(columns: 72, rows: helpRows + 3), in: area, title: Words.Screen.keys(of: help.context.title))
        frame.writeSearch(help.line, hint: Words.Screen.typeToFind, in: room)
        if lines.isEmpty {
            frame.write(Words.Screen.noKey, column: room.column + 1, row: room.row + 1, style: .popup)
        }
        for (offset, line) in lines.dropFirst(help.scroll).prefix(room.rows - 1).enumerated() {
            frame.write(
                line.text, column: room.column + 1, row: room.row + 1 + offset,
                style: line.isHeading ? .popupTitle : .popup, width: room.columns - 2)
        }
        if help.scroll + room.rows - 1 < lines.count {
            frame.write(
                " \(Words.Screen.more) ", endColumn: room.endColumn, row: room.endRow, style: .popupBorder, width: 8)
        }
    }
}

extension Frame {
    /// The first row of a popup as a line to type into, with the cursor in it.
    mutating func writeSearch(_ line: LineEdit, hint: String, in room: Rect) {
        let row = Rect(column: room.column, row: room.row, columns: room.columns, rows: 1)
        guard !row.isEmpty, room.columns > 4 else { return }
        fill(row, style: .field)
        let text = line.characters.isEmpty ? hint : line.text
        write(" / \(text)", column: room.column, row: room.row, style: .field, width: room.columns)
        let column = room.column + 3 + DisplayText.columns(of: DisplayText.safe(line.head))
        cursor = Point(column: min(column, room.endColumn - 1), row: room.row)
    }
}
