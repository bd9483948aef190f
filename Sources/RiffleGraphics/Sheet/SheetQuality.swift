/// Resolution and colours for a fidelity, for terminals that accept PNGs.
struct SheetQuality: Equatable {
    /// Pixels per cell.
    var grid: CellSize
    /// Maximum number of colours; `nil` for no limit.
    var colors: Int?
    private let fidelity: Fidelity

    /// Most pixels of a coarse picture, about: with few colours, most photos then take 15 to 20 KB.
    private static let coarsePixels = 52_000.0

    init(_ fidelity: Fidelity, cell: CellSize, columns: Int, rows: Int) {
        self.fidelity = fidelity
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

    /// Largest PNG of a coarse picture: 30 KB in base64.
    private static let coarseBytes = 22_000
    /// Most bytes per pixel of a fine picture: 230 KB in base64 for 560×560 pixels.
    private static let fineBytes = 0.54

    /// The next lower quality if a PNG of `bytes` is too large: fewer pixels for a coarse picture, fewer colours for a
    /// fine one. `nil` if the size is fine or cannot be reduced.
    func reduced(because bytes: Int, pixels: Int) -> SheetQuality? {
        guard let colors else { return nil }
        var smaller = self
        if fidelity == .coarse {
            guard bytes > SheetQuality.coarseBytes, grid.width > 1 || grid.height > 1 else { return nil }
            let factor = (Double(SheetQuality.coarseBytes) / Double(bytes)).squareRoot()
            smaller.grid = CellSize(width: Int(Double(grid.width) * factor), height: Int(Double(grid.height) * factor))
        } else {
            // The palette and the chunks take about a kilobyte.
            let ratio = SheetQuality.fineBytes * Double(pixels) / Double(bytes - 1024)
            guard ratio < 1, bytes > 16 * 1024, colors > 64 else { return nil }
            // On photos, halving the colours saves about an eighth of the bytes.
            smaller.colors = max(64, ratio > 0.93 ? colors * 3 / 4 : ratio > 0.83 ? colors / 2 : colors / 4)
        }
        return smaller
    }
}
