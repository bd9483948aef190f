internal import RiffleImage

/// Mist that thickens with distance and leaves the subject clear.
struct Mist: Painter {
    let manner = Manner("mist", .light, "in drifting mist that thickens with distance")

    func refusal(of study: PictureStudy) -> String? {
        if let reason = Scene.daylightRefusal(of: study) { return reason }
        let scene = study[Scene.self]
        if !scene.isOutdoors { return "it shows no view into the distance" }
        return scene.mayShowPerson ? "a face may be in it" : nil
    }

    func schemes(of study: PictureStudy) -> Int { Mist.airs.count }

    /// The colour of the air below and above: silver, peach, blue.
    private static let airs: [(below: SIMD4<Float>, above: SIMD4<Float>)] = [
        (SIMD4(0.74, 0.76, 0.78, 0), SIMD4(0.88, 0.87, 0.84, 0)),
        (SIMD4(0.86, 0.69, 0.54, 0), SIMD4(1.00, 0.84, 0.62, 0)),
        (SIMD4(0.46, 0.59, 0.76, 0), SIMD4(0.64, 0.75, 0.88, 0)),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let source = study[LinearSource.self].canvas
        let (width, height) = (source.width, source.height)
        let (depth, importance) = (study[Depth.self].plane, study.importance)
        let air = Mist.airs[job.scheme % Mist.airs.count]
        let drifts = Plane.noise(
            width: width, height: max(1, height / 3), scale: 22 * unit, seed: job.seed,
            stream: NoiseStream.weather.rawValue, crew: crew)
        let raw = Plane(width: width, height: height, crew: crew) { x, y in
            let i = y * width + x
            let v = Float(y) / Float(height)
            let near =
                Portable.smoothstep(0.25, 0.75, importance.values[i]) * (0.35 + 0.65 * Portable.smoothstep(0.2, 0.8, v))
            let far = min(max((depth.values[i] - 0.22) / 0.78, 0), 1) * (1 - 0.62 * near)
            let drift = drifts.sample(Float(x), Float(y) / 3)
            return min(max(far * (1 + 0.2 * drift * Portable.smoothstep(0.1, 0.5, far)), 0), 1.2)
        }
        if job.halted() { return nil }
        let distance = raw.guided(by: study.solid.l, radius: max(1, Int(10 * unit)), epsilon: 4e-3, crew: crew)
        if job.halted() { return nil }
        let soft = source.blurred(2.2 * unit, crew: crew)
        let density = job.between(1, 1.55, 2.1)
        return Relighting(study: study, job: job, glow: (0.9, 0.2)).picture { _, y, i, color in
            let v = Float(y) / Float(height)
            let clear = Portable.exp(-density * Portable.pow(min(max(distance.values[i], 0), 1.3), 1.25))
            let blur = Portable.smoothstep(0.35, 0.9, 1 - clear)
            let seen = color * (1 - blur) + soft.pixels[i] * blur
            let pale = seen.w + (seen - seen.w) * (0.72 + 0.28 * clear)
            return pale * (0.95 * clear) + (air.below * v + air.above * (1 - v)) * (0.8 * (1 - clear))
        }
    }
}
