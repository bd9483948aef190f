internal import RiffleImage

/// The sheet that a picture is printed on, and how far the print reaches.
struct PrintSheet {
    let paper: SIMD4<Float>
    let grain: Paper
    /// 0 on the bare paper around the print, 1 inside it.
    let border: Plane

    /// - Parameter paper: its colour where the source's ground need not stay.
    init(
        _ study: PictureStudy, _ job: PaintJob, paper: SIMD4<Float>, kind: Paper.Kind = .fine,
        border: PaperBorder = .printed
    ) {
        self.paper = study.paperColor(paper.x, paper.y, paper.z)
        self.border = border.plane(for: study, job)
        grain = Paper(kind, unit: study.unit, seed: job.seed)
    }
}

extension PictureStudy {
    /// Why no manner of ink or paper suits a picture; nil where they may.
    func printRefusal(smallest: Int = 64) -> String? {
        switch kind {
        case .document: "it is a document"
        case .pixelArt: "it is pixel art"
        case .drawing, .scene, .structure: min(width, height) < smallest ? "it is too small" : nil
        }
    }
}

extension Lab {
    /// Red, green and blue in sRGB, cut to 0…1.
    var screen: SIMD4<Float> {
        let light = linear
        return SIMD4(SRGB.encoded(light.r), SRGB.encoded(light.g), SRGB.encoded(light.b), 0)
            .clamped(lowerBound: .zero, upperBound: .one)
    }
}

extension SIMD4<Float> {
    /// Linear light of a colour in sRGB, 0…1 each.
    var light: SIMD4<Float> { SIMD4(SRGB.linear(x), SRGB.linear(y), SRGB.linear(z), 0) }
}
