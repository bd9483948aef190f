/// What makes one picture of a plan: all that follows from its seed before anything is drawn.
struct SeededParameters: Equatable {
    let seed: UInt64
    var framing: Reframing
    var lean: Lean
    /// Nil: the source's own.
    var light: Light?
    /// Nil: there is one parent.
    var crossing: Crossing?
    /// Whether the picture is framed and lit, and re-arranged nowhere.
    var keepsWhole = false

    /// - Parameters:
    ///   - strength: 0…1.
    ///   - margins: of the source, see `Reframing`.
    ///   - hasDetail: whether the source is larger than the result.
    init(seed: UInt64, strength: Double, kind: SourceKind, margins: Margins, hasDetail: Bool) {
        self.seed = seed
        framing = SeededParameters.framing(
            seed: seed, strength: strength, kind: kind, margins: margins, hasDetail: hasDetail)
        let amount = min(strength * 2, 1)
        lean = kind.isStructured ? .none : Lean(seed: seed, down: Float(0.06 * amount), right: Float(0.3 * amount))
        var noise = CounterNoise(seed: seed, .recipe)
        keepsWhole = noise.unit() < SeededParameters.wholeShare(strength: strength, kind: kind)
        // From the other end than what comes nearer: while there are few of either, a picture changes in one way.
        if 1 - PictureSeed.place(of: seed)
            <= SeededParameters.litShare(strength: strength, kind: kind, isWhole: keepsWhole)
        {
            light = Light(seed: seed, amount: 0.35 + 0.55 * strength, isGray: kind.isGray, isFlat: kind.isFlat)
        }
    }

    private static func framing(
        seed: UInt64, strength: Double, kind: SourceKind, margins: Margins, hasDetail: Bool
    ) -> Reframing {
        if !kind.isStructured { return .flipped(seed: seed, strength: strength, kind: kind) }
        if let cutout = kind.cutout { return .moved(cutout, seed: seed, strength: strength) }
        return Reframing(seed: seed, strength: strength, kind: kind, margins: margins, hasDetail: hasDetail)
    }

    /// Share of pictures that are re-arranged nowhere: drawings and screenshots are moved and lit, but taken apart only when
    /// much freedom is asked for, and what stands alone on clear ground hardly ever.
    private static func wholeShare(strength: Double, kind: SourceKind) -> Double {
        if !kind.isStructured { return 0 }
        if kind.isScreen || kind.cutout != nil { return strength < 0.95 ? 1 : 0 }
        if kind.isFlat { return strength < 0.7 ? 1 : 0 }
        return min(0.5, 2 * (1 - strength))
    }

    /// Share of pictures that are put in another light: most drawings that are only moved, few structured ones up to medium.
    private static func litShare(strength: Double, kind: SourceKind, isWhole: Bool) -> Double {
        (isWhole && kind.isFlat ? 0.7 : kind.isStructured ? 0.08 : 0) + max(0, strength - 0.5)
    }

    /// What two parents make: their own layout in their own light, each in its part.
    /// - Parameter weight: 0…1, how much of it is the mate's.
    init(seed: UInt64, weight: Double) {
        self.seed = seed
        framing = .none
        lean = .none
        crossing = Crossing(seed: seed, weight: weight)
    }
}
