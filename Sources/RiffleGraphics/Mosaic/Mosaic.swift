import RiffleImage

/// A picture made of character cells, each with a glyph and two colours.
public struct Mosaic: Sendable, Equatable {
    struct Cell: Sendable, Equatable {
        var glyph: MosaicGlyph
        var foreground: CellColor
        var background: CellColor

        /// A margin cell.
        static func blank(_ background: CellColor) -> Cell {
            Cell(glyph: .noBreakSpace, foreground: .terminalDefault, background: background)
        }
    }

    /// Size of the preview in cells, margins included.
    public let columns: Int
    /// See `columns`.
    public let rows: Int
    /// Cells that the picture covers; the others are margin.
    public let content: CellRange
    /// Row-major, `columns * rows` cells.
    var cells: [Cell]
    /// Colour of the margin.
    var margin: CellColor
    /// Whether the picture ends in the middle of its last cell row; the lower half is then margin.
    let isLastRowHalf: Bool
    /// Target size of a slice.
    let sliceBytes: Int

    /// - Parameter pixels: at the size that `fit` gives.
    ///
    /// - Complexity: O(pixels) for half blocks; times the number of patterns (at most 127) for others.
    init(drawing pixels: Bitmap, fit: PictureFit, columns: Int, rows: Int, options: PreviewOptions) {
        self.columns = columns
        self.rows = rows
        sliceBytes = options.sliceBytes
        let grid = Mosaic.grid(of: options.method)
        content = CellRange(
            columns: fit.column..<(fit.column + (pixels.width + grid.width - 1) / grid.width),
            rows: fit.row..<(fit.row + (pixels.height + grid.height - 1) / grid.height)
        ).clamped(columns: columns, rows: rows)

        let isASCII = if case .ascii = options.method { true } else { false }
        let margin = Cell(
            glyph: isASCII ? .space : .noBreakSpace, foreground: .terminalDefault, background: options.margin)
        cells = Array(repeating: margin, count: columns * rows)
        self.margin = options.margin
        isLastRowHalf = grid.height == 2 && pixels.height % 2 == 1
        guard let depth = options.method.depth else { return }
        let mapper = ColorMapper(depth, options)
        switch options.method {
        case .ascii where depth <= .palette16: drawLetters(pixels, depth: depth, background: options.background)
        case .ascii: drawSolid(pixels, mapper)
        case .half where depth != .mono: drawHalves(pixels, mapper)
        case .braille where depth != .mono: drawDots(pixels, mapper, depth: depth)
        default:
            guard let set = Mosaic.glyphs(of: options.method) else { return }
            switch depth {
            case .truecolor: drawBlocks(pixels, set)
            case .palette256, .palette16: drawBlocks(pixels, set, mapper)
            case .mono: drawLitBlocks(pixels, set, background: options.background)
            }
        }
        if depth == .truecolor { lighten(options.fidelity, budget: options.byteBudget) }
    }

    /// Tolerance for true colours (0…255 a channel). A difference of 1 is invisible and saves a tenth of the bytes.
    private static let fineTolerance = 1
    /// Highest price of a byte, in squared error, for a coarse mosaic.
    private static let highestPrice = 4000
    /// Bytes per cell at which a byte has the lowest price.
    private static let amplestBytes = 22.0
    /// Byte budget of a coarse mosaic: at most 30 KB up to 56×28 cells, and 22.5 for each further cell.
    private static func coarseBudget(cells: Int) -> Int {
        cells <= 1568 ? min(29_800, cells * 23) : 29_800 + (cells - 1568) * 45 / 2
    }

    /// Lets cells use the colours of preceding cells where these are similar, to save bytes.
    ///
    /// Done once, when the mosaic is made, and not when it is written: a part that is drawn again then has the same
    /// colours as in the whole.
    private mutating func lighten(_ fidelity: Fidelity, budget: Int?) {
        switch fidelity {
        case .full: return
        case .fine:
            var line = CheapestLine(tolerance: Mosaic.fineTolerance)
            cells = lightened { cells, pen in (line.steps(for: cells, from: pen), line.cost) }.cells
        case .coarse:
            let usual = Mosaic.coarseBudget(cells: content.columns.count * content.rows.count)
            lighten(to: min(usual, budget ?? usual))
        }
    }

