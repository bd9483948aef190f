internal import RiffleImage

/// A picture in the colours of another.
struct Recolored {
    /// How its colours were brought to the other's.
    struct Way {
        /// 1: all to all. 3: by regions, the sky's to the sky's, as it were.
        var regions = 1
        /// Share of the way that colours go, and that lightness does of that; 0…1.
        var amount: Float
        var lightness: Float = 0.45
        /// Whether the change is smoothed within even parts; not where few exact colours have to stay few.
        var isSmoothed = true
        var seed: UInt64 = 0
        /// Which pixels of the picture count, and change; all where nil.
        var subject: Plane?
    }

    let lab: LabPicture

    /// Longest side at which the change is worked out; it is smooth.
    private static let side = 1024

    init(_ picture: LabPicture, after other: LabPicture, _ way: Way, crew: Crew) {
        let scale = min(1, Float(Recolored.side) / Float(max(picture.width, picture.height)))
        let small = scale < 1 ? picture.resized(scale) : picture
        let subject = way.subject.map { $0.resized(width: small.width, height: small.height) }
        let fields: [(own: Plane, other: Plane)]
        if way.regions > 1 {
            let (own, others) = (
                ColorFields(small, count: way.regions, seed: way.seed),
                ColorFields(other, count: way.regions, seed: way.seed)
            )
            fields = own.paired(with: others)
        } else {
            fields = [
                (
                    subject ?? Plane(width: small.width, height: small.height, fill: 1),
                    Plane(width: other.width, height: other.height, fill: 1)
                )
            ]
        }
        let changes = (0..<3).map { _ in Plane(width: small.width, height: small.height, fill: 0) }
        let total = Plane(width: small.width, height: small.height, fill: 1e-3)
        for (number, field) in fields.enumerated() {
            let from = small.samples(weight: field.own, seed: way.seed, stream: 2 * number)
            let to = other.samples(weight: field.other, seed: way.seed, stream: 2 * number + 1)
            guard from.count >= 50, to.count >= 50 else { continue }
            let transport = ColorTransport(
                from: from, to: to, lightness: way.lightness, seed: way.seed &+ UInt64(number))
            let weight = way.regions > 1 ? field.own : Plane(width: small.width, height: small.height, fill: 1)
            crew.rows(small.height) { y in
                for i in y * small.width..<(y + 1) * small.width {
                    let share = weight.values[i]
                    if share <= 0 { continue }
                    let move = transport.move(SIMD3(small.l.values[i], small.a.values[i], small.b.values[i]))
                    for c in 0..<3 { changes[c].values[i] += share * move[c] }
                    total.values[i] += share
                }
            }
        }
        let radius = max(2, min(small.width, small.height) / 80)
        let smooth = changes.map { change -> Plane in
            let mean = change.with(total) { $0 / $1 }
            // Where the picture is even the change is too, so that no speckle comes in.
            let even = way.isSmoothed ? mean.guided(by: small.l, radius: radius, epsilon: 2e-3, crew: crew) : mean
            return even.resized(width: picture.width, height: picture.height)
        }
        let result = picture.copy()
        crew.rows(picture.height) { y in
            for i in y * picture.width..<(y + 1) * picture.width {
                let amount = way.amount * (way.subject?.values[i] ?? 1)
                let l = picture.l.values[i] + amount * smooth[0].values[i]
                // Pure white and black stay what they are.
                result.l.values[i] = way.lightness == 0 ? picture.l.values[i] : min(max(l, 0.02), 0.995)
                result.a.values[i] += amount * smooth[1].values[i]
                result.b.values[i] += amount * smooth[2].values[i]
                // A screen shows what is too colourful in another lightness.
                if way.lightness == 0 { result[i] = Gamut.fit(result[i]) }
            }
        }
        lab = result
    }
}

/// A picture's parts by colour and height, with soft borders.
private struct ColorFields {
    /// How much each pixel belongs to each part, 0…1.
    let weights: [Plane]
    /// Mean l, a, b and height of each.
    private let middles: [SIMD4<Float>]

