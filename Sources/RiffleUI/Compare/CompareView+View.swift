extension CompareView {
    package func draw(in screen: Rect, of frame: inout Frame, on desk: Desk) {
        let similarity = Words.Pictures.similarity(self.similarity)
        let scale = Words.Pictures.scale(viewport.scale)
        frame.fill(Rect(column: 0, row: 0, columns: screen.columns, rows: 1), style: .bar)
        let facts = " \(mode.word) · \(similarity) · \(scale) "
        let used = frame.write(facts, endColumn: screen.columns, row: 0, style: .bar, width: screen.columns * 2 / 3)
        let room = screen.belowTitle
        frame.mark(room, as: .picture)
        let names = screen.columns - used
        switch mode {
        case .beside:
            let half = (room.columns - 1) / 2
            let before = Rect(column: 0, row: 2, columns: half, rows: room.rows - 1)
            let after = Rect(column: half + 1, row: 2, columns: half, rows: room.rows - 1)
            frame.write(" \(left.title)", column: 0, row: 1, style: .dim, width: half)
            frame.write(" \(right.title)", column: half + 1, row: 1, style: .title, width: half)
            frame.place(left.picture, in: before, viewport: leftViewport)
            frame.place(right.picture, in: after, viewport: viewport)
            for row in 1..<room.endRow { frame.write("│", column: half, row: row, style: .border) }
            frame.write(" \(Context.compare.title)", column: 0, row: 0, style: .barKey, width: names)
        case .flicker:
            let side = showsLeft ? left : right
            frame.write(
                " \(showsLeft ? "1" : "2"): \(side.title)", column: 0, row: 0, style: .barKey, width: names)
            frame.place(side.picture, in: room, viewport: showsLeft ? leftViewport : viewport)
        case .line:
            frame.write(" \(left.title) │ \(right.title)", column: 0, row: 0, style: .barKey, width: names)
            let both = PictureID.compared(left.picture, right.picture, .split(line))
            frame.place(both, in: room, viewport: viewport)
        case .difference:
            frame.write(" \(left.title) − \(right.title)", column: 0, row: 0, style: .barKey, width: names)
            let both = PictureID.compared(left.picture, right.picture, .difference)
            frame.place(both, in: room, viewport: viewport)
        }
    }
}
