extension Frame {
    /// Writes one line of text, cut with `…` to `width` columns and to the frame.
    ///
    /// The text is made safe first, so no caller has to remember. Returns the columns used.
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

    /// Draws a box around `rect` with a title in its top edge; what is inside stays as it is.
    /// Where its lines meet lines that are there already, they are joined: neighbours may share an edge.
    package mutating func box(_ rect: Rect, title: String, style: Style, titleStyle: Style) {
        guard rect.columns >= 2, rect.rows >= 2 else { return }
        let (left, right, top, bottom) = (rect.column, rect.endColumn - 1, rect.row, rect.endRow - 1)
        guard hasBoxes else {
            write(title, column: left + 1, row: top, style: titleStyle, width: rect.columns - 2)
            return
        }
        for column in left...right {
            let sides: LineSides = column == left ? .right : column == right ? .left : [.left, .right]
            join(sides, column: column, row: top, style: style)
            join(sides, column: column, row: bottom, style: style)
        }
        for row in top...bottom {
            let sides: LineSides = row == top ? .down : row == bottom ? .up : [.up, .down]
            join(sides, column: left, row: row, style: style)
            join(sides, column: right, row: row, style: style)
        }
        guard !title.isEmpty, rect.columns >= 6 else { return }
        write(" \(title) ", column: left + 1, row: top, style: titleStyle, width: rect.columns - 2)
    }

    private mutating func join(_ sides: LineSides, column: Int, row: Int, style: Style) {
        guard column >= 0, row >= 0, column < size.columns, row < size.rows else { return }
        var all = sides
        let there = self[column, row]
        if case .glyph(let glyph) = there.content { all.formUnion(LineSides(glyph)) }
        // The edge of the pane with the keys stays marked where another pane shares it.
        self[column, row] = Cell(.glyph(all.glyph), there.style == .borderFocused ? .borderFocused : style)
    }

    /// Draws the frame of a popup and fills it.
    ///
    /// - Parameter isPane: whether it takes the place of panes, whose neighbours share its edges.
    package mutating func popup(_ rect: Rect, title: String, isPane: Bool = false) {
        // What is behind a popup takes no clicks while it is open.
        mark(Rect(column: 0, row: 0, columns: size.columns, rows: size.rows), as: .cover)
        fill(isPane ? rect.inset() : rect, style: .popup)
        box(rect, title: title, style: .popupBorder, titleStyle: .popupTitle)
        // Where nobody sees it open, the text cursor leads there.
        if !hasBoxes { cursor = Point(column: rect.column + 1, row: min(rect.row + 1, size.rows - 1)) }
    }

    /// The screen as plain text, a line a row: pictures are told by `▒`, trailing blanks are dropped.
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
