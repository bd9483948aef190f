public import RiffleImage

/// A picture ready for a rectangle of cells, margins included.
///
/// Making one costs what scaling and encoding cost, so it belongs off the UI; `bytes` and `slices`
/// are cheap after that. What is drawn stays inside the rectangle, ends with the terminal's own
/// colours and leaves the cursor anywhere: save and restore it (`ESC 7`, `ESC 8`) around the bytes.
public enum Preview: Sendable {
    case mosaic(Mosaic)
    case sixel(SixelPreview)

    /// A picture, or a part of it, in `columns` × `rows` cells, in its own proportions and centred.
    ///
    /// - Parameters:
    ///   - columns: at least 1, as `rows`.
    ///   - scale: screen pixels for one pixel of the picture; `nil` fits the whole of it, enlarged at
    ///     most 8 times.
    ///   - x: the point of the picture in the middle of the rectangle, 0…1 as `y`. Moved where room
    ///     would stay empty that the picture can fill.
    /// - Complexity: O(pixels of the shown part), plus encoding.
    public init(
        of bitmap: Bitmap, columns: Int, rows: Int, scale: Double? = nil, x: Double = 0.5, y: Double = 0.5,
        options: PreviewOptions
    ) {
        let columns = max(1, columns)
        let rows = max(1, rows)
        let size = PixelSize(width: bitmap.width, height: bitmap.height)
        switch options.method {
        case .half, .ascii:
            let fit = PictureFit(
                picture: size, columns: columns, rows: rows, cell: options.cell, grid: Mosaic.grid(of: options.method),
                scale: scale, center: (x, y))
            let pixels = bitmap.drawn(by: fit, on: options.background)
            self = .mosaic(Mosaic(drawing: pixels, fit: fit, columns: columns, rows: rows, options: options))
        case .sixel(let registers):
            let fit = PictureFit(
                picture: size, columns: columns, rows: rows, cell: options.cell, grid: options.cell,
                limit: options.maximumSixel ?? SixelPreview.largestArea, scale: scale, center: (x, y))
            let pixels = bitmap.drawn(by: fit, on: options.background)
            self = .sixel(
                SixelPreview(
                    drawing: pixels, registers: registers, fit: fit, columns: columns, rows: rows, options: options))
        }
    }

    public var columns: Int {
        switch self {
        case .mosaic(let mosaic): mosaic.columns
        case .sixel(let sixel): sixel.columns
        }
    }

    public var rows: Int {
        switch self {
        case .mosaic(let mosaic): mosaic.rows
        case .sixel(let sixel): sixel.rows
        }
    }

    /// Bytes that draw the cells of `part` (all of them, if `nil`) with the preview's top-left cell at
    /// a zero-based cell of the screen. Other cells are not touched; margins become U+00A0.
    public func bytes(column: Int, row: Int, part: CellRange? = nil) -> [UInt8] {
        switch self {
        case .mosaic(let mosaic): mosaic.bytes(column: column, row: row, part: part)
        case .sixel(let sixel): sixel.slices(column: column, row: row, part: part).flatMap { $0 }
        }
    }

    /// The same in pieces of whole cell rows, top to bottom, about `PreviewOptions.sliceBytes` each.
    /// Each stands on its own: a writer may stop between any two of them.
    public func slices(column: Int, row: Int, part: CellRange? = nil) -> [[UInt8]] {
        switch self {
        case .mosaic(let mosaic): mosaic.slices(column: column, row: row, part: part)
        case .sixel(let sixel): sixel.slices(column: column, row: row, part: part)
        }
    }

    /// The picture without margins for a stream without positions: lines of cells, or one sixel image
    /// and a newline.
    public func streamed() -> [UInt8] {
        switch self {
        case .mosaic(let mosaic): mosaic.streamed()
        case .sixel(let sixel): sixel.streamed()
        }
    }
}
