internal import RiffleImage

/// Graphite: a smear of tone, hatching in up to three directions that leans towards the forms, and contours.
struct Pencil: Painter {
    let manner = Manner("pencil", .medium, "hatched in graphite on pale paper")

    func refusal(of study: PictureStudy) -> String? { Strokes.refusal(of: study) }
    func schemes(of study: PictureStudy) -> Int { 3 }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let unit = study.unit
        let lab = study.solid
        let importance = study.importance
        let direction = study[StrokeDirection.self]
        let tone = study[DrawingTone.self].cleared(job.between(0.1, 0.22, 0.4), importance: importance)
        let border = PaperBorder.drawn.plane(for: study, job)
        let pitch = max(2.6, job.between(2.7, 3.1, 4.2) * unit)
        // Left-handed, right-handed, steep.
        let hand: Float = [-0.85, -0.55, -2.3][job.scheme % 3]
        let small = direction.small
        let wobble = Plane.noise(
            width: small.width, height: small.height, scale: 40 * min(1, unit), seed: job.seed,
            stream: NoiseStream.drawing.rawValue)
        let angle = wobble.map { hand + 0.1 * $0 }
        let share = small.certainty.with(importance.resized(width: small.width, height: small.height)) {
            0.5 * Portable.smoothstep(0.25, 0.7, $0) * Portable.smoothstep(0.1, 0.6, $1)
        }
        let form = small.leaned(from: angle, share: share)
        let smear = tone.blurred(1.5 * unit, crew: job.crew)
        let density = smear.map { 0.45 * (1 - $0) }
        let families: [(turn: Float, below: Float, weight: Float)] = [
            (0, 1, 0.62), (0.75, 0.52, 0.58), (-0.5, 0.27, 0.55),
        ]
        for (number, family) in families.enumerated() {
            if job.halted() { return nil }
            let lines = Stripes.grown(
                form.turned(by: family.turn), width: lab.width, height: lab.height, pitch: pitch, seed: job.seed,
                stream: NoiseStream.drawing.rawValue + 1 + number, rounds: 4, crew: job.crew, halted: job.halted)
            job.crew.rows(lab.height) { y in
                for i in y * lab.width..<(y + 1) * lab.width {
                    let dark = min(max((family.below - tone.values[i]) / family.below, 0), 1)
                    let threshold = 0.55 - 1.15 * 2 * dark
                    let line = Portable.smoothstep(threshold - 0.55, threshold + 0.55, lines.values[i])
                    density.values[i] += family.weight * line * min(1, 3 * dark)
                }
            }
        }
        if job.halted() { return nil }
        let contours = lab.l.lines(direction.full, sigma: 0.85 * max(1, unit), smoothing: 3 * unit, crew: job.crew)
        if job.halted() { return nil }
        let grain = Paper(.soft, unit: unit, seed: job.seed)
        let paper = study.paperColor(0.975, 0.968, 0.945)
        let ink = SIMD4<Float>(Portable.log(0.2), Portable.log(0.2), Portable.log(0.22), 0) * 0.75
        return study.bitmap(crew: job.crew) { x, y in
            let i = y * lab.width + x
            let matters = importance.values[i]
            var dense = density.values[i] + contours.values[i] * (0.35 + 0.75 * matters)
            let grain = grain[x, y]
            dense *= border.values[i] * (1 + 0.2 * min(max(grain, -2), 2))
            let power = ink * max(dense, 0)
            return paper * (1 + 0.008 * grain)
                * SIMD4(Portable.exp(power.x), Portable.exp(power.y), Portable.exp(power.z), 0)
        }
    }
}
