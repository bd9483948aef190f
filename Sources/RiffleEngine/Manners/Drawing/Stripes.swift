internal import RiffleImage

/// Evenly spaced stripes that follow strokes, join and end as a hand's do: grown from noise by sharpening it across the
/// strokes and smoothing it along them in turn.
///
/// Source: after the reaction and diffusion of Witkin, Kass, SIGGRAPH 1991.
enum Stripes {
    /// Values -1…1 for each pixel; the middle of a stripe is 1, the middle between two is -1.
    ///
    /// - Parameters:
    ///   - field: the directions, at any size of the same shape.
    ///   - width: of the result in pixels, as `height`.
    ///   - pitch: from stripe to stripe in pixels of the result, at least 2.5.
    ///   - rounds: 4 leaves many ends, 7 few.
    static func grown(
        _ field: StrokeField, width: Int, height: Int, pitch: Float, seed: UInt64, stream: Int, rounds: Int = 5,
        crew: Crew = .alone, halted: () -> Bool = { false }
    ) -> Plane {
        // Stripes are smooth: they grow on a grid just fine enough for them.
        let scale = min(1, gridPitch / pitch)
        let (columns, rows) = (
            max(1, Int((Float(width) * scale).rounded())), max(1, Int((Float(height) * scale).rounded()))
        )
        let pitch = pitch * scale
        let field = field.resized(width: columns, height: rows)
        var stripes = Plane(width: columns, height: rows)
        let noise = stripes
        crew.rows(rows) { y in
            var numbers = CounterNoise(seed: seed, stream, y)
            let row = noise.row(y)
            for x in 0..<columns { row[x] = numbers.normal() }
        }
        stripes = noise.blurred(pitch / 5, crew: crew)
        for _ in 0..<rounds {
            if halted() { break }
            let sharp = stripes.contrast(across: field, sigma: pitch / 5.2, ratio: 1.7, crew: crew)
            let long = sharp.smoothed(along: field, sigma: 0.9 * pitch, reach: 1.6 * pitch, crew: crew)
            let scale = 1.1 / (long.deviation + 1e-6)
            stripes = Plane(like: long, crew: crew) { x, y in Portable.tanh(long[x, y] * scale) }
        }
        let result = stripes.enlarged(width: width, height: height, crew: crew)
        let ends = result.percentiles(0.2, 99.8)
        let largest = max(-ends[0], ends[1], 1e-6)
        return result.map { min(max($0 / largest, -1), 1) }
    }

    private static let gridPitch: Float = 3.2
}

extension Plane {
    /// Enlarged without corners: quadratic between pixels, which also smooths a little.
    func enlarged(width newWidth: Int, height newHeight: Int, crew: Crew = .alone) -> Plane {
        if newWidth == width, newHeight == height { return self }
        let (width, height) = (width, height)
        let result = Plane(width: newWidth, height: newHeight)
        @Sendable func place(_ i: Int, _ scale: Float, _ count: Int) -> (Int, Int, Int, Float, Float, Float) {
            let at = min(max((Float(i) + 0.5) * scale - 0.5, 0), Float(count - 1))
            let middle = at.rounded()
            let t = at - middle
            let m = Int(middle)
            return (
                max(m - 1, 0), m, min(m + 1, count - 1), 0.5 * (0.5 - t) * (0.5 - t), 0.75 - t * t,
                0.5 * (0.5 + t) * (0.5 + t)
            )
        }
        let (kx, ky) = (Float(width) / Float(newWidth), Float(height) / Float(newHeight))
        let columns = (0..<newWidth).map { place($0, kx, width) }
        crew.rows(newHeight) { y in
            let (up, mid, down, u, m, d) = place(y, ky, height)
            let (above, row, below) = (self.row(up), self.row(mid), self.row(down))
            withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { line in
                for x in 0..<width { line[x] = u * above[x] + m * row[x] + d * below[x] }
                let out = result.row(y)
                columns.withUnsafeBufferPointer { columns in
                    for x in 0..<newWidth {
                        let c = columns[x]
                        out[x] = c.3 * line[c.0] + c.4 * line[c.1] + c.5 * line[c.2]
                    }
                }
            }
        }
        return result
    }
}
