/// A part of a bitmap, in pixels that need not be whole; (0, 0) is the top left corner of the first pixel.
public struct PixelRect: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// - Precondition: all finite, both sides larger than 0.
    public init(x: Double, y: Double, width: Double, height: Double) {
        precondition(
            x.isFinite && y.isFinite && width.isFinite && height.isFinite && width > 0 && height > 0,
            "a part of a bitmap has finite, positive sides")
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

extension Bitmap {
    /// The whole picture at another size. Colour is averaged weighted by alpha, so that what is transparent does not
    /// bleed.
    ///
    /// - Parameter space: what "average" means; `linear` keeps the brightness of fine patterns.
    /// - Precondition: both sides at least 1.
    /// - Complexity: O(old and new pixels × taps of the filter).
    public func resized(
        width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) -> Bitmap {
        let whole = PixelRect(x: 0, y: 0, width: Double(self.width), height: Double(self.height))
        return Resizing(
            source: (self.width, self.height), part: whole, width: width, height: height, filter: filter, space: space,
            isZoom: false
        ).run(on: self)
    }

    /// A part of the picture at another size, for zooming and panning.
    ///
    /// As `resized(width:height:filter:space:)`, except that `automatic` becomes `nearest` above eightfold
    /// magnification. Where the part reaches outside the bitmap, the pixels of its edge go on.
    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) -> Bitmap {
        Resizing(
            source: (self.width, self.height), part: part, width: width, height: height, filter: filter, space: space
        ).run(on: self)
    }
}
