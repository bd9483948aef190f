internal import RiffleImage

/// Dabs of broken colour, as the impressionists laid them.
struct Dabs: Painter {
    let manner = Manner("dabs", .medium, "painted in short dabs of broken colour")

    func refusal(of study: PictureStudy) -> String? {
        // Strokes tear thin outlines.
        Strokes.refusal(of: study) ?? (study.kind == .drawing ? "it is a drawing" : nil)
    }
    var distance: Float { 0.5 }
    func schemes(of study: PictureStudy) -> Int { Strokes.schemes(of: study) }

    /// Colours stray most in large dabs: broken colour that stays clean.
    private static let layers: [(radius: Float, step: Float, threshold: Float, jitter: Float)] = [
        (12, 8, 0.05, 0.16), (6.5, 5, 0.045, 0.17), (4, 3, 0.06, 0.15), (2.4, 3, 0.085, 0.08), (1.6, 2, 0.12, 0.04),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let mayShowFace = study[Person.self].isLikely || study[Skin.self].matters
        let scale = study.brushUnit * (mayShowFace ? job.between(1.1, 1.2, 1.3) : job.between(1.5, 2, 2.6))
        let layers = Dabs.layers.enumerated().map { number, layer in
            let radius = layer.radius * scale
            return MarkLayer(
                radius: max(radius, 1), step: layer.step * scale, hops: (2, 3), hop: max(radius, 1.5), alpha: 0.93,
                threshold: layer.threshold, tolerance: number < 2 ? 0 : number < 3 ? 0.9 : 2.6,
                jitter: layer.jitter * 1.2, turning: 0.5, hairs: 0.1, dryness: 0.55)
        }
        guard let canvas = Strokes.painted(study, job, layers: layers) else { return nil }
        let relief = canvas.relief(depth: 0.82, calm: study[Skin.self].plane, crew: job.crew)
        return study.bitmap(crew: job.crew) { x, y in relief(x, y) }
    }
}
