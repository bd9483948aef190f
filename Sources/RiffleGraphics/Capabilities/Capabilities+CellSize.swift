/// What is known that tells the size of a cell, best source first.
struct CellSources: Sendable, Equatable {
    /// The answer to `CSI 16 t`.
    var reported: CellSize?
    /// From the window's size in cells and pixels (TIOCGWINSZ), where it is plausible.
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

    /// The size of a cell, or `nil` where the numbers cannot be true: some systems report zero, some the
    /// same 640×480 for every window, some another unit.
    ///
    /// A cell of at least 2×4 pixels can be read; one of more than 200 is none. Rounded down, because a
    /// window may have a border.
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
    /// Takes in the size of the window as the system knows it (TIOCGWINSZ): at the start and after each
    /// change. The pixels may be zero.
    public mutating func windowChanged(columns: Int, rows: Int, pixelWidth: Int, pixelHeight: Int) {
        let window = CellSources.plausible(columns: columns, rows: rows, width: pixelWidth, height: pixelHeight)
        // Another cell size by the system's reckoning means another font: what was reported is of the old one.
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
