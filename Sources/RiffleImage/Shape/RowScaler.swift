/// Resizes a picture from rows that come one at a time, so that the whole need not be in memory.
protocol RowScaler: AnyObject {
    /// The source rows that contribute.
    var rows: Range<Int> { get }
    /// The source columns that contribute; others are not read.
    var columns: Range<Int> { get }

    /// Adds the next row, RGBA with straight alpha; the first is `rows.lowerBound`.
    func take(_ row: UnsafePointer<UInt8>)

    /// The result. All of `rows` must have been added.
    func bitmap() -> Bitmap
}

/// The parameters of a resize.
struct Resizing {
    /// Source size in pixels.
    let source: (width: Int, height: Int)
    let part: PixelRect
    /// Output size in pixels.
    let width: Int
    let height: Int
    let filter: ResizeFilter
    let space: BlendSpace

    /// - Parameter isZoom: whether `automatic` becomes `nearest` at high magnification.
    init(
        source: (width: Int, height: Int), part: PixelRect, width: Int, height: Int, filter: ResizeFilter,
        space: BlendSpace, isZoom: Bool = true
    ) {
        precondition(width > 0 && height > 0, "bitmap sides must be at least 1")
        self.source = source
        self.part = part
        self.width = width
        self.height = height
        self.space = space
        let magnification = max(Double(width) / part.width, Double(height) / part.height)
        self.filter = isZoom && filter == .automatic && magnification > Self.pixelPeeping ? .nearest : filter
    }

    /// Whether the result equals the source.
    var changesNothing: Bool {
        (part.x, part.y, part.width, part.height) == (0, 0, Double(source.width), Double(source.height))
            && (width, height) == source
    }

    /// Magnification from which zoomed pixels are drawn as squares: at this zoom the user wants to see pixels.
    static let pixelPeeping = 8.0

    var reduction: (x: Double, y: Double) { (part.width / Double(width), part.height / Double(height)) }

    /// - Complexity: using the scaler takes O((source + output pixels) × taps of the filter).
    func scaler() -> any RowScaler {
        switch filter {
        case .nearest: PixelPicker(self)
        case .area: AreaScaler(self)
        case .catmullRom, .lanczos3, .automatic: TapScaler(self)
        }
    }

    /// - Precondition: `bitmap` has the size `source`.
    func run(on bitmap: Bitmap) -> Bitmap {
        if changesNothing { return bitmap }
        let scaler = scaler()
        bitmap.withPixels { pixels in
            for y in scaler.rows { scaler.take(pixels.baseAddress! + y * source.width * 4) }
        }
        return scaler.bitmap()
    }
}
