public import RiffleImage

/// What is to be made of which picture.
public struct VariationPlan: Sendable {
    /// A square picture of any size.
    public var source: Bitmap
    /// How many variations, at least 1.
    public var count: Int
    /// Length of a side of each result in pixels, 1…8192.
    public var side: Int
    /// 0…1, see `Strength`; values outside count as the nearest end.
    public var strength: Double
    /// Picks the results: the same plan with the same seed gives the same bytes.
    public var seed: UInt64

    public init(source: Bitmap, count: Int, side: Int, strength: Double, seed: UInt64) {
        self.source = source
        self.count = count
        self.side = side
        self.strength = strength
        self.seed = seed
    }
}
