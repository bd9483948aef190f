/// Makes a picture of another size from rows that come one at a time, so that the whole need not be in memory.
protocol RowScaler: AnyObject {
    /// The old rows that count for anything.
    var rows: Range<Int> { get }
    /// The old columns that count for anything; what stands in the others is not looked at.
    var columns: Range<Int> { get }

    /// Takes the next row, RGBA with straight alpha; the first is `rows.lowerBound`.
    func take(_ row: UnsafePointer<UInt8>)

    /// The new picture. All of `rows` must have been taken.
    func bitmap() -> Bitmap
}

/// A resizing: what becomes what, and how.
struct Resizing {
    /// Old pixels across and down.
    let source: (width: Int, height: Int)
    let part: PixelRect
    /// New pixels across and down.
    let width: Int
    let height: Int
    let filter: ResizeFilter
    let space: BlendSpace

    /// - Parameter isZoom: whether `automatic` becomes `nearest` where pixels are to be seen.
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

    /// Whether the new pixels are the old ones.
    var changesNothing: Bool {
        (part.x, part.y, part.width, part.height) == (0, 0, Double(source.width), Double(source.height))
            && (width, height) == source
    }

    /// From this magnification on, zoomed pixels are shown as the squares they are: a person who goes so near wants to
    /// see pixels.
    static let pixelPeeping = 8.0

    var reduction: (x: Double, y: Double) { (part.width / Double(width), part.height / Double(height)) }

    /// - Complexity of using it: O(old and new pixels × taps of the filter).
    func scaler() -> any RowScaler {
        switch filter {
        case .nearest: PixelPicker(self)
        case .area: AreaScaler(self)
        case .catmullRom, .lanczos3, .automatic: TapScaler(self)
        }
    }

    /// - Precondition: `bitmap` is of the size `source`.
    func run(on bitmap: Bitmap) -> Bitmap {
        if changesNothing { return bitmap }
        let scaler = scaler()
        bitmap.withPixels { pixels in
            for y in scaler.rows { scaler.take(pixels.baseAddress! + y * source.width * 4) }
        }
        return scaler.bitmap()
    }
}
