/// Makes a picture of another size from rows that come one at a time, so that the whole need not be in memory.
protocol RowScaler: AnyObject {
    /// The old rows that count for anything.
    var rows: Range<Int> { get }

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

    /// From this magnification on, zoomed pixels are shown as the squares they are: a person who goes so near wants to
    /// see pixels.
    static let pixelPeeping = 8.0

    var reduction: (x: Double, y: Double) { (part.width / Double(width), part.height / Double(height)) }

    /// - Complexity of using it: O(old and new pixels × taps of the filter).
    func scaler() -> any RowScaler {
        precondition(width > 0 && height > 0, "bitmap sides must be at least 1")
        return switch filter {
        case .nearest: PixelPicker(self)
        case .area: AreaScaler(self)
        case .catmullRom, .lanczos3, .automatic: TapScaler(self)
        }
    }

    /// - Precondition: `bitmap` is of the size `source`.
    func run(on bitmap: Bitmap) -> Bitmap {
        let scaler = scaler()
        bitmap.withPixels { pixels in
            for y in scaler.rows { scaler.take(pixels.baseAddress! + y * source.width * 4) }
        }
        return scaler.bitmap()
    }
}
