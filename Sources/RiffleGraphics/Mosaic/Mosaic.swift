import RiffleImage

/// A picture made of character cells: every cell has a glyph and two colours.
public struct Mosaic: Sendable, Equatable {
    /// One cell: `glyph` in `foreground` on `background`.
    struct Cell: Sendable, Equatable {
        var glyph: MosaicGlyph
        var foreground: CellColor
        var background: CellColor

        /// A cell of a margin.
        static func blank(_ background: CellColor) -> Cell {
            Cell(glyph: .noBreakSpace, foreground: .terminalDefault, background: background)
        }
    }

    public let columns: Int
    public let rows: Int
    /// The cells that the picture itself takes; those around it are margin.
    public let content: CellRange
    /// Row-major, `columns * rows` of them.
    var cells: [Cell]
    /// Colour of the cells around the picture.
    var margin: CellColor
    /// Whether the picture ends in the middle of its last row of cells; the rest of them belongs to the margin.
    let isLastRowHalf: Bool
    /// How many bytes one slice aims at.
    let sliceBytes: Int

    /// Cells for a picture already at its drawn size (`pixels`), placed as the fit says.
    ///
    /// - Complexity: O(pixels) for half blocks, times the number of patterns (127 at most) for others.
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

    /// Where true colours are exact, or as good as: a channel is off by this at most (0…255) where that saves
    /// bytes. One step cannot be seen, and saves a tenth.
    private static let fineTolerance = 1
    /// Squared error that a byte of a coarse mosaic is worth at most.
    private static let highestPrice = 4000
    /// Bytes a cell with which a byte has the least price.
    private static let amplestBytes = 22.0
    /// Bytes for a coarse mosaic: at most 30 KB up to 56×28 cells, and 22 for each cell beyond them.
    private static func coarseBudget(cells: Int) -> Int {
        cells <= 1568 ? min(29_800, cells * 23) : 29_800 + (cells - 1568) * 45 / 2
    }

    /// Lets cells have the colours of those before them where they are much alike.
    ///
    /// It is done here, once, and not while writing: so a part of the mosaic that is drawn again has the same
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

    /// Looks for the lowest price of a byte with which the mosaic takes no more than a number of them, or little less.
    ///
    /// A few rows tell what a price comes to; all of them are drawn once, and again if they were not alike.
    private mutating func lighten(to budget: Int) {
        let cells = content.columns.count * content.rows.count
        guard cells > 0 else { return }
        let sampled = max(1, (content.rows.count + 3) / 6)
        let share = Double(content.rows.count) / Double((content.rows.count + sampled - 1) / sampled)
        func lightened(_ price: Int, every step: Int) -> (cells: [Cell], bytes: Int) {
            var line = CoarseLine(price: price)
            return self.lightened(every: step) { cells, pen in (line.steps(for: cells, from: pen), line.bytes) }
        }

        // About what photos need: the fewer bytes a cell has, the more each is worth.
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

    /// The cells as steps for each row of the content draw them, or for some of the rows, and the bytes of that.
    private func lightened(
        every step: Int = 1, _ steps: (ArraySlice<Cell>, MosaicWriter.Pen) -> ([CheapestLine.Step], bytes: Int)
    ) -> (cells: [Cell], bytes: Int) {
        var pen = MosaicWriter.Pen()
        var result = cells
        // A row begins with a movement of the cursor.
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

    /// Pixels of one cell.
    static func grid(of method: GraphicsMethod) -> CellSize {
        if case .ascii(let depth) = method, depth <= .palette16 { return LetterShapes.grid }
        return glyphs(of: method)?.grid ?? CellSize(width: 1, height: 1)
    }

    /// Where there are colours enough, sextants come with the halves and quadrants that they cannot make.
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

    /// Sets each cell of the content from its column and row counted within the content.
    mutating func fillContent(_ cell: (_ column: Int, _ row: Int) -> Cell) {
        for row in content.rows {
            for column in content.columns {
                cells[row * columns + column] = cell(
                    column - content.columns.lowerBound, row - content.rows.lowerBound)
            }
        }
    }
}