    init(_ picture: LabPicture, count: Int, seed: UInt64) {
        let sigma = 0.02 * Float(picture.width)
        let smooth = [picture.l, picture.a, picture.b].map { $0.blurred(sigma) }
        let (width, height) = (picture.width, picture.height)
        @Sendable func feature(_ x: Int, _ y: Int) -> SIMD4<Float> {
            SIMD4(
                1.2 * smooth[0][x, y], 2.5 * smooth[1][x, y], 2.5 * smooth[2][x, y], 0.55 * Float(y) / Float(height))
        }
        let step = max(1, width * height / 4000) | 1
        let samples = stride(from: 0, to: width * height, by: step).map { feature($0 % width, $0 / width) }
        var noise = CounterNoise(seed: seed, .transport, -1)
        var centers = [samples[noise.below(samples.count)]]
        @Sendable func distance(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float { ((a - b) * (a - b)).sum() }
        // The farthest from all so far is the next: layers are what is sought.
        while centers.count < count {
            centers.append(
                samples.max { a, b in
                    centers.map { distance(a, $0) }.min()! < centers.map { distance(b, $0) }.min()!
                }!)
        }
        for _ in 0..<20 {
            var sums = [SIMD8<Float>](repeating: .zero, count: count)
            for sample in samples {
                let nearest = centers.indices.min { distance(sample, centers[$0]) < distance(sample, centers[$1]) }!
                sums[nearest] += SIMD8(lowHalf: sample, highHalf: SIMD4(1, 0, 0, 0))
            }
            for k in 0..<count where sums[k][4] > 0 { centers[k] = sums[k].lowHalf / sums[k][4] }
        }
        let middles = centers
        let raw = (0..<count).map { k in
            Plane(width: width, height: height) { x, y in
                let here = feature(x, y)
                let weights = middles.map { Portable.exp(-distance(here, $0) / 0.02) }
                return weights[k] / (weights.reduce(0, +) + 1e-9)
            }
        }
        weights = raw.map { $0.blurred(0.015 * Float(width)) }
        self.middles = middles
    }

    /// This picture's parts with those of another that they answer to best.
    func paired(with other: ColorFields) -> [(own: Plane, other: Plane)] {
        let (own, others) = (ColorFields.standardized(middles), ColorFields.standardized(other.middles))
        let worth = SIMD4<Float>(1.3, 0.5, 0.5, 0.9)
        func cost(_ order: [Int]) -> Float {
            zip(own, order).reduce(0) { sum, pair in
                let d = (pair.0 - others[pair.1]) * worth
                return sum + (d * d).sum()
            }
        }
        let best = ColorFields.orders(others.count).min { cost($0) < cost($1) }!
        return zip(weights, best).map { ($0, other.weights[$1]) }
    }

    private static func standardized(_ values: [SIMD4<Float>]) -> [SIMD4<Float>] {
        let n = Float(values.count)
        let mean = values.reduce(SIMD4<Float>.zero, +) / n
        let spread = values.reduce(SIMD4<Float>.zero) { $0 + ($1 - mean) * ($1 - mean) } / n
        return values.map { ($0 - mean) / (spread.squareRoot() + SIMD4(repeating: 0.02)) }
    }

    private static func orders(_ count: Int) -> [[Int]] {
        if count == 0 { return [[]] }
        return orders(count - 1).flatMap { order in
            (0...order.count).map { place in
                var longer = order
                longer.insert(count - 1, at: place)
                return longer
            }
        }
    }
}

extension LabPicture {
    /// At most 4000 colours, drawn by weight among what is opaque.
    func samples(weight: Plane, seed: UInt64, stream: Int) -> [SIMD3<Float>] {
        var samples: [SIMD3<Float>] = []
        var noise = CounterNoise(seed: seed, .transport, -2 - stream)
        for _ in 0..<40_000 where samples.count < 4000 {
            let i = noise.below(width * height)
            let drawn = Float(noise.below(4096)) / 4096
            if alpha.values[i] > 0.5, drawn < weight.values[i] {
                samples.append(SIMD3(l.values[i], a.values[i], b.values[i]))
            }
        }
        return samples
    }
}
