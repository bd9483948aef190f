/// A source of pixels that can be resized: a bitmap, or a file that is decoded while it is read.
public protocol PixelSource {
    associatedtype Failure: Error

    /// Width in pixels.
    var width: Int { get }
    /// Height in pixels.
    var height: Int { get }

    /// A part at another size; see `Bitmap.resized(from:width:height:filter:space:)`.
    func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter, space: BlendSpace
    ) throws(Failure) -> Bitmap
}

extension Bitmap: PixelSource {}

extension PNGReader: PixelSource {
    public var width: Int { uprightSize.width }
    public var height: Int { uprightSize.height }
}
