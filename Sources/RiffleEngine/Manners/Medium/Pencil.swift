internal import RiffleImage

/// One pencil: a smear of tone, hatching in up to three directions that leans towards the forms, and contours.
struct Pencil: Painter {
    let manner = Manner("pencil", .medium, "hatched with one pencil on pale paper")

    func refusal(of study: PictureStudy) -> String? { Strokes.refusal(of: study) }
    func schemes(of study: PictureStudy) -> Int { Pencil.leads.count }

    /// Graphite, sanguine, indigo: the lead, the paper and the direction of the hand in radians.
    private static let leads: [(color: SIMD4<Float>, paper: SIMD4<Float>, hand: Float)] = [
        (SIMD4(0.20, 0.20, 0.22, 1), SIMD4(0.975, 0.968, 0.945, 0), -0.85),
        (SIMD4(0.50, 0.17, 0.09, 1), SIMD4(0.965, 0.935, 0.87, 0), -2.3),
        (SIMD4(0.10, 0.16, 0.36, 1), SIMD4(0.955, 0.96, 0.955, 0), -0.55),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let unit = study.unit
        let lab = study.solid
        let importance = study.importance
        let direction = study[StrokeDirection.self]
        let border = PaperBorder.drawn.plane(for: study, job)
        // Hatching thins out towards the edge rather than being cut off there.
        let tone = study[DrawingTone.self].cleared(job.between(0.1, 0.22, 0.4), importance: importance)
            .with(border) { 1 - (1 - $0) * $1 }
        let pitch = max(2.6, job.between(2.7, 3.1, 4.2) * unit)
        let lead = Pencil.leads[job.scheme % Pencil.leads.count]
        let form = direction.form(study, hand: lead.hand, lean: 0.5, seed: job.seed)
        let smear = tone.blurred(1.5 * unit, crew: job.crew)
        let density = smear.map { 0.45 * (1 - $0) }
        let families: [(turn: Float, below: Float, weight: Float)] = [
            (0, 1, 0.62), (0.75, 0.52, 0.58), (-0.5, 0.27, 0.55),
        ]
        for (number, family) in families.enumerated() {
            if job.halted() { return nil }
            let lines = Stripes.grown(
                form.turned(by: family.turn), width: lab.width, height: lab.height, pitch: pitch, seed: job.seed,
                stream: NoiseStream.drawing.rawValue + 1 + number, rounds: 3, crew: job.crew, halted: job.halted)
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
        let paper = study.paperColor(lead.paper.x, lead.paper.y, lead.paper.z)
        let absorbed = lead.color.density(floor: 0.01) * 0.62
        return study.bitmap(crew: job.crew) { x, y in
            let i = y * lab.width + x
            let matters = importance.values[i]
            var dense = density.values[i] + contours.values[i] * (0.35 + 0.75 * matters) * border.values[i]
            let grain = grain[x, y]
            dense *= 1 + 0.2 * min(max(grain, -2), 2)
            return paper * (1 + 0.008 * grain) * SIMD4.transmitted(absorbed * max(dense, 0))
        }
    }
}
