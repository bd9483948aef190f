/// A preferred shift of the source, as shares of the side: positive values take patches from further down and from the
/// right.
///
/// Priors and pulls are measured from the shifted position, so that the pictures of a request differ in composition and
/// not only in detail.
struct Lean: Equatable {
    var down: Float
    var right: Float

    static let none = Lean(down: 0, right: 0)

    /// Draws a random shift of at most the given shares in each direction.
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
