/// Where a picture prefers to take its patches from: shares of the side that the source is shifted by, positive to take from
/// below and from the right.
///
/// Priors and pulls are measured from the leant place, so that pictures of one request differ in where things stand and not
/// only in detail.
struct Lean: Equatable {
    var down: Float
    var right: Float

    static let none = Lean(down: 0, right: 0)

    /// Draws a lean of at most the given shares each way.
    init(seed: UInt64, down: Float, right: Float) {
        var noise = CounterNoise(seed: seed, Lean.key)
        func unit() -> Float { Float(noise.below(1 << 20)) / Float(1 << 19) - 1 }
        self.down = down * unit()
        self.right = right * unit()
    }

    init(down: Float, right: Float) {
        self.down = down
        self.right = right
    }

    /// Keeps the stream apart from those of levels, whose keys are sides, and of framings.
    private static let key = -3
}
