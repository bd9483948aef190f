/// What may be the subject of a photograph, and how sure that is.
struct SubjectGuess: Sendable {
    /// At the size of the view it was found in.
    var region: Mask
    /// How alike several cuts came out, 0…1.
    let stability: Float
    /// About 0…2; from `throughFrom` on it is right, from `offeredFrom` on it may be.
    let quality: Float
    /// Whether a subject could have this shape and place at all.
    let isPlausible: Bool

    static let throughFrom: Float = 1.65
    static let offeredFrom: Float = 1.4

    /// Good enough to be used unasked.
    var passes: Bool { isPlausible && quality >= SubjectGuess.throughFrom }
    /// Good enough to ask whether it is the subject.
    var isWorthAsking: Bool { isPlausible && quality >= SubjectGuess.offeredFrom }

    /// What most of the cuts of one view agree on; nil where they do not.
    /// - Parameter runs: how many cuts were tried.
    init?(_ cuts: [Mask], runs: Int, view: SubjectView) {
        let found = cuts.filter { $0.share > 0.01 && $0.share < 0.9 }
        guard found.count >= min(3, runs) else { return nil }
        let likeness = found.map { a in found.map { a.likeness(to: $0) } }
        let support = likeness.map { row in
            Float(row.count { $0 > 0.7 }) + row.reduce(0, +) / Float(row.count)
        }
        let medoid = support.indices.max { (support[$0], $1) < (support[$1], $0) }!
        let group = found.indices.filter { likeness[medoid][$0] > 0.7 }.map { found[$0] }
        var votes = [UInt8](repeating: 0, count: view.count)
        for region in group { for i in votes.indices { votes[i] += region.bytes[i] } }
        let majority = Mask(
            width: view.width, height: view.height
        ) { 2 * Int(votes[$0]) > group.count }.cleaned()
        if majority.isEmpty { return nil }
        region = majority
        stability = found.reduce(0) { $0 + $1.likeness(to: majority) } / Float(found.count)
        let signs = SubjectSigns(majority, view: view)
        quality = signs.quality(stability: stability)
        isPlausible = signs.isPlausible
    }
}

/// What tells a well-cut subject from a piece of scenery.
private struct SubjectSigns {
    private let share: Float
    private let parts: Int
    private let sides: Mask.Sides
    private let solidity: Float
    /// Share of the contour that lies on an edge of the picture.
    private let contourOnEdge: Float
    /// Colour step across the contour, of which the weakest fifth is smaller.
    private let contrast: Float
    /// Mean gradient outside against inside: a subject is detailed, its ground calm.
    private let edgeRatio: Float
    /// How far the looks of both sides lie apart, and the shares of each that look rather like the other.
    private let separation: Float
    private let wrongInside: Float
    private let wrongOutside: Float

    init(_ region: Mask, view: SubjectView) {
        share = region.share
        parts = ConnectedParts(region).parts.count
        sides = region.touched
        solidity = region.solidity
        let planes = view.weighted
        let edges = SubjectSigns.gradient(planes.map { $0.blurred(0.7) })
        let rim = region.rim
        let frame = Mask(width: view.width, height: view.height) { x, y in
            x == 0 || y == 0 || x == view.width - 1 || y == view.height - 1
        }
        let contour = rim.subtracting(frame)
        let limit = edges.percentiles(75)[0]
        let onEdge = Mask(edges, above: limit).grown(1)
        contourOnEdge = Float(contour.intersection(onEdge).count) / Float(max(1, contour.count))
        let (far, core) = (region.grown(3).inverted, region.shrunk(2))
        let outside = far.isEmpty ? 99 : SubjectSigns.mean(edges, over: far)
        edgeRatio = outside / ((core.isEmpty ? 0 : SubjectSigns.mean(edges, over: core)) + 1e-3)
        contrast = SubjectSigns.contrast(region, rim: rim, planes: planes)

        if let subject = ColorMixture(of: view.features, in: region, seed: 1),
            let ground = ColorMixture(of: view.features, in: region.inverted, seed: 2)
        {
            let (inside, outside) = (Plane(like: view.l) { _, _ in 0 }, Plane(like: view.l) { _, _ in 0 })
            var labels = [UInt8](repeating: 0, count: view.count)
            subject.explain(view.features, into: inside, labels: &labels)
            ground.explain(view.features, into: outside, labels: &labels)
            var (within, without): ([Float], [Float]) = ([], [])
            for i in 0..<view.count {
                let leaning = inside.values[i] - outside.values[i]
                if region.bytes[i] != 0 { within.append(leaning) } else { without.append(leaning) }
            }
            wrongInside = Float(within.count { $0 < -0.5 }) / Float(within.count)
            wrongOutside = Float(without.count { $0 > 0.5 }) / Float(without.count)
            (within, without) = (within.sorted(), without.sorted())
            separation = (within[within.count / 2] - without[without.count / 2]) / 2
        } else {
            (separation, wrongInside, wrongOutside) = (0, 1, 1)
        }
    }

