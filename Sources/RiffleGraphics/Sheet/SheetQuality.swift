/// Size and colours of the pixels that a fidelity stands for, where a terminal takes PNGs.
struct SheetQuality: Equatable {
    /// Pixels of one cell.
    var grid: CellSize
    /// At most this many colours; `nil` for all.
    var colors: Int?

    /// A coarse picture has about this many pixels: with few colours they make about 22 KB, and 30 KB in
    /// base64.
    private static let coarsePixels = 34_000.0

    init(_ fidelity: Fidelity, cell: CellSize, columns: Int, rows: Int) {
        switch fidelity {
        case .full: (grid, colors) = (cell, nil)
        case .fine: (grid, colors) = (cell, 256)
        case .coarse:
            let pixels = Double(columns * rows * cell.width * cell.height)
            let factor = min(0.5, (SheetQuality.coarsePixels / pixels).squareRoot())
            grid = CellSize(
                width: Int(Double(cell.width) * factor + 0.5), height: Int(Double(cell.height) * factor + 0.5))
            colors = 64
        }
    }
}
