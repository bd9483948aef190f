public import RiffleImage

/// A hole in a picture, and what it is to be filled for.
public struct FillPlan: Sendable {
    /// A square picture of any size.
    public var source: Bitmap
    /// As large as the source. Where it is transparent the picture is made anew; where it is partly so, the new picture
    /// shows through in that share. Colours mean nothing.
    public var mask: Bitmap
    /// How many different fills, at least 1.
    public var count: Int
    /// Length of a side of each result in pixels, 1…8192.
    public var side: Int
    /// Picks the results: the same plan with the same seed gives the same bytes.
    public var seed: UInt64

    public init(source: Bitmap, mask: Bitmap, count: Int, side: Int, seed: UInt64) {
        self.source = source
        self.mask = mask
        self.count = count
        self.side = side
        self.seed = seed
    }
}
