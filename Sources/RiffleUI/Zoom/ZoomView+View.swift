extension App {
    /// Screen pixels for one of a picture that fits a room of the screen, as the terminal tells the size of its cells.
    func fitScale(width: Int, height: Int, in room: Size) -> Double {
        min(
            Double(room.columns * cell.columns) / Double(max(1, width)),
            Double(room.rows * cell.rows) / Double(max(1, height)), ZoomView.largestFit)
    }

    func draw(_ zoom: ZoomView, in frame: inout Frame) {
        let title = Rect(column: 0, row: 0, columns: size.columns, rows: 1)
        frame.fill(title, style: .bar)
        let facts = zoom.facts.map { "  " + Words.facts($0) } ?? ""
        let used = frame.write(
            "\((size.columns < 48 ? zoom.magnification : zoom.position)) ", endColumn: size.columns, row: 0,
            style: .bar, width: 24)
        frame.write(" \(zoom.title)\(facts)", column: 0, row: 0, style: .bar, width: size.columns - used - 1)
        let room = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
        frame.mark(room, as: .picture)
        frame.place(zoom.picture, in: room, viewport: zoom.viewport)
    }
}
