extension App {
    func draw(_ view: CompareView, in frame: inout Frame) {
        let similarity = Words.Pictures.similarity(view.similarity)
        let scale = Words.Pictures.scale(view.viewport.scale)
        frame.fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), style: .bar)
        let right = " \(view.mode.word) · \(similarity) · \(scale) "
        let used = frame.write(right, endColumn: size.columns, row: 0, style: .bar, width: size.columns * 2 / 3)
        let room = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
        frame.mark(room, as: .picture)
        let names = size.columns - used
        switch view.mode {
        case .beside:
            let half = (room.columns - 1) / 2
            let left = Rect(column: 0, row: 2, columns: half, rows: room.rows - 1)
            let other = Rect(column: half + 1, row: 2, columns: half, rows: room.rows - 1)
            frame.write(" \(view.left.title)", column: 0, row: 1, style: .dim, width: half)
            frame.write(" \(view.right.title)", column: half + 1, row: 1, style: .title, width: half)
            frame.place(view.left.picture, in: left, viewport: view.leftViewport)
            frame.place(view.right.picture, in: other, viewport: view.viewport)
            for row in 1..<room.endRow { frame.write("│", column: half, row: row, style: .border) }
            frame.write(" \(Context.compare.title)", column: 0, row: 0, style: .barKey, width: names)
        case .flicker:
            let side = view.showsLeft ? view.left : view.right
            frame.write(
                " \(view.showsLeft ? "1" : "2"): \(side.title)", column: 0, row: 0, style: .barKey, width: names)
            frame.place(
                side.picture, in: room, viewport: view.showsLeft ? view.leftViewport : view.viewport)
        case .line:
            frame.write(" \(view.left.title) │ \(view.right.title)", column: 0, row: 0, style: .barKey, width: names)
            let both = PictureID.compared(view.left.picture, view.right.picture, .split(view.line))
            frame.place(both, in: room, viewport: view.viewport)
        case .difference:
            frame.write(" \(view.left.title) − \(view.right.title)", column: 0, row: 0, style: .barKey, width: names)
            let both = PictureID.compared(view.left.picture, view.right.picture, .difference)
            frame.place(both, in: room, viewport: view.viewport)
        }
    }
}
