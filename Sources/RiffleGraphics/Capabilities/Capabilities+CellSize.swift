/// The known sources for the size of a cell, in order of preference.
struct CellSources: Sendable, Equatable {
    /// The answer to `CSI 16 t`.
    var reported: CellSize?
    /// From the window's size in cells and pixels (TIOCGWINSZ), if plausible.
    var window: CellSize?
    /// Answers to `CSI 14 t` and `CSI 18 t`.
    var textArea: PixelSize?
    var textCells: (columns: Int, rows: Int)?

    var best: CellSize? {
        if let reported { return reported }
        if let window { return window }
        guard let textArea, let textCells else { return nil }
        return CellSources.plausible(
            columns: textCells.columns, rows: textCells.rows, width: textArea.width, height: textArea.height)
    }

    /// The size of a cell, or `nil` if the numbers are implausible: some systems report zero, some 640×480 for every
    /// window, some another unit.
    ///
    /// Plausible cells are from 2×4 to 200×200 pixels. Rounds down, because a window may have a border.
    static func plausible(columns: Int, rows: Int, width: Int, height: Int) -> CellSize? {
        guard columns > 0, rows > 0, width >= 2 * columns, height >= 4 * rows else { return nil }
        let size = CellSize(width: width / columns, height: height / rows)
        guard size.width <= 200, size.height <= 200 else { return nil }
        return size
    }

    static func == (a: CellSources, b: CellSources) -> Bool {
        a.reported == b.reported && a.window == b.window && a.textArea == b.textArea
            && a.textCells?.columns == b.textCells?.columns && a.textCells?.rows == b.textCells?.rows
    }
}

extension Capabilities {
    /// Updates the size of the window as the system reports it (TIOCGWINSZ): call it at the start and after each
    /// resize.
    ///
    /// - Parameters:
    ///   - columns: width in cells.
    ///   - rows: height in cells.
    ///   - pixelWidth: width in pixels; 0 if unknown.
    ///   - pixelHeight: height in pixels; 0 if unknown.
    public mutating func windowChanged(columns: Int, rows: Int, pixelWidth: Int, pixelHeight: Int) {
        let window = CellSources.plausible(columns: columns, rows: rows, width: pixelWidth, height: pixelHeight)
        // The system's cell size changed, so the font did: the reported size is out of date.
        if let old = cellSources.window, let window, old != window { cellSources.reported = nil }
        cellSources.window = window
        cellSources.textArea = nil
        cellSources.textCells = nil
        settleCell()
    }

    mutating func foldSize(_ reply: TerminalReply) {
        switch reply {
        case .cellSize(let size):
            let isPlausible = (2...200).contains(size.width) && (4...200).contains(size.height)
            cellSources.reported = isPlausible ? size : nil
        case .textArea(let size): cellSources.textArea = size
        // tmux 3.3a swaps the two.
        case .textCells(let columns, let rows) where multiplexer != .tmux: cellSources.textCells = (columns, rows)
        default: break
        }
        settleCell()
    }

    private mutating func settleCell() {
        isCellKnown = cellSources.best != nil
        cell = cellSources.best ?? .assumed
    }
}
