internal import RiffleImage

/// Pictures of two parents: the first's things, the second's colours, marks, stuff or ground.
struct BredPainter: Painter {
    let manner: Manner
    private let way: Way

    private enum Way { case colors, marks, inks, paint, stuff, ground, regions }

    static let all: [any Painter] = [
        BredPainter("in its colours", .colors, "the picture in the colours of the other"),
        BredPainter("its marks", .marks, "the picture painted with marks cut out of the other"),
        BredPainter("in its inks", .inks, "the picture printed from a block in four colours of the other"),
        BredPainter("painted in its colours", .paint, "the picture painted in oil, in the colours of the other"),
        BredPainter("made of it", .stuff, "the figure made of what the other shows"),
        BredPainter("on its ground", .ground, "the subject standing in the other picture"),
        BredPainter("in three regions", .regions, "the picture in the other's colours, part by part"),
    ]

    private init(_ name: String, _ way: Way, _ summary: String) {
        manner = Manner(name, .breed, summary)
        self.way = way
    }

    func schemes(of study: PictureStudy) -> Int { 2 }

    var distance: Float {
        switch way {
        case .colors: 0.15
        case .regions: 0.3
        case .paint: 0.4
        case .marks: 0.5
        case .inks: 0.55
        case .ground: 0.6
        case .stuff: 0.7
        }
    }

    func refusal(of study: PictureStudy) -> String? {
        if way != .colors, let reason = StageRules.refusal(of: study) { return reason }
        switch way {
        case .colors, .marks: return nil
        case .inks: return study.printRefusal(smallest: 128)
        case .paint: return Oil().refusal(of: study)
        case .regions: return study.figure.ground == .scenic ? nil : "it is one thing on a plain ground"
        case .stuff: return study.figure.ground == .scenic ? "it is not a figure on a plain ground" : nil
        case .ground: return study[CutSubject.self].shape == nil ? StageRules.noSubject : nil
        }
    }

