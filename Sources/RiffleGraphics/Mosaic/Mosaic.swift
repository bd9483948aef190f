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
    private(set) var cells: [Cell]
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
        if depth == .truecolor { lighten(options.fidelity) }
    }

    /// Where true colours are exact, or as good as: a channel is off by this at most (0…255) where that saves
    /// bytes. One step cannot be seen, and saves a tenth.
    private static let fineTolerance = 1
    /// What is tried for a coarse mosaic, until it is small enough: 42 dB and half of the bytes, then less.
    private static let coarseTolerances = [5, 6, 7, 8, 10, 12, 15]
    /// Bytes for a coarse mosaic: 30 KB for 56×28 cells, and a little more for each cell beyond them.
    private static func coarseBudget(cells: Int) -> Int {
        cells <= 1568 ? cells * 19 : 29_800 + (cells - 1568) * 45 / 2
    }

    /// Lets cells have the colours of those before them where they are much alike.
    ///
    /// It is done here, once, and not while writing: so a part of the mosaic that is drawn again has the same
    /// colours as in the whole.
    private mutating func lighten(_ fidelity: Fidelity) {
        switch fidelity {
        case .full: return
        case .fine: cells = lightened(tolerance: Mosaic.fineTolerance).cells
        case .coarse:
            let budget = Mosaic.coarseBudget(cells: content.columns.count * content.rows.count)
            for tolerance in Mosaic.coarseTolerances {
                let (cells, bytes) = lightened(tolerance: tolerance)
                if bytes <= budget || tolerance == Mosaic.coarseTolerances.last {
                    self.cells = cells
                    return
                }
            }
        }
    }

    private func lightened(tolerance: Int) -> (cells: [Cell], bytes: Int) {
        var line = CheapestLine(tolerance: tolerance)
        var pen = MosaicWriter.Pen()
        var result = cells
        // A row begins with a movement of the cursor.
        var bytes = content.rows.count * 8
        for row in content.rows {
            let range = row * columns + content.columns.lowerBound..<row * columns + content.columns.upperBound
            let steps = line.steps(for: cells[range], from: pen)
            for (index, step) in zip(range, steps) { result[index] = step.cell }
            pen = steps.last?.pen ?? pen
            bytes += line.cost
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
