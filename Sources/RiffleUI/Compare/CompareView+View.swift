extension CompareView {
    /// The pictures, their names below them, and the modes below that.
    package func draw(in screen: Rect, of frame: inout Frame, on desk: Desk) {
        let names = screen.endRow - 1
        var room = screen
        room.rows -= 1
        frame.mark(room, as: .picture)
        frame.fill(Rect(column: 0, row: names, columns: screen.columns, rows: 1), style: .text)
        switch mode {
        case .beside:
            let half = (room.columns - 1) / 2
            let right = Rect(column: half + 1, row: 0, columns: room.columns - half - 1, rows: room.rows)
            frame.write(" \(left.title)", column: 0, row: names, style: .dim, width: half)
            frame.write(" \(self.right.title)", column: half + 1, row: names, style: .title, width: right.columns)
            frame.place(
                left.picture, in: Rect(column: 0, row: 0, columns: half, rows: room.rows), viewport: leftViewport)
            frame.place(self.right.picture, in: right, viewport: viewport)
        case .flicker:
            let side = showsLeft ? left : right
            frame.write(" \(side.title)", column: 0, row: names, style: .title, width: room.columns)
            frame.place(side.picture, in: room, viewport: showsLeft ? leftViewport : viewport)
        case .line, .difference:
            let note = mode == .line ? Words.Pictures.line(at: line) : Words.Pictures.brightIsChanged
            let used = frame.write(
                " \(note) ", endColumn: room.columns, row: names, style: .dim, width: room.columns / 2)
            frame.write(
                " \(left.title) – \(right.title)", column: 0, row: names, style: .title, width: room.columns - used)
            let both = PictureID.compared(left.picture, right.picture, mode == .line ? .split(line) : .difference)
            frame.place(both, in: room, viewport: viewport)
        }
    }

    /// The modes, with the current one in brackets, and the similarity of the pictures.
    package func status(on desk: Desk) -> PopupStatus? {
        let modes = Mode.allCases.map { $0 == mode ? "[\($0.rawValue) \($0.word)]" : "\($0.rawValue) \($0.word)" }
        let scale = Words.Pictures.scale(viewport.scale)
        return PopupStatus(
            left: modes.joined(separator: "  "), right: "\(Words.Pictures.similarity(similarity)) · \(scale)")
    }
}
