extension App {
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
