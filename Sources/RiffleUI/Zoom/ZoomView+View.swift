extension App {
    func draw(_ zoom: ZoomView, in frame: inout Frame) {
        let title = Rect(column: 0, row: 0, columns: size.columns, rows: 1)
        frame.fill(title, style: .bar)
        let facts = zoom.facts.map { "  " + Words.facts($0) } ?? ""
        let scale = zoom.viewport.scale.map { "\(Int(($0 * 100).rounded())) %" } ?? "fit"
        let used = frame.write("\(scale) ", endColumn: size.columns, row: 0, style: .bar, width: 8)
        frame.write(" \(zoom.title)\(facts)", column: 0, row: 0, style: .bar, width: size.columns - used - 1)
        frame.place(
            zoom.picture, in: Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2),
            viewport: zoom.viewport)
    }
}
