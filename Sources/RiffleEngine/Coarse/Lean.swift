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
        var noise = CounterNoise(seed: seed, .lean)
        self.down = down * Float(noise.signedUnit())
        self.right = right * Float(noise.signedUnit())
    }

    init(down: Float, right: Float) {
        self.down = down
        self.right = right
    }
}
