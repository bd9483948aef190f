internal import RiffleImage

/// Oil: opaque strokes of a stiff brush, from broad to fine, fine ones only where it matters, in relief.
struct Oil: Painter {
    let manner = Manner("oil", .medium, "painted in oil with a stiff brush, thick where it matters")

    func refusal(of study: PictureStudy) -> String? {
        // Strokes tear thin outlines.
        Strokes.refusal(of: study) ?? (study.kind == .drawing ? "it is a drawing" : nil)
    }
    var distance: Float { 0.5 }
    func schemes(of study: PictureStudy) -> Int { Strokes.schemes(of: study) }

    /// For the smallest strokes that still look painted; longer lists of finer ones give back the photograph.
    private static let layers: [(radius: Float, step: Float, most: Int, threshold: Float, jitter: Float)] = [
        (24, 14, 9, 0.08, 0.09), (14, 9, 9, 0.08, 0.09), (8, 5, 8, 0.075, 0.08), (4.5, 4, 7, 0.085, 0.06),
        (2.6, 3, 6, 0.10, 0.05), (1.6, 2, 5, 0.14, 0.03),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        // Rough strokes suit a face less than anything else.
        let mayShowFace = study[Person.self].isLikely || study[Skin.self].matters
        let scale = study.brushUnit * (mayShowFace ? job.between(1, 1.1, 1.2) : job.between(1.4, 1.8, 2.3))
        let jitter = job.between(1, 1.6, 1.9)
        let layers = Oil.layers.enumerated().map { number, layer in
            let radius = layer.radius * scale
            return MarkLayer(
                radius: max(radius, 1), step: layer.step * scale, hops: (number < 1 ? 4 : 3, layer.most),
                hop: max(radius, 1.5),
                alpha: 0.93, threshold: layer.threshold, tolerance: number < 2 ? 0 : number < 4 ? 0.9 : 2.6,
                jitter: layer.jitter * jitter, turning: 0.75, hairs: 0.1, dryness: 0.55)
        }
        guard let canvas = Strokes.painted(study, job, layers: layers) else { return nil }
        let relief = canvas.relief(depth: 1.4, calm: study[Skin.self].plane, crew: job.crew)
        return study.bitmap(crew: job.crew) { x, y in relief(x, y) }
    }
}
