/// A part of a picture in pixels, possibly fractional; (0, 0) is the top-left corner of the first pixel.
public struct PixelRect: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// - Precondition: all values are finite, both sides positive.
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
    /// The whole picture at another size. Colours are weighted by alpha, so that transparent pixels do not bleed.
    ///
    /// - Parameters:
    ///   - width: of the result in pixels.
    ///   - height: of the result in pixels.
    ///   - filter: how to weight the source pixels.
    ///   - space: where to average; `linear` keeps the brightness of fine patterns.
    /// - Precondition: both sides at least 1.
    /// - Complexity: O((source + output pixels) × taps of the filter).
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
    /// Like `resized(width:height:filter:space:)`, except that `automatic` becomes `nearest` from eightfold
    /// magnification on. Edge pixels are repeated outside the bitmap.
    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) -> Bitmap {
        Resizing(
            source: (self.width, self.height), part: part, width: width, height: height, filter: filter, space: space
        ).run(on: self)
    }
}
