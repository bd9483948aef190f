/// The grain of paper, in output pixels: a tile that repeats unnoticeably.
struct Paper: Sendable {
    enum Kind: Int, Sendable {
        /// For pencil and chalk.
        case soft
        /// Cold-pressed, for water.
        case rough
        /// With the lines of the mould, for engravings.
        case laid
        /// For prints.
        case fine
    }

    private let tile: Plane
    private let offset: (x: Int, y: Int)
    /// Pixels of the picture to a pixel of the tile.
    private let scale: Float

    /// - Parameter unit: `PictureStudy.unit`; the grain of large pictures is coarser.
    init(_ kind: Kind, unit: Float, seed: UInt64) {
        tile = Paper.tiles[kind.rawValue]
        var noise = CounterNoise(seed: seed, .paper)
        offset = (noise.below(Paper.side), noise.below(Paper.side))
        scale = max(1, unit)
    }

    /// Height of the grain: mean 0, deviation 1.
    @inline(__always)
    subscript(x: Int, y: Int) -> Float {
        let mask = Paper.side - 1
        if scale == 1 { return tile.values[((y + offset.y) & mask) * Paper.side + ((x + offset.x) & mask)] }
        let (px, py) = (Float(x) / scale, Float(y) / scale)
        let (left, top) = (Int(px), Int(py))
        let (fx, fy) = (px - Float(left), py - Float(top))
        let (x0, x1) = ((left + offset.x) & mask, (left + offset.x + 1) & mask)
        let upper = tile.values + ((top + offset.y) & mask) * Paper.side
        let lower = tile.values + ((top + offset.y + 1) & mask) * Paper.side
        return (upper[x0] * (1 - fx) + upper[x1] * fx) * (1 - fy) + (lower[x0] * (1 - fx) + lower[x1] * fx) * fy
    }

    /// A power of two.
    private static let side = 512

    private static let tiles: [Plane] = [Kind.soft, .rough, .laid, .fine].map { kind in
        func noise(_ scale: Float, _ stream: Int) -> Plane { waves(scale, stream: 8 * kind.rawValue + stream) }
        let plane: Plane
        switch kind {
        case .soft: plane = noise(0.75, 0) * 0.75 + noise(1.5, 1) * 0.5 + noise(5, 2) * 0.12
        case .rough: plane = noise(1.1, 0) * 0.6 + noise(2.6, 1) * 0.6 + noise(6, 2) * 0.25
        case .fine: plane = noise(0.8, 0) * 0.8 + noise(2, 1) * 0.4
        case .laid:
            let (bend, grain) = (noise(20, 0), noise(0.9, 1))
            // 165 whole lines on the tile's height: 3.1 pixels each.
            plane = Plane(like: grain) { x, y in
                0.5 * Portable.sinCos(Float(y) * 165 * 6.283_185_3 / Float(side) + 0.4 * bend[x, y]).sin
                    + 0.5 * grain[x, y]
            }
        }
        let (mean, deviation) = (plane.mean, plane.deviation)
        return plane.map { ($0 - mean) / deviation }
    }

    /// Noise that continues from each edge of the tile to the opposite one; mean 0, deviation 1.
    private static func waves(_ scale: Float, stream: Int) -> Plane {
        let margin = Int(4 * scale) + 2
        let wide = Plane(width: side + 2 * margin, height: side + 2 * margin)
        for y in 0..<wide.height {
            var noise = CounterNoise(seed: 0, .paper, stream, (y + side - margin) % side)
            let row = wide.row(y)
            for x in 0..<side { row[x + margin] = noise.normal() }
            for x in 0..<margin {
                row[x] = row[x + side]
                row[x + side + margin] = row[x + margin]
            }
        }
        let smooth = wide.blurred(scale)
        let tile = Plane(width: side, height: side) { x, y in smooth[x + margin, y + margin] }
        let deviation = tile.deviation
        return tile.map { $0 / deviation }
    }
}
