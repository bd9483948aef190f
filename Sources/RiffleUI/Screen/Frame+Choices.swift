extension Frame {
    /// Row `index` of a popup's list. The selected one has a mark and, in plain mode, the text cursor.
    mutating func writeChoice(
        _ text: String, _ index: Int, row: Int, in room: Rect, isSelected: Bool, style: Style = .popup
    ) {
        let style: Style = isSelected ? .selection : style
        let line = Rect(column: room.column, row: row, columns: room.columns, rows: 1)
        fill(line, style: style)
        mark(line, as: .choice(index))
        write("\(isSelected ? "▌" : " ")\(text)", column: room.column, row: row, style: style, width: room.columns)
        if isSelected, isPlain { cursor = Point(column: room.column, row: row) }
    }

    /// A text field in the first row of a popup, with the cursor.
    mutating func writeSearch(_ line: LineEdit, hint: String, in room: Rect) {
        let row = Rect(column: room.column, row: room.row, columns: room.columns, rows: 1)
        guard !row.isEmpty, room.columns > 4 else { return }
        fill(row, style: .field)
        write(" / ", column: row.column, row: row.row, style: .field)
        writeTyped(
            line, hint: hint, in: Rect(column: row.column + 3, row: row.row, columns: row.columns - 3, rows: 1),
            style: .field)
    }

    /// A text field with the cursor; if the text does not fit, it scrolls.
    ///
    /// - Parameter hint: shown while the text is empty.
    mutating func writeTyped(_ line: LineEdit, hint: String = "", in rect: Rect, style: Style) {
        guard !rect.isEmpty else { return }
        let before = DisplayText.columns(of: DisplayText.safe(line.head))
        var hidden = 0
        var characters = line.characters[...]
        while before - hidden >= rect.columns, let first = characters.popFirst() {
            hidden += DisplayText.columns(of: first)
        }
        write(
            line.characters.isEmpty ? hint : String(characters), column: rect.column, row: rect.row, style: style,
            width: rect.columns)
        cursor = Point(column: rect.column + before - hidden, row: rect.row)
    }
}
