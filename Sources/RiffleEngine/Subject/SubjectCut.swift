/// Cuts a photograph in subject and ground: what each looks like is learned from a first guess, then both are parted where
/// that costs least, and again.
struct SubjectCut {
    let view: SubjectView
    var seed: UInt64
    /// How dear it is to part neighbours of like colour.
    var smoothness: Float = 10
    /// How much the guess counts beside the looks.
    var trust: Float = 0.8
    var rounds = 4
    /// Pixels that belong to the subject or the ground for certain.
    var certain: Mask?
    var excluded: Mask?

    /// The clip of a pixel's looks: without it one odd colour outvotes the contour.
    private static let clip: Float = 7
    private static let unit: Float = 1024

    /// - Parameter guess: how likely each pixel is the subject's, 0…1.
    /// - Returns: nil where the guess has too little on one side, or when halted.
    func run(_ guess: Plane, halted: () -> Bool) -> Mask? {
        let likely = guess.map { min(max($0, 0.03), 0.97) }
        var region = Mask(likely, above: 0.5)
        guard region.share >= 0.01, region.share <= 0.97 else { return nil }
        let prior = likely.map { trust * (Portable.log($0) - Portable.log(1 - $0)) }
        let (inside, outside) = (Plane(like: guess) { _, _ in 0 }, Plane(like: guess) { _, _ in 0 })
        var labels = (
            inside: [UInt8](repeating: 0, count: view.count), outside: [UInt8](repeating: 0, count: view.count)
        )
        var models: (inside: ColorMixture, outside: ColorMixture)?
        let bonds = view.bonds.map { $0.map { $0 * smoothness * SubjectCut.unit } }
        var grid = GridCut(width: view.width, height: view.height)
        for _ in 0..<rounds {
            if halted() { return nil }
            let ground = region.inverted
            let learned: (ColorMixture?, ColorMixture?) =
                models.map { models in
                    (
                        ColorMixture(
                            of: view.features, in: region, labels: labels.inside, count: models.inside.partCount),
                        ColorMixture(
                            of: view.features, in: ground, labels: labels.outside, count: models.outside.partCount)
                    )
                } ?? (
                    ColorMixture(of: view.features, in: region, seed: seed),
                    ColorMixture(of: view.features, in: ground, seed: seed &+ 3)
                )
            guard let subject = learned.0, let surroundings = learned.1 else { return nil }
            models = (subject, surroundings)
            subject.explain(view.features, into: inside, labels: &labels.inside)
            surroundings.explain(view.features, into: outside, labels: &labels.outside)
            let next = grid.cut { i in
                if let excluded, excluded.bytes[i] != 0 { return -SubjectCut.certainty }
                if let certain, certain.bytes[i] != 0 { return SubjectCut.certainty }
                let looks = min(max(inside.values[i], -30), 20) - min(max(outside.values[i], -30), 20)
                let wish = min(max(looks, -SubjectCut.clip), SubjectCut.clip) + prior.values[i]
                return Int32(wish * SubjectCut.unit)
            } bonds: { pair, i in
                Int32(bonds[pair].values[i])
            }
            let changed = zip(next.bytes, region.bytes).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
            region = next
            if Float(changed) < 0.002 * Float(view.count) { break }
        }
        return region
    }

    private static let certainty: Int32 = 10_000_000
}
