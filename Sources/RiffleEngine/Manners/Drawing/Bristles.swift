/// How the hairs of a brush differ: -1…1 for each hair and place along the mark, a tile that repeats.
struct Bristles: Sendable {
    /// Both sides; a power of two.
    static let side = 256
    let table: Plane

    /// - Parameters:
    ///   - length: over which a hair stays alike.
    ///   - width: of a hair.
    init(length: Float, width: Float) {
        let side = Bristles.side
        let margin = 3 * Int(length) + 3
        let wide = Plane(width: side + 2 * margin, height: side)
        for y in 0..<side {
            var noise = CounterNoise(seed: 0, .bristles, y)
            let row = wide.row(y)
            for x in 0..<side { row[margin + x] = noise.normal() }
            for x in 0..<margin {
                row[x] = row[side + x]
                row[margin + side + x] = row[margin + x]
            }
        }
        // Along the mark a Gaussian, across it three weights.
        let kernel = (-margin...margin).map { Portable.exp(-0.5 * Float($0 * $0) / (length * length)) }
        let along = Plane(width: side, height: side) { x, y in
            var sum: Float = 0
            for (k, weight) in kernel.enumerated() { sum += weight * wide[x + k, y] }
            return sum
        }
        let share = min(width * width / 2, 1 / 3)
        let smooth = Plane(width: side, height: side) { x, y in
            (1 - 2 * share) * along[x, y]
                + share * (along[x, (y + 1) & (side - 1)] + along[x, (y + side - 1) & (side - 1)])
        }
        let scale = 0.8 / smooth.deviation
        table = smooth.map { Portable.tanh($0 * scale) }
    }

    static let stiff = Bristles(length: 14, width: 0.8)
    static let flat = Bristles(length: 22, width: 1.1)
    static let chalk = Bristles(length: 8, width: 0.7)
    static let lead = Bristles(length: 10, width: 0.6)
}
