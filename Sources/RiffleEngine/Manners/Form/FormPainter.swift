internal import RiffleImage

/// Draws a figure in another form.
protocol Form: Sendable {
    var manner: Manner { get }
    /// Colours, sides or shapes that it comes in.
    var schemes: Int { get }
    /// Whether it can do without a figure, with all of the picture.
    var takesScenery: Bool { get }

    func refusal(of cut: FigureCut) -> String?

    /// The figure at the desk's size; nil when halted.
    func draw(_ desk: FormDesk) -> Layer?
}

extension Form {
    var takesScenery: Bool { false }
    func refusal(of cut: FigureCut) -> String? { nil }
}

/// What a form is drawn from, and how large.
struct FormDesk: Sendable {
    let cut: FigureCut
    let width: Int
    let height: Int
    let job: PaintJob
    let ground: Figure.Ground
    /// The whole picture at its own size.
    let study: PictureStudy

    /// The short side in pixels.
    var side: Float { Float(min(width, height)) }
    var hue: Float { cut.hue }
    var scheme: Int { job.scheme }
    var crew: Crew { job.crew }

    func laid(
        _ share: Float, angle: Float = 0, center: (x: Float, y: Float) = (0.5, 0.5), isSquare: Bool = false
    ) -> Layer {
        cut.laid(
            width: width, height: height, share: share, angle: angle, center: center, isSquare: isSquare, crew: crew)
    }

    /// The figure where the picture has it, or all of a picture without one.
    var inPlace: Layer {
        let source = ground == .scenic ? study.picture : cut.whole
        return Layer(source.resized(width: width, height: height, space: .encoded))
    }

    /// A new layer of what `color` gives for each (x, y).
    func layer(_ color: @Sendable (_ x: Int, _ y: Int) -> SIMD4<Float>) -> Layer {
        Layer(width: width, height: height, crew: crew, color)
    }

    /// Random numbers with a mean of 0 and a deviation of 1, one a pixel, blurred by a width in pixels.
    func grain(_ blur: Float) -> Plane {
        Plane.noise(width: width, height: height, scale: blur, seed: job.seed, stream: NoiseStream.form.rawValue)
    }

    /// The colour at a lightness, chroma and hue.
    func color(_ lightness: Float, _ chroma: Float, _ hue: Float) -> SIMD4<Float> {
        Gamut.fit(Lab(l: lightness, chroma: chroma, hue: hue)).screen.opaque()
    }
}

extension Figure.Ground {
    /// As a layer's colour; clear where there is none.
    var color: SIMD4<Float> {
        guard case .plain(let color) = self else { return .zero }
        return SIMD4(Float(color.red), Float(color.green), Float(color.blue), 255) / 255
    }
}

/// Makes a form's pictures.
struct FormPainter: Painter {
    let form: any Form

    var manner: Manner { form.manner }

    /// Shares of the picture between which a figure has both room and substance.
    private static let shares: ClosedRange<Float> = 0.004...0.9
    private static let smallest = 48

    func refusal(of study: PictureStudy) -> String? {
        if min(study.width, study.height) < FormPainter.smallest { return "it is too small" }
        let ground = study.figure.ground
        switch study.kind {
        case .document: return "it is a document"
        case .pixelArt: return "it is pixel art"
        case .scene: return "it is a photograph"
        case .structure where ground != .clear: return "it is a photograph"
        case .drawing, .structure: break
        }
        if ground == .scenic { return form.takesScenery ? nil : "it has no figure on plain ground" }
        let cut = study[FigureCut.self]
        if !FormPainter.shares.contains(cut.share) { return "its figure is too small or too large" }
        return form.refusal(of: cut)
    }

    func schemes(of study: PictureStudy) -> Int { form.schemes }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (width, height) = (study.picture.width, study.picture.height)
        let shrink = 160 / Float(max(width, height))
        if shrink < 0.5 {
            let small = desk(study, job, width: Int(Float(width) * shrink), height: Int(Float(height) * shrink))
            guard let preview = form.draw(small), !job.halted() else { return nil }
            job.show(preview.bitmap, 0.2)
        }
        guard let layer = form.draw(desk(study, job, width: width, height: height)), !job.halted() else { return nil }
        return layer.bitmap
    }

    private func desk(_ study: PictureStudy, _ job: PaintJob, width: Int, height: Int) -> FormDesk {
        FormDesk(
            cut: study[FigureCut.self], width: max(width, 8), height: max(height, 8), job: job,
            ground: study.figure.ground, study: study)
    }
}

extension Painters {
    static let form: [any Painter] =
        ([
            Neon(), Stencil(), Block(), Pop(), OffRegister(), Sticker(), CrossStitch(), Outline(), Emboss(), Badge(),
            LongShadow(), Pattern(),
        ] as [any Form]).map(FormPainter.init)
}