    /// Never a band of land from side to side, and not several things.
    var isPlausible: Bool {
        parts == 1 && sides.count <= 2 && !(sides.left && sides.right) && share > 0.02 && share < 0.7
    }

    /// The weights were fitted by eye on 52 photographs and drawings and tried on 28 others.
    func quality(stability: Float) -> Float {
        var sum = stability + 0.35 * contourOnEdge + 0.10 * Portable.log(min(max(separation, 0.3), 40))
        sum -= 0.45 * edgeRatio + 0.6 * wrongOutside + 0.3 * wrongInside
        sum += 0.12 * min(contrast, 30) / 30 + 0.25 * solidity
        sum -= 0.15 * Float(parts - 1) + 0.15 * Float(max(0, sides.count - 1))
        return share < 0.02 || share > 0.7 ? sum - 0.6 : sum
    }

    private static func mean(_ plane: Plane, over region: Mask) -> Float {
        var (sum, count): (Float, Float) = (0, 0)
        for i in region.bytes.indices where region.bytes[i] != 0 {
            sum += plane.values[i]
            count += 1
        }
        return sum / max(count, 1)
    }

    /// Length of the colour gradient by Sobel's kernels.
    private static func gradient(_ planes: [Plane]) -> Plane {
        let (width, height) = (planes[0].width, planes[0].height)
        return Plane(like: planes[0]) { x, y in
            let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
            let (top, bottom) = (max(y - 1, 0), min(y + 1, height - 1))
            var sum: Float = 0
            for plane in planes {
                let (above, here, below) = (plane.row(top), plane.row(y), plane.row(bottom))
                let gx = above[right] - above[left] + 2 * (here[right] - here[left]) + below[right] - below[left]
                let gy = below[left] - above[left] + 2 * (below[x] - above[x]) + below[right] - above[right]
                sum += gx * gx + gy * gy
            }
            return 0.25 * sum.squareRoot()
        }
    }

    /// The difference of the mean colours just inside and just outside, along the contour.
    private static func contrast(_ region: Mask, rim: Mask, planes: [Plane]) -> Float {
        let (inside, outside) = (region.shrunk(1.5).plane, region.grown(1.5).inverted.plane)
        let (near, beyond) = (inside.mean(4), outside.mean(4))
        let pairs = planes.map { (($0 * inside).mean(4), ($0 * outside).mean(4)) }
        let least: Float = 4 / 81
        var steps: [Float] = []
        for i in rim.bytes.indices where rim.bytes[i] != 0 && near.values[i] > least && beyond.values[i] > least {
            var sum: Float = 0
            for pair in pairs {
                let d = pair.0.values[i] / near.values[i] - pair.1.values[i] / beyond.values[i]
                sum += d * d
            }
            steps.append(sum.squareRoot())
        }
        return steps.isEmpty ? 0 : steps.sorted()[steps.count / 5]
    }
}
