/// What pictures of any size can be made from: a bitmap, or a file that is still to be read.
public protocol PixelSource {
    associatedtype Failure: Error

    /// Pixels across.
    var width: Int { get }
    /// Pixels down.
    var height: Int { get }

    /// A part at another size; see `Bitmap.resized(from:width:height:filter:space:)`.
    func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter, space: BlendSpace
    ) throws(Failure) -> Bitmap
}

extension Bitmap: PixelSource {}

extension PNGReader: PixelSource {
    public var width: Int { header.width }
    public var height: Int { header.height }
}
