/// Colours that stand for those of a picture: k-means in OKLab.
struct ColorClusters: Sendable {
    /// Largest share first.
    private(set) var colors: [Lab]
    /// Share of the sampled pixels that each stands for.
    private(set) var shares: [Float]

    /// - Parameters:
    ///   - samples: at least one.
    ///   - count: at least 1; fewer come out where there are fewer colours.
    /// Source: Arthur, Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
    init(of samples: [Lab], count: Int, seed: UInt64, rounds: Int = 12) {
        var noise = CounterNoise(seed: seed, .clusters)
        var centers = [samples[noise.below(samples.count)]]
        var distances = samples.map { $0.squaredDistance(to: centers[0]) }
        while centers.count < count {
            let total = distances.reduce(0.0) { $0 + Double($1) }
            if total <= 1e-9 { break }
            var rest = Double(noise.below(1 << 24)) / Double(1 << 24) * total
            let chosen = distances.firstIndex { distance in
                rest -= Double(distance)
                return rest < 0
            }
            let center = samples[chosen ?? samples.count - 1]
            centers.append(center)
            for i in samples.indices { distances[i] = min(distances[i], samples[i].squaredDistance(to: center)) }
        }
        var counts = [Int](repeating: 0, count: centers.count)
        for _ in 0..<rounds {
            var sums = [(l: Float, a: Float, b: Float)](repeating: (0, 0, 0), count: centers.count)
            counts = [Int](repeating: 0, count: centers.count)
            for sample in samples {
                let nearest = ColorClusters.nearest(to: sample, in: centers)
                sums[nearest].l += sample.l
                sums[nearest].a += sample.a
                sums[nearest].b += sample.b
                counts[nearest] += 1
            }
            for i in centers.indices where counts[i] > 0 {
                let n = Float(counts[i])
                centers[i] = Lab(sums[i].l / n, sums[i].a / n, sums[i].b / n)
            }
        }
        let order = centers.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $1) > (counts[$1], $0) }
        colors = order.map { centers[$0] }
        shares = order.map { Float(counts[$0]) / Float(samples.count) }
    }

    /// Of at most `limit` pixels of a picture that are mostly opaque and for which `keeps` is true; of one black pixel where
    /// there are none.
    init(
        of picture: LabPicture, count: Int, seed: UInt64, limit: Int = 12_000, keeps: (Int) -> Bool = { _ in true }
    ) {
        let total = picture.width * picture.height
        let step = max(1, total / limit) | 1
        let samples = stride(from: 0, to: total, by: step).compactMap { i in
            picture.alpha.values[i] > 0.5 && keeps(i) ? picture[i] : nil
        }
        self.init(of: samples.isEmpty ? [Lab(0, 0, 0)] : samples, count: count, seed: seed)
    }

    @inline(__always)
    static func nearest(to color: Lab, in colors: [Lab]) -> Int {
        var best = 0
        var least = Float.infinity
        for (i, other) in colors.enumerated() {
            let distance = color.squaredDistance(to: other)
            if distance < least { (best, least) = (i, distance) }
        }
        return best
    }

    func nearest(to color: Lab) -> Int { ColorClusters.nearest(to: color, in: colors) }
}
