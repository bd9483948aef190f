internal import RiffleImage

/// Soft pastel on toned paper, whose grain shows between the strokes and where nothing matters.
struct Pastel: Painter {
    let manner = Manner("pastel", .medium, "drawn in soft pastels on toned paper")

    func refusal(of study: PictureStudy) -> String? {
        Strokes.refusal(of: study) ?? (study[SolidSource.self].keepsGround ? "its ground is plain" : nil)
    }

    func schemes(of study: PictureStudy) -> Int { Pastel.papers.count }

    /// Plum, tan, slate and sand.
    private static let papers: [SIMD4<Float>] = [
        SIMD4(0.38, 0.31, 0.37, 0), SIMD4(0.50, 0.41, 0.32, 0), SIMD4(0.29, 0.36, 0.42, 0), SIMD4(0.58, 0.54, 0.47, 0),
    ]

    private static let layers:
        [(radius: Float, step: Float, hops: (Int, Int), alpha: Float, level: Float, threshold: Float)] = [
            (9, 7, (4, 8), 0.75, -0.2, 0.06), (6, 5, (4, 9), 0.8, -0.2, 0.06), (4, 4, (3, 9), 0.85, -0.3, 0.06),
            (2.6, 3, (3, 8), 0.85, -0.4, 0.08), (1.5, 2, (3, 7), 0.9, -0.6, 0.11),
        ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let scale = unit * (study[Person.self].isLikely ? job.between(0.9, 1.3, 1.7) : job.between(1, 1.7, 2.4))
        var source = study.solid
        (source.a, source.b) = (source.a * 1.4, source.b * 1.4)
        let picture = Canvas(source, fourth: study.importance, crew: crew)
        let paper = Paper(.soft, unit: unit, seed: job.seed)
        let tone = Pastel.papers[job.scheme % Pastel.papers.count]
        let border = PaperBorder(margin: 14, wander: 2.5, softness: 10).plane(for: study, job)
        let target = Canvas(width: picture.width, height: picture.height, crew: crew) { x, y in
            let color = picture.pixels[y * picture.width + x]
            var faded = tone + (color - tone) * (0.9 * border[x, y])
            faded.w = color.w
            return faded
        }
        // Rubbed in with a finger first, or the paper would shine through like dirt.
        let rubbed = target.blurred(9 * unit, crew: crew)
        let canvas = Canvas(width: picture.width, height: picture.height, crew: crew) { x, y in
            (tone * 0.4 + rubbed.pixels[y * picture.width + x] * 0.6) * (1 + 0.03 * paper[x, y])
        }
        let engine = MarkEngine(
            canvas, bristles: .chalk, paper: paper, palette: Pastel.sticks(of: source, study: study), unit: unit,
            job: job)
        let field = study[StrokeDirection.self].full
        for (number, layer) in Pastel.layers.enumerated() {
            let radius = max(layer.radius * scale, 1)
            let marks = MarkLayer(
                radius: radius, step: layer.step * scale, hops: layer.hops, hop: max(radius, 1.6), alpha: layer.alpha,
                threshold: layer.threshold, tolerance: number < 2 ? 0.3 : 2, jitter: number < 3 ? 0.08 : 0.05,
                turning: 0.6, hairs: 0.05,
                dryness: 0.5, tooth: .init(level: layer.level, steepness: 0.5, least: 0.3))
            guard engine.lay(marks, target: target.blurred(0.3 * radius, crew: crew), field: field) else { return nil }
            if number == 1 { job.show(canvas.preview(), 0.4) }
        }
        return study.bitmap(crew: crew) { x, y in canvas.pixels[y * canvas.width + x] }
    }

    /// The picture's colours, and each in a lighter, stronger twin.
    private static func sticks(of picture: LabPicture, study: PictureStudy) -> [SIMD4<Float>] {
        let colors = ColorClusters(of: picture, count: 36, seed: study.seed).colors
        return (colors + colors.map { Lab(min($0.l + 0.08, 1), 1.35 * $0.a, 1.35 * $0.b) }).map(\.screen)
    }
}
