import RiffleAPI

extension BackendForm {
    package func title(on desk: Desk) -> String {
        replacing.map { Words.Backends.change($0) } ?? Words.Backends.new
    }

    package func size(in area: Size, on desk: Desk) -> Size {
        Size(columns: min(area.columns, 76), rows: fields.count(where: isShown) + 4)
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let shown = fields.filter(isShown)
        let told = Words.Backends.verdict(of: self)
        // On a low screen the fields move under the cursor.
        let rows = max(1, min(shown.count, room.rows - 2))
        let focus = shown.firstIndex { $0.id == focused.id } ?? 0
        let first = max(0, focus - rows + 1)
        for (offset, field) in shown.dropFirst(first).prefix(rows).enumerated() {
            draw(
                field, first + offset, isFocused: field.id == focused.id, row: room.row + offset, in: room,
                of: &frame)
        }
        guard room.rows > rows + 1 else { return }
        frame.write(
            told.text, column: room.column + 1, row: room.row + rows + 1, style: told.isBad ? .error : .popup,
            width: room.columns - 2)
    }

    private func draw(
        _ field: BackendField, _ index: Int, isFocused: Bool, row: Int, in room: Rect, of frame: inout Frame
    ) {
        frame.write(isFocused ? "▸" : " ", column: room.column, row: row, style: .popupTitle)
        frame.write(Words.Backends.label(field.id), column: room.column + 2, row: row, style: .popup, width: 13)
        let style: Style = field.complaint != nil ? .fieldError : isFocused ? .fieldFocused : .field
        let box = Rect(column: room.column + 16, row: row, columns: max(0, room.columns - 17), rows: 1)
        frame.fill(box, style: style)
        frame.mark(Rect(column: room.column, row: row, columns: room.columns, rows: 1), as: .choice(index))
        if isFocused, !frame.hasBoxes { frame.cursor = Point(column: box.column, row: row) }
        switch field.content {
        case .choice(let choices, let selected):
            frame.write(
                "◂ \(choices[selected]) ▸", column: box.column + 1, row: row, style: style, width: box.columns - 2)
        case .text(let line, let placeholder):
            let empty = field.complaint.map { "\(placeholder)  \($0)" } ?? placeholder
            let text =
                line.text.isEmpty
                ? empty : !isFocused ? field.complaint.map { "\(line.text)  \($0)" } ?? line.text : line.text
            // What is typed moves to the left under its cursor.
            let before = DisplayText.columns(of: DisplayText.safe(line.head))
            let hidden = isFocused ? max(0, before - box.columns + 3) : 0
            frame.write(
                String(text.dropFirst(hidden)), column: box.column + 1, row: row, style: style, width: box.columns - 2)
            guard isFocused else { return }
            frame.cursor = Point(
                column: min(box.column + 1 + before - hidden, max(box.column, box.endColumn - 1)), row: row)
        }
    }
}
