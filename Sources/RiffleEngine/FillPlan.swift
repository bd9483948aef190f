public import RiffleImage

/// A hole in a picture, and what it is to be filled for.
public struct FillPlan: Sendable {
    /// A picture of any size.
    public var source: Bitmap
    /// As large as the source. Where it is transparent the picture is made anew; where it is partly so, the new picture
    /// shows through in that share. Colours mean nothing.
    public var mask: Bitmap
    /// How many different fills, at least 1.
    public var count: Int
    /// Size of each result in pixels, 1…8192 each. Where its shape is not the source's, source and mask are cut around their
    /// middle.
    public var width: Int
    public var height: Int
    /// Picks the results: the same plan with the same seed gives the same bytes.
    public var seed: UInt64

    public init(source: Bitmap, mask: Bitmap, count: Int, width: Int, height: Int, seed: UInt64) {
        self.source = source
        self.mask = mask
        self.count = count
        self.width = width
        self.height = height
        self.seed = seed
    }

    /// Square results with sides of `side` pixels.
    public init(source: Bitmap, mask: Bitmap, count: Int, side: Int, seed: UInt64) {
        self.init(source: source, mask: mask, count: count, width: side, height: side, seed: seed)
    }
}
