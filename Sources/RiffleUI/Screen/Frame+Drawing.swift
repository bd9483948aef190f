extension Frame {
    /// Writes one line of text, cut with `…` to `width` columns and to the frame.
    ///
    /// The text is made safe first, so callers need not. Returns the columns used.
    @discardableResult
    package mutating func write(
        _ text: String, column: Int, row: Int, style: Style = .text, width: Int = .max
    ) -> Int {
        guard row >= 0, row < size.rows, column >= 0 else { return 0 }
        let room = min(width, size.columns - column)
        guard room > 0 else { return 0 }
        var used = 0
        for character in DisplayText.fitted(DisplayText.safe(text), to: room) {
            let width = DisplayText.columns(of: character)
            guard width > 0 else { continue }
            self[column + used, row] = Cell(.glyph(character), style)
            if width == 2 { self[column + used + 1, row] = Cell(.continuation, style) }
            used += width
        }
        return used
    }

    /// Writes text that ends at `endColumn` (exclusive). Returns the columns used.
    @discardableResult
    package mutating func write(_ text: String, endColumn: Int, row: Int, style: Style = .text, width: Int) -> Int {
        let shown = DisplayText.fitted(DisplayText.safe(text), to: width)
        return write(shown, column: endColumn - DisplayText.columns(of: shown), row: row, style: style)
    }

    /// Fills a rectangle with blanks of one style.
    package mutating func fill(_ rect: Rect, style: Style) {
        for row in rect.row..<max(rect.row, rect.endRow) {
            for column in rect.column..<max(rect.column, rect.endColumn) {
                self[column, row] = Cell(.glyph(" "), style)
            }
        }
    }

    /// Writes a title into the first row of `rect`, one column in, and a rule from there to the end.
    package mutating func writeTitle(_ title: String, in rect: Rect, style: Style, rule: Style) {
        let used = write(title, column: rect.column + 1, row: rect.row, style: style, width: rect.columns - 2)
        let start = rect.column + used + 2
        guard !isPlain, !title.isEmpty, start < rect.endColumn else { return }
        write(
            String(repeating: "─", count: rect.endColumn - start), column: start, row: rect.row, style: rule,
            width: rect.endColumn - start)
    }

    /// Clears a popup's area. What is behind it cannot be clicked.
    package mutating func cover(_ rect: Rect) {
        mark(Rect(column: 0, row: 0, columns: size.columns, rows: size.rows), as: .cover)
        fill(rect, style: .popup)
        // In plain mode the text cursor moves there, so that a screen reader notices.
        if isPlain { cursor = Point(column: rect.column, row: min(rect.row, size.rows - 1)) }
    }

    /// The screen as plain text, one line per row: pictures are `▒`, trailing blanks are dropped.
    package var text: String {
        (0..<size.rows).map { row in
            var line = ""
            for column in 0..<size.columns {
                switch self[column, row].content {
                case .glyph(let character): line.append(character)
                case .continuation: break
                case .picture: line.append("▒")
                }
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n") + "\n"
    }
}
