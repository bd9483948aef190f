internal import RiffleImage

/// Ink and water: four washes from pale to black, the pale ones bleeding, under lines of a soft brush.
struct InkWash: Painter {
    let manner = Manner("ink wash", .medium, "brushed in one ink, washed out with water")

    func refusal(of study: PictureStudy) -> String? {
        // Haloes grow around lights in the dark.
        Strokes.refusal(of: study) ?? (study[Scene.self].isDark ? "it is too dark" : nil)
    }

    func schemes(of study: PictureStudy) -> Int { InkWash.inks.count }

    /// Ink and paper: grey, sepia, indigo.
    private static let inks: [(ink: SIMD4<Float>, paper: SIMD4<Float>)] = [
        (SIMD4(0.13, 0.14, 0.17, 0), SIMD4(0.965, 0.95, 0.91, 0)),
        (SIMD4(0.22, 0.13, 0.08, 0), SIMD4(0.97, 0.95, 0.90, 0)),
        (SIMD4(0.07, 0.14, 0.30, 0), SIMD4(0.965, 0.96, 0.94, 0)),
    ]

    /// The tone below which a wash is laid, its density, how far it wanders and how soft it is, in pixels at 512.
    private static let washes: [(below: Float, density: Float, wander: Float, softness: Float)] = [
        (0.82, 0.16, 2.4, 3), (0.62, 0.30, 1.8, 2), (0.42, 0.5, 1.4, 1.2), (0.22, 1, 1, 0.8),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let importance = study.importance
        let (width, height) = (importance.width, importance.height)
        let border = PaperBorder.drawn.plane(for: study, job)
        let tone = study[DrawingTone.self].cleared(job.between(0.4, 0.6, 0.75), importance: importance)
            .with(border) { 1 - (1 - $0) * $1 }
        let even = EdgeKeepingBlur(sigma: job.between(4, 6, 9) * unit, edge: 0.1)(tone, crew: crew)
        let smooth = Plane(like: tone, crew: crew) { x, y in
            let share = 0.5 * Portable.smoothstep(0.4, 0.8, importance[x, y])
            return even[x, y] + (tone[x, y] - even[x, y]) * share
        }
        if job.halted() { return nil }
        let stream = NoiseStream.drawing.rawValue
        let wander = Wander(width: width, height: height, scale: 6 * unit, seed: job.seed, stream: stream, crew: crew)
        let broad = Plane.noise(
            width: width, height: height, scale: 24 * unit, seed: job.seed, stream: stream + 2, crew: crew)
        let middle = Plane.noise(
            width: width, height: height, scale: 6 * unit, seed: job.seed, stream: stream + 3, crew: crew)
        let grain = Paper(.rough, unit: unit, seed: job.seed)
        let density = Plane(width: width, height: height, fill: 0)
        let scheme = InkWash.inks[job.scheme % InkWash.inks.count]
        for (number, wash) in InkWash.washes.enumerated() {
            if job.halted() { return nil }
            let moved = wander.moved(
                smooth.blurred(wash.softness * unit, crew: crew), by: wash.wander * unit, crew: crew)
            let mask = moved.with(broad) { Portable.smoothstep(0.05, -0.05, $0 - wash.below + 0.02 * $1) }
            let inner = mask.blurred(0.9 * unit, crew: crew)
            let outer = mask.blurred(3.5 * unit, crew: crew)
            let wet = mask.blurred((number < 2 ? 5 : 1.5) * unit, crew: crew)
            crew.rows(height) { y in
                for x in 0..<width {
                    let i = y * width + x
                    let rim = max(inner.values[i] - outer.values[i], 0)
                    let uneven = 1 + 0.14 * broad.values[i] + 0.05 * middle.values[i] + 0.06 * grain[x, y]
                    density.values[i] +=
                        wash.density * (0.7 * mask.values[i] + 0.3 * wet.values[i]) * (1 + 0.9 * rim) * uneven
                }
            }
        }
        let field = study[StrokeDirection.self].full
        let lines = study.solid.l.blurred(0.8 * unit, crew: crew)
            .lines(field, sigma: 1.3 * max(1, unit), smoothing: 4 * unit, crew: crew)
            .smoothed(along: field, sigma: 2 * unit, reach: 4 * unit, crew: crew)
        if job.halted() { return nil }
        let paper = study.paperColor(scheme.paper.x, scheme.paper.y, scheme.paper.z)
        let absorbed = scheme.ink.density(floor: 0.01) * 0.62
        return study.bitmap(crew: crew) { x, y in
            let i = y * width + x
            let grain = grain[x, y]
            let dry = Portable.smoothstep(-2, -0.4, grain * 0.8 + middle.values[i] * 0.3)
            let line = lines.values[i] * 1.6 * (0.25 + 0.75 * importance.values[i]) * border.values[i] * dry
            return paper * (1 + 0.01 * grain) * SIMD4.transmitted(absorbed * (density.values[i] + line))
        }
    }
}
