internal import RiffleImage

/// A screen of round dots that grow with the amount of ink.
struct Halftone: Sendable {
    /// From dot to dot in pixels.
    let cell: Float
    /// Degrees.
    let angle: Float

    /// For each place of a cell the amount below which it stays bare, 0…1, spread so that the inked share is the amount.
    private static let thresholds: [Float] = {
        let heights = (0..<size * size).map { i -> Float in
            func wave(_ k: Int) -> Float { Portable.sinCos((Float(k) + 0.5) / Float(size) * 6.283_185_3).cos }
            return wave(i % size) + wave(i / size)
        }
        let order = heights.indices.sorted { (heights[$0], $0) > (heights[$1], $1) }
        var thresholds = [Float](repeating: 0, count: size * size)
        for (rank, index) in order.enumerated() { thresholds[index] = (Float(rank) + 0.5) / Float(size * size) }
        return thresholds
    }()
    /// A power of two.
    private static let size = 64
    /// Points along each side of a pixel that are looked at.
    private static let parts = 3

    /// Ink 0…1 in each pixel for amounts 0…1.
    func printed(_ amounts: Plane, crew: Crew) -> Plane {
        let result = Plane(width: amounts.width, height: amounts.height)
        let (sin, cos) = Portable.sinCos(angle * 0.017_453_292_5)
        let (stepX, stepY) = (cos / cell * Float(Halftone.size), sin / cell * Float(Halftone.size))
        let softness = cell * 1.6
        let parts = Halftone.parts
        let offsets = (0..<parts).map { (Float($0) + 0.5) / Float(parts) }
        crew.rows(amounts.height) { y in
            let (row, out) = (amounts.row(y), result.row(y))
            if crew.halted() { return out.update(repeating: 0, count: amounts.width) }
            Halftone.thresholds.withUnsafeBufferPointer { thresholds in
                for x in 0..<amounts.width {
                    let amount = row[x]
                    if amount < 0.02 {
                        out[x] = 0
                        continue
                    }
                    var sum: Float = 0
                    for j in 0..<parts {
                        let py = Float(y) + offsets[j]
                        for i in 0..<parts {
                            let px = Float(x) + offsets[i]
                            let u = Int(Portable.floor(px * stepX + py * stepY)) & (Halftone.size - 1)
                            let v = Int(Portable.floor(py * stepX - px * stepY)) & (Halftone.size - 1)
                            let above = amount - thresholds[v * Halftone.size + u]
                            sum += min(max(above * softness + 0.5, 0), 1)
                        }
                    }
                    out[x] = sum / Float(parts * parts)
                }
            }
        }
        return result
    }
}
