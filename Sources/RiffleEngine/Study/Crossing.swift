/// Which parts of a picture of two parents come from which: smooth regions drawn from a seed, as large as the weight says.
///
/// Only a price: along the border between two regions, where it is near nothing, patches choose the better way from one
/// parent to the other.
struct Crossing: Equatable {
    private let taste: Taste
    private let weight: Double

    /// - Parameter weight: 0…1, share of the picture that is the mate's.
    init(seed: UInt64, weight: Double) {
        taste = Taste(seed: seed, stream: .crossing)
        self.weight = weight
    }

    /// Distance from the border, in shares of the range of tastes, at which the wrong parent costs all of the price.
    private static let border: Float = 0.15

    /// 0…1 for each parent, how much of it should be seen: all of one that has half the picture and more.
    var claims: [Float] { [1 - weight, weight].map { Float(min(2 * $0, 1)) } }

    /// 0…1, what a patch of the source, then what one of the mate costs at every anchor of a picture of `side`, row-major.
    /// - Complexity: O(side² log side).
    func prices(side: Int) -> [Float] {
        let anchors = side - Patch.margin
        let tastes = taste.prices(
            (0..<anchors * anchors).map { Cell(row: $0 / anchors, column: $0 % anchors) }, side: side)
        let sorted = tastes.sorted()
        let threshold = sorted[min(Int(weight * Double(sorted.count)), sorted.count - 1)]
        let scale = 1 / max(Crossing.border * (sorted.last! - sorted[0]), 1e-6)
        func price(_ beyond: Float) -> Float { min(max(beyond * scale, 0), 1) }
        return tastes.map { price(threshold - $0) } + tastes.map { price($0 - threshold) }
    }
}
