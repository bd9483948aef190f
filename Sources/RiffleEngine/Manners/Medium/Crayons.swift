internal import RiffleImage

/// Three crayons, as in old portraits: black, sanguine and white chalk on toned paper.
struct Crayons: Painter {
    let manner = Manner("three crayons", .medium, "drawn in black, red and white chalk on toned paper")

    func refusal(of study: PictureStudy) -> String? {
        Strokes.refusal(of: study) ?? (study[SolidSource.self].keepsGround ? "its ground is plain" : nil)
    }

    func schemes(of study: PictureStudy) -> Int { Crayons.papers.count }

    private static let papers: [SIMD4<Float>] = [
        SIMD4(0.70, 0.60, 0.48, 0), SIMD4(0.55, 0.60, 0.62, 0), SIMD4(0.74, 0.68, 0.58, 0), SIMD4(0.60, 0.60, 0.57, 0),
    ]
    private static let black = SIMD4<Float>(0.13, 0.11, 0.11, 0)
    private static let sanguine = SIMD4<Float>(0.56, 0.23, 0.13, 0)
    private static let white = SIMD4<Float>(0.97, 0.95, 0.90, 0)
    /// The tone of the paper.
    private static let middle: Float = 0.6

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let (lab, importance) = (study.solid, study.importance)
        let (width, height) = (lab.width, lab.height)
        let tone = lab.l.with(lab.l.equalized(limit: 2.2)) { 0.5 * $0 + 0.5 * $1 }.stretched(1, 99)
        let border = PaperBorder.drawn.plane(for: study, job)
        let ground = job.between(0.2, 0.35, 0.55)
        // Pressure of the dark and of the white chalk, and how much of the dark is red.
        let dark = Plane(width: width, height: height)
        let light = Plane(width: width, height: height)
        let red = Plane(width: width, height: height)
        let middle = Crayons.middle
        crew.rows(height) { y in
            for i in y * width..<(y + 1) * width {
                let color = lab[i]
                let kept =
                    (1 - ground * (1 - Portable.smoothstep(0.1, 0.5, importance.values[i]))) * border.values[i]
                let warm = Portable.smoothstep(0.01, 0.08, color.a + 0.5 * color.b)
                let strong = 0.62 * warm * Portable.smoothstep(0.05, 0.17, color.chroma)
                let tone = tone.values[i]
                let shade = max(max(middle - tone, 0) / middle, strong * Portable.smoothstep(0.95, 0.7, tone))
                dark.values[i] = shade * kept
                let shine = min(max((tone - middle - 0.06) / (1 - middle - 0.06), 0), 1)
                light.values[i] = shine * (1 - 0.5 * strong) * kept
                red.values[i] = warm * Portable.smoothstep(0.75, 0.45, shade)
            }
        }
        if job.halted() { return nil }
        let direction = study[StrokeDirection.self]
        let form = direction.form(study, hand: -0.8, lean: 0.7, seed: job.seed)
        let pitch = max(3, job.between(3.4, 4.2, 6) * unit)
        let stream = NoiseStream.drawing.rawValue
        var hatchings: [Plane] = []
        for (number, turn) in [Float(0), 0.6, -0.35].enumerated() {
            if job.halted() { return nil }
            hatchings.append(
                Stripes.grown(
                    form.turned(by: turn), width: width, height: height, pitch: pitch, seed: job.seed,
                    stream: stream + number, rounds: 4, crew: crew, halted: job.halted))
        }
        let (first, second, third) = (hatchings[0], hatchings[1], hatchings[2])
        let contours = lab.l.blurred(0.7 * unit, crew: crew).lines(
            direction.full, sigma: 1.1 * max(1, unit), smoothing: 3 * unit, crew: crew)
        let smudge = (dark.blurred(4 * unit, crew: crew), light.blurred(4 * unit, crew: crew))
        if job.halted() { return nil }
        let grain = Paper(.soft, unit: unit, seed: job.seed)
        let paper = Crayons.papers[job.scheme % Crayons.papers.count]
        return study.bitmap(crew: crew) { x, y in
            let i = y * width + x
            let grain = grain[x, y]
            // The valleys of the grain take little chalk.
            let tooth = min(max(0.72 + 0.4 * grain, 0.25), 1)
            func chalk(_ pressure: Float, _ stripes: Plane, from: Float) -> Float {
                let amount = min(max((pressure - from) / (1 - from), 0), 1)
                let threshold = 0.6 - 1.8 * amount
                return Portable.smoothstep(threshold - 0.7, threshold + 0.7, stripes.values[i]) * min(1, 4 * amount)
            }
            let ink = Crayons.black + (Crayons.sanguine - Crayons.black) * red.values[i]
            var color = paper * (1 + 0.02 * grain)
            color += (ink - color) * (0.6 * smudge.0.values[i])
            color += (Crayons.white - color) * (0.5 * smudge.1.values[i])
            let shade = max(
                chalk(dark.values[i], first, from: 0.02), chalk(dark.values[i], second, from: 0.45))
            color += (ink - color) * (0.95 * shade * tooth)
            color += (Crayons.white - color) * (0.9 * chalk(light.values[i], third, from: 0.03) * tooth)
            let line = contours.values[i] * (0.3 + 0.7 * importance.values[i]) * border.values[i]
            return color + (Crayons.black - color) * (0.9 * line * min(1, tooth + 0.3))
        }
    }
}
