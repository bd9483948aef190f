public import RiffleImage

/// What is to be made of which picture.
public struct VariationPlan: Sendable {
    /// A picture of any size. Where its shape is not that of the results, it is cut around its middle.
    public var source: Bitmap
    /// How many variations, at least 1.
    public var count: Int
    /// Size of each result in pixels, 1…8192 each.
    public var width: Int
    public var height: Int
    /// 0…1, see `Strength`; values outside count as the nearest end.
    public var strength: Double
    /// Picks the results: the same plan with the same seed gives the same bytes.
    public var seed: UInt64
    /// The manners of the pictures, in turn. Empty: the engine chooses by the picture's kind.
    public var manners: [Manner]
    /// What the source is, where that is known better than its pixels tell; nil: the engine judges.
    public var kind: PictureKind?
    /// As large as the source and opaque where its subject is; nil: the engine looks for it.
    public var subject: Bitmap?
    /// Another parent: the results are then bred of both. Nil: of the source alone.
    public var mate: Mate?

    /// The other parent of pictures that two are bred for.
    public struct Mate: Sendable {
        /// A picture of any size.
        public var picture: Bitmap
        /// Share of each result that is the mate's, 0…1; values outside count as the nearest end. At 0 a plan does what it
        /// would without the mate, at 1 what it would with the mate for its source.
        public var weight: Double

        public init(picture: Bitmap, weight: Double) {
            self.picture = picture
            self.weight = weight
        }
    }

    public init(
        source: Bitmap, count: Int, width: Int, height: Int, strength: Double, seed: UInt64, manners: [Manner] = [],
        kind: PictureKind? = nil, subject: Bitmap? = nil, mate: Mate? = nil
    ) {
        self.source = source
        self.count = count
        self.width = width
        self.height = height
        self.strength = strength
        self.seed = seed
        self.manners = manners
        self.kind = kind
        self.subject = subject
        self.mate = mate
    }

    /// Square results with sides of `side` pixels.
    public init(
        source: Bitmap, count: Int, side: Int, strength: Double, seed: UInt64, manners: [Manner] = [],
        mate: Mate? = nil
    ) {
        self.init(
            source: source, count: count, width: side, height: side, strength: strength, seed: seed, manners: manners,
            mate: mate)
    }

    /// The same without a parent that has no share in the results.
    var reduced: VariationPlan {
        guard let mate, mate.weight <= 0 || mate.weight >= 1 else { return self }
        var plan = self
        if mate.weight >= 1 {
            plan.source = mate.picture
            (plan.kind, plan.subject) = (nil, nil)
        }
        plan.mate = nil
        return plan
    }

    /// The job of making pictures of this plan from patches.
    func patchJob(_ treatment: SourceKind.Treatment?, count: Int, seed: UInt64) -> PatchRun.Job {
        PatchRun.Job(
            source: source.cut(toShapeOf: width, height),
            mate: mate.map { Mate(picture: $0.picture.cut(toShapeOf: width, height), weight: $0.weight) },
            width: width, height: height, count: count, strength: strength, seed: seed, treatment: treatment)
    }
}
