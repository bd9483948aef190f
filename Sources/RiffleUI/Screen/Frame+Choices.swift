extension Frame {
    /// Row `index` of a list in a popup: the selected one has a mark, and the text cursor where there are no boxes.
    mutating func writeChoice(_ text: String, _ index: Int, row: Int, in room: Rect, isSelected: Bool) {
        let style: Style = isSelected ? .selection : .popup
        let line = Rect(column: room.column, row: row, columns: room.columns, rows: 1)
        fill(line, style: style)
        mark(line, as: .choice(index))
        write("\(isSelected ? "▌" : " ")\(text)", column: room.column, row: row, style: style, width: room.columns)
        if isSelected, !hasBoxes { cursor = Point(column: room.column, row: row) }
    }

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
