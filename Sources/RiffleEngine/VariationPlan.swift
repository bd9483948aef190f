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
    /// Another parent: the results are then bred of both. Nil: of the source alone.
    public var mate: Mate?

    /// The other parent of pictures that two are bred for.
    public struct Mate: Sendable {
        /// A square picture of any size; the smaller parent is enlarged to the other.
        public var picture: Bitmap
        /// Share of each result that is the mate's, 0…1; values outside count as the nearest end. At 0 a plan does what it
        /// would without the mate, at 1 what it would with the mate for its source.
        public var weight: Double

        public init(picture: Bitmap, weight: Double) {
            self.picture = picture
            self.weight = weight
        }
    }

    public init(source: Bitmap, count: Int, side: Int, strength: Double, seed: UInt64, mate: Mate? = nil) {
        self.source = source
        self.count = count
        self.side = side
        self.strength = strength
        self.seed = seed
        self.mate = mate
    }

    /// The same without a parent that has no share in the results.
    var reduced: VariationPlan {
        guard let mate, mate.weight <= 0 || mate.weight >= 1 else { return self }
        var plan = self
        if mate.weight >= 1 { plan.source = mate.picture }
        plan.mate = nil
        return plan
    }
}
