import RiffleImage

/// A picture made of character cells: every cell has a glyph and two colours.
public struct Mosaic: Sendable, Equatable {
    /// One cell: `glyph` in `foreground` on `background`.
    struct Cell: Sendable, Equatable {
        var glyph: MosaicGlyph
        var foreground: CellColor
        var background: CellColor
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
    /// - Complexity: O(pixels) for true colour; times the size of the palette for 256 and 16 colours.
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
        switch options.method {
        case .half(.mono): drawLitHalves(pixels, background: options.background)
        case .half(let depth): drawHalves(pixels, ColorMapper(depth, options))
        case .ascii(let depth) where depth <= .palette16: drawRamp(pixels, depth: depth, background: options.background)
        case .ascii(let depth): drawSolid(pixels, ColorMapper(depth, options))
        case .sixel: break
        }
    }

    /// Pixels of one cell.
    static func grid(of method: GraphicsMethod) -> CellSize {
        if case .ascii = method { CellSize(width: 1, height: 1) } else { CellSize(width: 1, height: 2) }
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

/// Finds the colour of the terminal for a pixel.
struct ColorMapper {
    private let palette: TerminalPalette?
    /// Distance between neighbouring palette colours, for ordered dithering; 0 for none.
    private let spread: Int

    init(_ depth: ColorDepth, _ options: PreviewOptions) {
        let isDithered = options.effectiveDither != .none
        switch depth {
        case .truecolor: (palette, spread) = (nil, 0)
        case .palette256: (palette, spread) = (.xterm256, isDithered ? 40 : 0)
        case .palette16, .mono: (palette, spread) = (.ansi16, isDithered ? 128 : 0)
        }
    }

    func color(of pixel: Pixel, x: Int, y: Int) -> CellColor {
        guard let palette else { return .rgb(red: pixel.red, green: pixel.green, blue: pixel.blue) }
        let moved = spread == 0 ? pixel : OrderedDither.moved(pixel, x: x, y: y, spread: spread)
        return .indexed(palette.nearest(red: moved.red, green: moved.green, blue: moved.blue))
    }
}
