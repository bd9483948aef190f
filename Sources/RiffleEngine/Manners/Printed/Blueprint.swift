internal import RiffleImage

/// White lines on blue, with a grid and a frame.
struct Blueprint: Painter {
    let manner = Manner("blueprint", .medium, "a plan in white lines on blue")

    /// Ground and lines.
    private static let schemes: [(SIMD4<Float>, SIMD4<Float>)] = [
        (SIMD4(0.07, 0.22, 0.46, 0), SIMD4(0.88, 0.95, 1, 0)),
        (SIMD4(0.06, 0.27, 0.36, 0), SIMD4(0.90, 0.98, 0.95, 0)),
        (SIMD4(0.10, 0.15, 0.33, 0), SIMD4(0.93, 0.94, 1, 0)),
    ]

    func refusal(of study: PictureStudy) -> String? {
        if let reason = study.printRefusal(smallest: 128) { return reason }
        if study[Person.self].isLikely { return "a plan would deform a face" }
        return study[PlanLines.self].makePlan ? nil : "it has too few long clear lines"
    }

    func schemes(of study: PictureStudy) -> Int { Blueprint.schemes.count }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (ground, line) = Blueprint.schemes[job.scheme]
        let source = study.small
        let lines = study[PlanLines.self]
        let paper = Paper(.soft, unit: study.unit, seed: job.seed)
        let (width, height, unit) = (study.picture.width, study.picture.height, study.unit)
        func full(_ plane: Plane) -> Plane { plane.enlarged(width: width, height: height, crew: job.crew) }
        let (drawing, tone) = (full(lines.drawing), full(lines.tone))
        let importance = full(source.importance)
        let cloud = full(
            .noise(
                width: source.width, height: source.height, scale: 60 * source.unit, seed: job.seed,
                stream: NoiseStream.planCloud.rawValue, crew: job.crew))
        if job.halted() { return nil }
        let pitch = max(4.6 * unit, 3.4)
        let (mesh, coarse) = (max(32 * unit, 12), max(128 * unit, 48))
        let frame = 14 * unit
        let thickness = max(unit, 1)
        return study.bitmap(crew: job.crew) { x, y in
            let (px, py) = (Float(x), Float(y))
            let shade = tone[x, y]
            let place = (px + py) * 0.707_106_78 / pitch
            let away = 2 * abs(place - Portable.floor(place) - 0.5)
            let hatch =
                min(max(5 * (0.42 - shade - 0.8 * away) + 0.2, 0), 1) * Portable.smoothstep(0.45, 0.3, shade)
            let ink = min(drawing[x, y] + 0.32 * hatch * (0.4 + 0.6 * importance[x, y]), 1)
            let edge = Float(min(x, y, width - 1 - x, height - 1 - y))
            func on(_ step: Float) -> Float {
                let (u, v) = (px - Portable.floor(px / step) * step, py - Portable.floor(py / step) * step)
                return u < thickness || v < thickness ? 1 : 0
            }
            var amount: Float = 0
            if edge > frame + thickness { amount = max(ink, 0.09 * on(mesh) + 0.08 * on(coarse)) }
            if abs(edge - frame) < thickness { amount = max(amount, 0.8) }
            let grain = paper[x, y]
            amount *= 1 - 0.12 * Portable.smoothstep(0.5, 1.8, grain)
            let inside: Float = edge > frame + thickness ? 0.10 * shade : 0
            let blue = ground * (1 + 0.05 * cloud[x, y] + 0.03 * grain + inside)
            return blue + (line - blue) * amount
        }
    }
}
