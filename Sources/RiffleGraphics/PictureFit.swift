import RiffleImage

/// Where a picture is placed in a rectangle of cells. Units are drawn pixels: 1×2 a cell for half blocks, `CellSize` a
/// cell for sixel.
struct PictureFit: Equatable {
    /// The visible part of the picture, in picture pixels.
    var source: (x: Double, y: Double, width: Double, height: Double)
    /// Size of that part when drawn; at least 1×1.
    var width: Int
    var height: Int
    /// Cell of the rectangle that contains its top-left pixel.
    var column: Int
    var row: Int
    /// Size of a drawn pixel in screen pixels.
    var screenWidth: Double
    var screenHeight: Double

    static func == (a: PictureFit, b: PictureFit) -> Bool {
        a.source == b.source && (a.width, a.height, a.column, a.row) == (b.width, b.height, b.column, b.row)
    }

    /// Largest enlargement when fitting (drawn pixels per picture pixel): icons become recognisable, but a single pixel
    /// does not fill the screen.
    static let largestEnlargement = 8.0

    /// Largest zoom factor that can be requested.
    static let largestScale = 1024.0

    /// - Parameters:
    ///   - grid: drawn pixels per cell.
    ///   - scale: screen pixels per picture pixel; `nil` fits the whole picture.
    ///   - center: the point of the picture, 0…1 on both axes, shown in the middle. Moved if room would stay empty that
    ///     the picture can fill.
    init(
        picture: PixelSize, columns: Int, rows: Int, cell: CellSize, grid: CellSize, limit: PixelSize? = nil,
        scale: Double? = nil, center: (x: Double, y: Double) = (0.5, 0.5)
    ) {
        // Drawn pixels per screen pixel on each axis; their ratio reflects the shape of the cell.
        let perScreenX = Double(grid.width) / Double(cell.width)
        let perScreenY = Double(grid.height) / Double(cell.height)
        let roomX = max(1, min(columns * grid.width, limit?.width ?? .max))
        let roomY = max(1, min(rows * grid.height, limit?.height ?? .max))

        let fitting = min(
            Double(roomX) / perScreenX / Double(picture.width), Double(roomY) / perScreenY / Double(picture.height))
        let largest = PictureFit.largestEnlargement / max(perScreenX, perScreenY)
        var drawn = min(fitting, largest)
        if let scale, scale > 0 { drawn = min(scale, PictureFit.largestScale) }

        let horizontal = PictureFit.axis(
            length: picture.width, scale: drawn * perScreenX, room: roomX, center: center.x)
        let vertical = PictureFit.axis(
            length: picture.height, scale: drawn * perScreenY, room: roomY, center: center.y)
        source = (horizontal.start, vertical.start, horizontal.count, vertical.count)
        screenWidth = 1 / perScreenX
        screenHeight = 1 / perScreenY
        width = horizontal.drawn
        height = vertical.drawn
        column = max(0, (columns - (width + grid.width - 1) / grid.width) / 2)
        row = max(0, (rows - (height + grid.height - 1) / grid.height) / 2)
    }

    /// The visible part of one axis, and the number of drawn pixels it takes.
    private static func axis(
        length: Int, scale: Double, room: Int, center: Double
    ) -> (start: Double, count: Double, drawn: Int) {
        let whole = Int(Double(length) * scale + 0.5)
        if whole <= room { return (0, Double(length), max(1, whole)) }
        let count = min(Double(length), Double(room) / scale)
        let middle = center.isFinite ? min(1, max(0, center)) : 0.5
        let start = max(0, min(Double(length) - count, middle * Double(length) - count / 2))
        // Aligned to drawn pixels, so that the picture does not shimmer while panning.
        let aligned = Double(Int(start * scale + 0.5)) / scale
        return (max(0, min(Double(length) - count, aligned)), count, room)
    }
}

extension PixelSource {
    /// The visible part of the picture at the fit's size, made opaque with the background or a checkerboard.
    func drawn(by fit: PictureFit, options: PreviewOptions) throws(Failure) -> Bitmap {
        let source = PixelRect(x: fit.source.x, y: fit.source.y, width: fit.source.width, height: fit.source.height)
        let magnification = min(Double(fit.width) / source.width, Double(fit.height) / source.height)
        // When shrinking a lot, `area` averages exactly the covered pixels: no ringing. When enlarging a lot, pixels
        // become visible squares, as intended.
        let filter: ResizeFilter =
            magnification <= 0.5 ? .area : magnification >= PictureFit.largestEnlargement ? .nearest : .automatic
        let part = try resized(
            from: source, width: fit.width, height: fit.height, filter: filter, space: options.scaling)
        let opaque =
            options.checkers.map { part.composited(on: Checkerboard(fit: fit, colors: $0)) }
            ?? part.composited(on: options.background)
        return magnification > PictureFit.largestEnlargement ? opaque.withPixelGrid(fit) : opaque
    }
}
