/// What makes one picture of a plan: all that follows from its seed before anything is drawn.
struct Recipe: Equatable {
    let seed: UInt64
    var framing: Reframing
    var lean: Lean
    /// Nil: the source's own.
    var light: Light?
    /// Nil: there is one parent.
    var crossing: Crossing?

    /// - Parameters:
    ///   - strength: 0…1.
    ///   - margins: of the source, see `Reframing`.
    init(seed: UInt64, strength: Double, kind: SourceKind, margins: Margins) {
        self.seed = seed
        let amount = min(strength * 2, 1)
        framing =
            kind.isStructured
            ? Reframing(seed: seed, strength: strength, kind: kind, margins: margins)
            : Reframing.flipped(seed: seed, strength: strength, kind: kind)
        lean = kind.isStructured ? .none : Lean(seed: seed, down: Float(0.06 * amount), right: Float(0.3 * amount))
        var noise = CounterNoise(seed: seed, Recipe.key)
        let draw = Double(noise.below(1 << 20)) / Double(1 << 20)
        let share = (framing.isResampled ? 0.5 : kind.isStructured ? 0.03 : 0) + max(0, strength - 0.5)
        if draw < share, !kind.isScreen {
            light = Light(seed: seed, amount: 0.4 + 0.6 * strength, isGray: kind.isGray, isFlat: kind.isFlat)
        }
    }

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
