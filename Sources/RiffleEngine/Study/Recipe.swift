/// What makes one picture of a plan: all that follows from its seed before anything is drawn.
struct Recipe: Equatable {
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
        let amount = min(strength * 2, 1)
        if let cutout = kind.cutout, kind.isStructured {
            framing = .moved(cutout, seed: seed, strength: strength)
        } else if kind.isStructured {
            framing = Reframing(seed: seed, strength: strength, kind: kind, margins: margins, hasDetail: hasDetail)
        } else {
            framing = .flipped(seed: seed, strength: strength, kind: kind)
        }
        lean = kind.isStructured ? .none : Lean(seed: seed, down: Float(0.06 * amount), right: Float(0.3 * amount))
        var noise = CounterNoise(seed: seed, Recipe.key)
        func unit() -> Double { Double(noise.below(1 << 20)) / Double(1 << 20) }
        let wholeDraw = unit()
        keepsWhole = wholeDraw < Recipe.wholeShare(strength: strength, kind: kind)
        let share =
            (keepsWhole && kind.isFlat ? 0.7 : kind.isStructured ? Recipe.litShare : 0) + max(0, strength - 0.5)
        // From the other end than what comes nearer: while there are few of either, a picture changes in one way.
        if 1 - PictureSeed.place(of: seed) <= share {
            light = Light(seed: seed, amount: 0.35 + 0.55 * strength, isGray: kind.isGray, isFlat: kind.isFlat)
        }
    }

    /// Share of pictures that are re-arranged nowhere: drawings and screenshots are moved and lit, but taken apart only when
    /// much freedom is asked for, and what stands alone on clear ground hardly ever.
    private static func wholeShare(strength: Double, kind: SourceKind) -> Double {
        if !kind.isStructured { return 0 }
        if kind.isScreen || kind.cutout != nil { return strength < 0.95 ? 1 : 0 }
        if kind.isFlat { return strength < 0.7 ? 1 : 0 }
        return min(0.5, 2 * (1 - strength))
    }

    /// Share of structured pictures that are put in another light up to medium.
    private static let litShare = 0.08

    /// What two parents make: their own layout in their own light, each in its part.
    /// - Parameter weight: 0…1, how much of it is the mate's.
    init(seed: UInt64, weight: Double) {
        self.seed = seed
        framing = .none
        lean = .none
        crossing = Crossing(seed: seed, weight: weight)
    }

    /// Keeps the stream apart from those of levels, whose keys are sides.
    private static let key = -7
}
