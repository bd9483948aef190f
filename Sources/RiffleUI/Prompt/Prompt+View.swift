import RiffleAPI

extension App {
    /// The line in place of the hints, with the text cursor in it.
    func draw(_ prompt: Prompt, row: Int, in frame: inout Frame) {
        frame.fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), style: .field)
        let label = frame.write(" \(Words.Lines.label(of: prompt.purpose)) ", column: 0, row: row, style: .barKey)
        let room = size.columns - label - 1
        guard room > 1 else { return }
        // A long line moves to the left under its cursor.
        let before = DisplayText.columns(of: DisplayText.safe(prompt.line.head))
        var hidden = 0
        var characters = prompt.line.characters[...]
        while before - hidden >= room, let first = characters.popFirst() {
            hidden += DisplayText.columns(of: first)
        }
        frame.write(String(characters), column: label, row: row, style: .field, width: room + 1)
        frame.cursor = Point(column: label + before - hidden, row: row)
    }

    func draw(_ confirmation: Confirmation, in area: Rect, of frame: inout Frame) {
        let lines = App.wrapped(confirmation.question, to: min(60, area.columns - 6))
        let width = (lines.map { DisplayText.columns(of: $0) }.max() ?? 0) + 4
        let room = frame.popup(Size(columns: max(width, 30), rows: lines.count + 4), in: area, title: Words.Lines.sure)
        for (offset, line) in lines.enumerated() {
            frame.write(line, column: room.column + 1, row: room.row + offset, style: .popup, width: room.columns - 2)
        }
        frame.write(
            Words.Lines.yesOrNo(takesEnter: confirmation.takesEnter), column: room.column + 1,
            row: room.row + lines.count + 1, style: .popupTitle,
            width: room.columns - 2)
    }
}