    /// Searches for the lowest price of a byte that keeps the mosaic within a byte budget, or close to it.
    ///
    /// A few rows serve as a sample; then all rows are drawn, and drawn again if the sample was not representative.
    private mutating func lighten(to budget: Int) {
        let cells = content.columns.count * content.rows.count
        guard cells > 0 else { return }
        let sampled = max(1, (content.rows.count + 3) / 6)
        let share = Double(content.rows.count) / Double((content.rows.count + sampled - 1) / sampled)
        func lightened(_ price: Int, every step: Int) -> (cells: [Cell], bytes: Int) {
            var line = CoarseLine(price: price)
            return self.lightened(every: step) { cells, pen in (line.steps(for: cells, from: pen), line.bytes) }
        }

        // Typical for photos: the fewer bytes a cell has, the higher the price.
        let scarcity = Mosaic.amplestBytes * Double(cells) / Double(budget)
        var price = min(max(Int(12 * scarcity * scarcity * scarcity.squareRoot()), 1), Mosaic.highestPrice)
        var (tooLow, enough) = (0, Mosaic.highestPrice + 1)
        for _ in 0..<4 {
            let use = Double(lightened(price, every: sampled).bytes) * share / Double(budget)
            if use <= 0.95 { enough = price } else { tooLow = price }
            if 0.86...0.95 ~= use || tooLow + 1 >= enough || tooLow == Mosaic.highestPrice { break }
            let guess = Double(price) * use * use * (use < 1 ? 1 : use) * 1.1
            price = min(max(Int(guess), tooLow + 1), enough - 1)
        }
        if enough <= Mosaic.highestPrice { price = enough }
        while true {
            let (lighter, bytes) = lightened(price, every: 1)
            if bytes <= budget || price == Mosaic.highestPrice {
                self.cells = lighter
                return
            }
            price = min(price + price / 3 + 1, Mosaic.highestPrice)
        }
    }

    /// The cells as `steps` draws them, for all rows of the content or every `step`-th, and the bytes they take.
    private func lightened(
        every step: Int = 1, _ steps: (ArraySlice<Cell>, MosaicWriter.Pen) -> ([CheapestLine.Step], bytes: Int)
    ) -> (cells: [Cell], bytes: Int) {
        var pen = MosaicWriter.Pen()
        var result = cells
        // Each row starts with a cursor movement.
        var bytes = 0
        for row in stride(from: content.rows.lowerBound, to: content.rows.upperBound, by: step) {
            let range = row * columns + content.columns.lowerBound..<row * columns + content.columns.upperBound
            let (line, count) = steps(cells[range], pen)
            for (index, step) in zip(range, line) { result[index] = step.cell }
            pen = line.last?.pen ?? pen
            bytes += count + 8
        }
        return (result, bytes)
    }

    /// Sub-pixels of one cell.
    static func grid(of method: GraphicsMethod) -> CellSize {
        if case .ascii(let depth) = method, depth <= .palette16 { return LetterShapes.grid }
        return glyphs(of: method)?.grid ?? CellSize(width: 1, height: 1)
    }

    /// With true colour, sextants are combined with the halves and quadrants that they lack.
    private static func glyphs(of method: GraphicsMethod) -> GlyphSet? {
        switch method {
        case .half: .halves
        case .quadrant: .quadrants
        case .sextant(.truecolor): .sextantsAndQuadrants
        case .sextant: .sextants
        case .octant: .octants
        case .braille: .braille
        case .ascii, .sixel, .kitty, .iterm2: nil
        }
    }

    /// Sets each cell of the content; the closure receives column and row within the content.
    mutating func fillContent(_ cell: (_ column: Int, _ row: Int) -> Cell) {
        for row in content.rows {
            for column in content.columns {
                cells[row * columns + column] = cell(
                    column - content.columns.lowerBound, row - content.rows.lowerBound)
            }
        }
    }
}
