internal import RiffleImage

extension Plane {
    /// Smooth noise of mean 0 and deviation 1 whose waves are about `scale` pixels (the deviation of the Gaussian that made
    /// them).
    ///
    /// Depends on the size, the scale, the seed and the stream alone.
    static func noise(
        width: Int, height: Int, scale: Float, seed: UInt64, stream: Int, crew: Crew = .alone
    ) -> Plane {
        if crew.halted() { return Plane(width: width, height: height, fill: 0) }
        let step = max(1, Int(scale / 3))
        let (columns, rows) = (width / step + 8, height / step + 8)
        let coarse = Plane(width: columns, height: rows)
        for y in 0..<rows {
            var noise = CounterNoise(seed: seed, stream, y)
            let row = coarse.row(y)
            for x in 0..<columns { row[x] = noise.normal() }
        }
        let smooth = coarse.blurred(max(scale / Float(step), 0.6), crew: crew)
        let fine = Plane(width: width, height: height, crew: crew) { x, y in
            smooth.sample(Float(x) / Float(step) + 2, Float(y) / Float(step) + 2)
        }
        let (mean, deviation) = (fine.mean, fine.deviation)
        fine.update { value, _ in (value - mean) / (deviation + 1e-6) }
        return fine
    }
}