    func refusal(of study: PictureStudy, mate: PictureStudy) -> String? {
        if let reason = refusal(of: study) { return reason }
        let isPicture = mate.kind == .scene || mate.kind == .structure
        switch way {
        case .colors, .inks, .paint, .regions: return nil
        case .marks: return mate[Liveliness.self].isRough ? nil : "the other picture has no texture"
        case .stuff:
            return mate.kind == .scene && mate[Liveliness.self].isRough ? nil : "the other picture is not a texture"
        case .ground: return isPicture ? nil : "the other picture is not a scene to stand in"
        }
    }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        guard let mate = job.mate else { return nil }
        switch way {
        case .colors: return colored(study, mate, job)
        case .regions: return regions(study, mate, job)
        case .marks: return marked(study, mate, job)
        case .inks:
            return ReductionPrint().paint(study, job, inks: BredPainter.inks(of: mate.study, scheme: job.scheme))
        case .paint: return painted(study, mate, job)
        case .stuff: return made(study, mate, job)
        case .ground: return placed(study, mate, job)
        }
    }

    // MARK: Colours

    private func colored(_ study: PictureStudy, _ mate: PaintJob.Mate, _ job: PaintJob) -> Bitmap? {
        var way = Recolored.Way(
            amount: min(1, 1.6 * mate.weight), lightness: job.scheme == 0 ? 0.45 : 0.8, seed: study.seed)
        // Of documents only hues change, so that every mark stays as clear as it was; few colours stay few.
        if study.kind == .document { way.lightness = 0 }
        way.isSmoothed = study.kind != .pixelArt && study.kind != .document
        let figure = study.figure
        if figure.ground != .scenic { way.subject = figure.alpha }
        let source = figure.ground == .scenic ? study.lab : figure.lab
        let lab = Recolored(source, after: mate.study.solid, way, crew: job.crew).lab
        return job.halted() ? nil : kept(lab, figure, study, job.crew)
    }

    private func regions(_ study: PictureStudy, _ mate: PaintJob.Mate, _ job: PaintJob) -> Bitmap? {
        let way = Recolored.Way(
            regions: 3, amount: min(1, 0.4 + 0.8 * mate.weight), lightness: 0.65, seed: UInt64(job.scheme))
        let lab = Recolored(study.lab, after: mate.study.solid, way, crew: job.crew).lab
        return job.halted() ? nil : lab.bitmap(crew: job.crew)
    }

    /// The picture with its ground exactly as it was.
    private func kept(_ lab: LabPicture, _ figure: Figure, _ study: PictureStudy, _ crew: Crew) -> Bitmap {
        if figure.ground == .scenic { return lab.bitmap(crew: crew) }
        return FigureSheet(figure, study.picture).bitmap(lab, alpha: figure.alpha, crew: crew)
    }

    // MARK: Marks

    private func marked(_ study: PictureStudy, _ mate: PaintJob.Mate, _ job: PaintJob) -> Bitmap? {
        let weight = min(max(mate.weight, 0), 1)
        let isFace = study[Person.self].isLikely
        let isBold = weight > 0.6 && !isFace
        var way = Recolored.Way(amount: min(1, 0.2 + 1.4 * weight), seed: study.seed)
        if isBold, study.figure.ground == .scenic { (way.regions, way.lightness) = (3, 0.6) }
        // Marks are painted at 768 pixels at most: more are not seen as marks.
        let scale = min(1, 768 / Float(max(study.solid.width, study.solid.height)))
        let source = scale < 1 ? study.solid.resized(scale) : study.solid
        let library = mate.study.solid.resized(
            min(
                1, Float(max(source.width, source.height)) / Float(max(mate.study.solid.width, mate.study.solid.height))
            ))
        let target = Recolored(source, after: library, way, crew: job.crew).lab
        if job.halted() { return nil }
        let marks = MarksOfMate(
            target: target, library: library,
            scale: (isBold ? 1.65 : 0.6 + 0.8 * weight) * (job.scheme == 0 ? 1 : 1.7),
            own: (isBold ? 0.5 : 0.1 + 0.4 * weight) + (job.scheme == 0 ? 0 : 0.2),
            texture: isBold ? 1.25 : 1, detail: isFace ? 0.95 : 0.8, seed: job.seed, crew: job.crew, halted: job.halted)
        let painted = marks.paint { canvas, done in
            job.show(canvas.bitmap().fitted(within: 384), done)
        }
        guard let painted, !job.halted() else { return nil }
        let figure = study.figure
        if figure.ground == .scenic { return painted.bitmap(crew: job.crew) }
        let full = painted.resized(to: study.picture.width, study.picture.height)
        return FigureSheet(figure, study.picture).bitmap(full, alpha: figure.alpha, crew: job.crew)
    }

    // MARK: Paint

    private func painted(_ study: PictureStudy, _ mate: PaintJob.Mate, _ job: PaintJob) -> Bitmap? {
        let way = Recolored.Way(
            regions: 3, amount: min(1, 0.4 + 0.8 * mate.weight), lightness: 0.65, seed: UInt64(job.scheme))
        let colored = Recolored(study.lab, after: mate.study.solid, way, crew: job.crew).lab.bitmap(crew: job.crew)
        if job.halted() { return nil }
        let model = PictureStudy(
            colored, width: study.width, height: study.height, kind: study.kind, crew: study.crew, halted: job.halted)
        // In the palette that leaves colours as they are.
        var plain = job
        plain.scheme = 0
        return Oil().paint(model, plain)
    }

    // MARK: Inks

    /// A paper and three inks of the picture's colours, from light to dark: in each range of lightness the purest of those it
    /// has much of, or the purest of those next to it.
    private static func inks(of picture: PictureStudy, scheme: Int) -> [SIMD4<Float>] {
        let clusters = ColorClusters(of: picture.solid, count: 12, seed: picture.seed)
        let tones: [Float] = scheme == 0 ? [0.95, 0.78, 0.52, 0.24] : [0.94, 0.68, 0.44, 0.20]
        return tones.enumerated().map { number, tone in
            let nearest = zip(clusters.colors, clusters.shares).max { a, b in
                func merit(_ color: Lab, _ share: Float) -> Float {
                    let away = (color.l - tone) / 0.22
                    return (color.chroma + 0.03) * (share + 0.03) * Portable.exp(-away * away)
                }
                return merit(a.0, a.1) < merit(b.0, b.1)
            }!.0
            // Paper is pale, and inks are pure.
            let chroma = number == 0 ? min(nearest.chroma, 0.03) : min(1.35 * nearest.chroma, 0.17)
            return Gamut.fit(Lab(l: tone, chroma: chroma, hue: nearest.hue)).screen
        }
    }

    // MARK: Stuff

    private func made(_ study: PictureStudy, _ mate: PaintJob.Mate, _ job: PaintJob) -> Bitmap? {
        let figure = study.figure
        let side = Float(max(study.picture.width, study.picture.height))
        let scale = (job.scheme == 0 ? 0.6 : 0.85) * side / Float(max(mate.study.solid.width, mate.study.solid.height))
        let stuff = scale < 1 ? mate.study.solid.resized(scale) : mate.study.solid
        var source = figure.lab
        if figure.ground == .clear { source = study.solid }
        let made = MadeOfMate(
            picture: source, alpha: figure.alpha, stuff: stuff, relief: 0.7 + 0.9 * mate.weight, seed: job.seed,
            crew: job.crew
        ).made()
        return job.halted()
            ? nil : FigureSheet(figure, study.picture).bitmap(made.lab, alpha: made.alpha, crew: job.crew)
    }

    // MARK: Ground

    private func placed(_ study: PictureStudy, _ mate: PaintJob.Mate, _ job: PaintJob) -> Bitmap? {
        guard let shape = study[CutSubject.self].shape else { return nil }
        let other = mate.study
        let plate = other[Plate.self].light ?? LinearPicture(other.picture).planes
        let (width, height) = (shape.alpha.width, shape.alpha.height)
        let fitted = plate.map { $0.resized(width: width, height: height).blurred(2 * study.unit, crew: job.crew) }
        if job.halted() { return nil }
        let ground = StageGround(light: fitted, unit: study.unit, crew: job.crew)
        let standing = Standing(shape, unit: study.unit)
        let large = min(0.86 * standing.height / standing.high, 0.9 * standing.width / standing.wide)
        let size = large * (job.scheme == 0 ? 0.78 : 1) * (1.15 - 0.4 * mate.weight)
        let isCut = standing.sides.count > 0
        let placing = standing.placed(
            at: job.scheme == 0 ? standing.otherThird : 0.5,
            scales: isCut ? [max(size, 0.6), 0.86, 1] : [size, 0.9 * size],
            isMirrored: job.scheme == 1, foot: { _ in standing.sides.bottom ? standing.height : 0.94 * standing.height }
        )
        guard let placing else { return nil }
        // The subject comes some of the way to the colours of where it stands.
        let way = Recolored.Way(amount: 0.2 + 0.36 * mate.weight, seed: study.seed, subject: shape.alpha)
        let tinted = Recolored(LabPicture(linear: shape.light), after: other.solid, way, crew: job.crew).lab
        let dressed = CutSubject.Shape(
            alpha: shape.alpha, light: tinted.linearPlanes, mask: shape.mask, columns: shape.columns, rows: shape.rows,
            sides: shape.sides, ground: shape.ground)
        if job.halted() { return nil }
        let side: Float = placing.x > standing.width / 2 ? -1 : 1
        let layer = StageLayer(
            dressed, relief: study[SubjectRelief.self], placing: placing, width: width, height: height, crew: job.crew)
        let light = SideLight(side: side, fill: (0.62, 0.64, 0.70), key: (0.52, 0.49, 0.43), rim: 0.25)
        let canvas = StageCanvas(ground.light)
        if !standing.sides.bottom {
            canvas.shade(layer.contactShadow(placing, width: width, height: height, unit: study.unit), crew: job.crew)
        }
        canvas.lay(light.cast(on: layer, unit: study.unit, crew: job.crew), crew: job.crew)
        return job.halted() ? nil : canvas.bitmap(crew: job.crew)
    }
}

/// Whether a picture has texture that marks and stuff can be cut from.
struct Liveliness: Finding {
    /// Mean of its fine detail in lightness.
    let detail: Float

    init(of study: PictureStudy) {
        let l = study.lab.l
        let scale = min(1, 384 / Float(max(l.width, l.height)))
        let small = l.resized(width: max(1, Int(Float(l.width) * scale)), height: max(1, Int(Float(l.height) * scale)))
        detail = small.with(small.blurred(3)) { abs($0 - $1) }.mean
    }

    var isRough: Bool { detail > 0.012 }
}

extension Painters {
    static let bred: [any Painter] = BredPainter.all
}
