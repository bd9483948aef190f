internal import RiffleImage

/// Leaves turned to autumn's colours, each tree to its own; meadows only dry.
struct Autumn: Painter {
    let manner = Manner("autumn", .light, "leaves turned to autumn's colors")

    func refusal(of study: PictureStudy) -> String? {
        if let reason = Scene.refusal(of: study) { return reason }
        let scene = study[Scene.self]
        return scene.foliage <= 0.06 ? "it shows hardly any leaves" : scene.isDark ? "it is already dark" : nil
    }

    /// Grass dries to one colour.
    func schemes(of study: PictureStudy) -> Int { study[Foliage.self].lowShare > 0.45 ? 1 : Autumn.hues.count }

    /// Hues in degrees that leaves turn to: all of them, crimson, gold.
    private static let hues: [[Float]] = [[38, 58, 78, 96], [22, 34, 52, 70], [64, 76, 88, 100]]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let unit = study.unit
        let (lab, foliage) = (study.solid, study[Foliage.self])
        let (width, height) = (lab.width, lab.height)
        let hues = Autumn.hues[job.scheme % Autumn.hues.count]
        func noise(_ scale: Float, _ number: Int) -> Plane {
            .noise(
                width: width, height: height, scale: scale * unit, seed: job.seed,
                stream: NoiseStream.weather.rawValue + number, crew: job.crew)
        }
        let (trees, leaves) = (noise(26, 0), noise(8, 1))
        let around = lab.l.blurred(30 * unit, crew: job.crew)
        let meadow: Float = foliage.lowShare > 0.45 ? 1 : 0.3
        let share = job.between(0.65, 1, 1)
        let more = job.between(1, 1, 1.15)
        if job.halted() { return nil }
        return Relighting(study: study, job: job, glow: (0.85, 0.2)).picture { x, y, i, color in
            let leaf = foliage.plane.values[i] * share
            let tint = SIMD4<Float>(1 + 0.07 * share, 1, 1 - 0.10 * share, 0)
            if leaf < 0.003 { return color * tint }
            let own = lab[i]
            let grass = Portable.smoothstep(0.45, 0.7, Float(y) / Float(height)) * meadow
            let place =
                0.5 + 0.33
                * (0.7 * trees.values[i] + 0.5 * leaves.values[i] + 3.6 * (own.l - around.values[i]))
            let hue = Autumn.between(hues, min(max(place, 0), 1))
            let chroma = min((own.chroma * 1.05 + 0.035) * more, 0.17) * Portable.smoothstep(0.1, 0.3, own.l)
            let turned = Lab(
                l: min(own.l + 0.05 * Portable.smoothstep(0.2, 0.5, own.l), 1), chroma: chroma, hue: hue)
            let (a, b) = (leaf * (1 - grass), leaf * grass * 0.8)
            let dry = (a: 0.012 * leaf, b: min(max(own.b * 0.95, 0.05), 0.13))
            let light = Lab(
                own.l + (turned.l - own.l) * a, own.a * (1 - a - b) + turned.a * a + dry.a * b,
                own.b * (1 - a - b) + turned.b * a + dry.b * b
            ).linear
            return SIMD4(light.r, light.g, light.b, 0) * tint
        }
    }

    /// A value among evenly spaced ones at a place 0…1.
    private static func between(_ values: [Float], _ place: Float) -> Float {
        let at = place * Float(values.count - 1)
        let low = min(Int(at), values.count - 2)
        return values[low] + (values[low + 1] - values[low]) * (at - Float(low))
    }
}
