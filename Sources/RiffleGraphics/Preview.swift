public import RiffleImage

/// A picture rendered for a rectangle of cells, margins included.
///
/// Making one scales and encodes, so do it off the UI; `bytes` and `slices` are cheap. The output stays inside the
/// rectangle and ends with default colours. It leaves the cursor anywhere: wrap it in `ESC 7` and `ESC 8` to restore
/// the position.
public enum Preview: Sendable {
    case mosaic(Mosaic)
    case sixel(SixelPreview)
    /// `bytes` and `slices` show the picture only after `KittyPreview.uploads` have been sent.
    case kitty(KittyPreview)
    case iterm(ITermPreview)

    /// Renders a picture, or a part of it, in `columns` × `rows` cells, centred, with its aspect ratio.
    ///
    /// - Parameters:
    ///   - bitmap: the picture.
    ///   - columns: at least 1.
    ///   - rows: at least 1.
    ///   - scale: screen pixels per picture pixel; `nil` fits the whole picture, enlarged at most 8 times.
    ///   - x: the point of the picture in the middle of the rectangle, 0…1. Moved if room would stay empty that the picture
    ///     can fill.
    ///   - y: likewise.
    ///   - options: the way to draw.
    /// - Complexity: O(pixels of the visible part), plus encoding.
    public init(
        of bitmap: Bitmap, columns: Int, rows: Int, scale: Double? = nil, x: Double = 0.5, y: Double = 0.5,
        options: PreviewOptions
    ) {
        self.init(from: bitmap, columns: columns, rows: rows, scale: scale, x: x, y: y, options: options)
    }

    /// The same from any source of pixels, such as a file that is decoded while it is read.
    public init<Source: PixelSource>(
        from picture: Source, columns: Int, rows: Int, scale: Double? = nil, x: Double = 0.5, y: Double = 0.5,
        options: PreviewOptions
    ) throws(Source.Failure) {
        let columns = max(1, columns)
        let rows = max(1, rows)
        let size = PixelSize(width: picture.width, height: picture.height)
        func fit(grid: CellSize, limit: PixelSize? = nil) -> PictureFit {
            PictureFit(
                picture: size, columns: columns, rows: rows, cell: options.cell, grid: grid, limit: limit,
                scale: scale, center: (x, y))
        }
        switch options.method {
        case .half, .quadrant, .sextant, .octant, .braille, .ascii:
            let fit = fit(grid: Mosaic.grid(of: options.method))
            let pixels = try picture.drawn(by: fit, options: options)
            self = .mosaic(Mosaic(drawing: pixels, fit: fit, columns: columns, rows: rows, options: options))
        case .sixel(let registers):
            let fit = fit(grid: options.cell, limit: options.maximumSixel ?? SixelPreview.largestArea)
            let pixels = try picture.drawn(by: fit, options: options)
            self = .sixel(
                SixelPreview(
                    drawing: pixels, registers: registers, fit: fit, columns: columns, rows: rows, options: options))
        case .kitty, .iterm2:
            func sheetFit(_ grid: CellSize) -> PictureFit {
                let (width, height) = (KittyMarks.count * grid.width, KittyMarks.count * grid.height)
                return fit(grid: grid, limit: PixelSize(width: width, height: height))
            }
            var quality = SheetQuality(options.fidelity, cell: options.cell, columns: columns, rows: rows)
            let pixels = try picture.drawn(by: sheetFit(quality.grid), options: options)
            func makeSheet() -> PixelSheet {
                let fit = sheetFit(quality.grid)
                // Drawn pixels are resized instead of reading the source again.
                let drawn = pixels.resized(width: fit.width, height: fit.height, space: options.scaling)
                return PixelSheet(drawing: drawn, fit: fit, quality: quality, dither: options.effectiveDither)
            }
            var sheet = makeSheet()
            while let smaller = quality.reduced(because: sheet.png.count, pixels: sheet.width * sheet.height) {
                quality = smaller
                sheet = makeSheet()
            }
            if case .kitty(let style) = options.method {
                self = .kitty(KittyPreview(sheet, style: style, columns: columns, rows: rows, options: options))
            } else {
                self = .iterm(ITermPreview(sheet, columns: columns, rows: rows, options: options))
            }
        }
    }

    /// Width in cells, margins included.
    public var columns: Int {
        switch self {
        case .mosaic(let mosaic): mosaic.columns
        case .sixel(let sixel): sixel.columns
        case .kitty(let kitty): kitty.columns
        case .iterm(let iterm): iterm.columns
        }
    }

    /// Height in cells, margins included.
    public var rows: Int {
        switch self {
        case .mosaic(let mosaic): mosaic.rows
        case .sixel(let sixel): sixel.rows
        case .kitty(let kitty): kitty.rows
        case .iterm(let iterm): iterm.rows
        }
    }

    /// The bytes that draw the cells of `part` (all, if `nil`) with the preview's top-left cell at a zero-based cell of
    /// the screen. Other cells do not change; margins become U+00A0.
    public func bytes(column: Int, row: Int, part: CellRange? = nil) -> [UInt8] {
        switch self {
        case .mosaic(let mosaic): mosaic.bytes(column: column, row: row, part: part)
        case .sixel(let sixel): sixel.slices(column: column, row: row, part: part).flatMap { $0 }
        case .kitty(let kitty): kitty.cells(column: column, row: row, part: part)
        case .iterm(let iterm): iterm.slices(column: column, row: row, part: part).flatMap { $0 }
        }
    }

    /// The same in slices of whole cell rows, top to bottom, about `PreviewOptions.sliceBytes` each. Each is
    /// self-contained: a writer may stop between any two.
    public func slices(column: Int, row: Int, part: CellRange? = nil) -> [[UInt8]] {
        switch self {
        case .mosaic(let mosaic): mosaic.slices(column: column, row: row, part: part)
        case .sixel(let sixel): sixel.slices(column: column, row: row, part: part)
        case .kitty(let kitty): [kitty.cells(column: column, row: row, part: part)]
        case .iterm(let iterm): iterm.slices(column: column, row: row, part: part)
        }
    }

    /// The picture without margins, for output without cursor positioning: lines of cells, or one image and a newline.
    /// A kitty picture with placeholders needs a unique `id` first.
    public func streamed() -> [UInt8] {
        switch self {
        case .mosaic(let mosaic): mosaic.streamed()
        case .sixel(let sixel): sixel.streamed()
        case .kitty(let kitty): kitty.streamed()
        case .iterm(let iterm): iterm.streamed()
        }
    }
}
