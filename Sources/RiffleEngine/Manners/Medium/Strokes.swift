internal import RiffleImage

/// What manners made of strokes have in common.
enum Strokes {
    /// Strokes need room.
    static func refusal(of study: PictureStudy) -> String? {
        if min(study.width, study.height) < 64 { return "it is too small for strokes" }
        switch study.kind {
        case .document: return "it is a document"
        case .pixelArt: return "it is pixel art"
        case .drawing, .scene, .structure: return nil
        }
    }

    /// Colours of a primed canvas: ochre, blue-grey, red earth.
    static let grounds: [SIMD4<Float>] = [
        SIMD4(0.62, 0.50, 0.38, 0), SIMD4(0.46, 0.52, 0.58, 0), SIMD4(0.58, 0.36, 0.30, 0),
    ]

    /// A source painted over a coloured ground, layer by layer; nil when halted.
    static func painted(
        _ study: PictureStudy, _ job: PaintJob, chroma: Float, ground: SIMD4<Float>, layers: [MarkLayer]
    ) -> Canvas? {
        var source = study.solid
        source.a = source.a * chroma
        source.b = source.b * chroma
        let sharp = Canvas(source, fourth: study.importance, crew: job.crew)
        if job.halted() { return nil }
        let soft = sharp.blurred(22 * study.unit, crew: job.crew)
        let grain = Paper(.fine, unit: 1, seed: job.seed)
        let canvas = Canvas(width: sharp.width, height: sharp.height, crew: job.crew) { x, y in
            let grain = grain[x, y]
            var color = ground * (0.45 * (0.9 + 0.03 * grain)) + soft.pixels[y * soft.width + x] * 0.55
            color.w = 0.25 * grain
            return color
        }
        job.show(soft.preview(), 0.1)
        let engine = MarkEngine(canvas, bristles: .stiff, unit: study.unit, job: job)
        let field = study[StrokeDirection.self].full
        for (number, layer) in layers.enumerated() {
            let blur = 0.35 * layer.radius
            let target = number == layers.count - 1 && blur < 1.2 ? sharp : sharp.blurred(blur, crew: job.crew)
            guard engine.lay(layer, target: target, field: field) else { return nil }
            if number == 1 || number == 3 { job.show(canvas.preview(side: 128 << number), number == 1 ? 0.4 : 0.7) }
        }
        return canvas
    }
}

extension Painters {
    static let medium: [any Painter] = [Oil(), Pencil(), Dabs()]
}
