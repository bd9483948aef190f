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
}
