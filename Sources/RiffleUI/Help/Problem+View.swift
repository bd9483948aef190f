extension App {
    func draw(_ problem: Problem, in area: Rect, of frame: inout Frame) {
        let width = min(76, area.columns - 4)
        let lines = [problem.title, problem.remedy, problem.detail].filter { !$0.isEmpty }
            .flatMap { App.wrapped($0, to: width - 4) }
        let room = frame.popup(Size(columns: width, rows: lines.count + 2), in: area, title: Context.problem.title)
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
