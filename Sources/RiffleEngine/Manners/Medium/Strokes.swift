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

    /// A painter's colours.
    struct Palette {
        /// Of the primed canvas.
        let ground: SIMD4<Float>
        /// Of each colour of the source.
        let mixed: @Sendable (Lab) -> Lab
    }

    /// Of all colours over ochre; with violet shadows and yellow lights; of earths, in which blue is a cool grey.
    static let palettes = [
        Palette(ground: SIMD4(0.62, 0.50, 0.38, 0)) { Lab($0.l, 1.18 * $0.a, 1.18 * $0.b) },
        Palette(ground: SIMD4(0.46, 0.50, 0.62, 0)) { color in
            let shade = Portable.smoothstep(0.65, 0.15, color.l) * min(4 * color.l, 1)
            let light = Portable.smoothstep(0.55, 0.95, color.l)
            return Lab(
                min(0.06 + 0.96 * color.l, 1), 1.2 * color.a + 0.015 * shade,
                1.2 * color.b - 0.05 * shade + 0.03 * light)
        },
        Palette(ground: SIMD4(0.58, 0.36, 0.30, 0)) { color in
            let dark = 1 - color.l
            return Lab(
                color.l, 0.95 * color.a + 0.015 + 0.01 * dark, (color.b < 0 ? 0.5 : 1.1) * color.b + 0.025)
        },
    ]

    /// How many of the palettes suit: earths leave nothing of a blue sky or sea.
    static func schemes(of study: PictureStudy) -> Int {
        study.small.lab.b.mean < -0.01 ? palettes.count - 1 : palettes.count
    }

    /// A source painted in a palette of the job's scheme, layer by layer; nil when halted.
    static func painted(_ study: PictureStudy, _ job: PaintJob, layers: [MarkLayer]) -> Canvas? {
        let palette = palettes[job.scheme % palettes.count]
        let source = study[PaintersView.self].lab.copy()
        job.crew.rows(source.height) { y in
            for i in y * source.width..<(y + 1) * source.width { source[i] = palette.mixed(source[i]) }
        }
        let sharp = Canvas(source, fourth: study.importance, crew: job.crew)
        if job.halted() { return nil }
        let soft = sharp.blurred(22 * study.unit, crew: job.crew)
        let grain = Paper(.fine, unit: 1, seed: job.seed)
        let canvas = Canvas(width: sharp.width, height: sharp.height, crew: job.crew) { x, y in
            let grain = grain[x, y]
            var color = palette.ground * (0.45 * (0.9 + 0.03 * grain)) + soft.pixels[y * soft.width + x] * 0.55
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
        // Broad strokes fray what was drawn with a thin line.
        let unit = study.brushUnit
        let thin = MarkLayer(
            radius: max(unit, 1), step: 2 * unit, hops: (2, 7), hop: max(1.5 * unit, 1.5), alpha: 0.9, threshold: 0.085,
            tolerance: 9, jitter: 0.02, turning: 0.75, hairs: 0.05, dryness: 0.3)
        let outlined = Canvas(source, fourth: study[Outlines.self].plane, crew: job.crew)
        return engine.lay(thin, target: outlined, field: field) ? canvas : nil
    }
}

/// The source as a painter looks at it: without grain, details drawn out along the edges, tones over the whole range.
struct PaintersView: Finding {
    let lab: LabPicture

    init(of study: PictureStudy) {
        let (unit, crew) = (study.unit, study.crew)
        var lab = EdgeKeepingBlur(sigma: 2.2 * unit, edge: 0.08, rounds: 2)(study.solid, crew: crew)
        let field = study[StrokeDirection.self].full
        func drawn(_ plane: Plane) -> Plane {
            plane.smoothed(along: field, sigma: 3 * unit, reach: 5 * unit, crew: crew)
        }
        (lab.l, lab.a, lab.b) = (drawn(lab.l), drawn(lab.a), drawn(lab.b))
        let ends = lab.l.percentiles(1, 99)
        let gain = min(0.93 / max(ends[1] - ends[0], 0.01), 1.7)
        lab.l = lab.l.map { l in
            let stretched = min(max(0.05 + (l - ends[0]) * gain, 0), 1)
            return l + 0.6 * (stretched - l)
        }
        // Painters keep dark pictures in a key that shows on a wall.
        let middle = min(max(lab.l.percentiles(50)[0], 0.05), 0.9)
        let key = min(max(Portable.log(0.5) / Portable.log(middle), 0.65), 1)
        lab.l = lab.l.map { Portable.pow($0, key) }
        self.lab = lab
    }
}

/// Where the outlines of what matters are, 0…1.
struct Outlines: Finding {
    let plane: Plane

    init(of study: PictureStudy) {
        let slope = study.solid.l.blurred(study.unit).slope(length: study.unit)
        let certainty = study[StrokeDirection.self].full.certainty
        let importance = study.importance
        plane = Plane(like: slope) { x, y in
            Portable.smoothstep(0.02, 0.06, slope[x, y]) * Portable.smoothstep(0.3, 0.7, certainty[x, y])
                * (0.3 + 0.7 * Portable.smoothstep(0.2, 0.6, importance[x, y]))
        }.blurred(1.2 * study.unit).map { min(1.3 * $0, 1) }
    }
}

extension PictureStudy {
    /// The unit of brushes: strokes are seen against the whole picture, also against a long one.
    var brushUnit: Float { Float(picture.width * picture.height).squareRoot() / 512 }
}

extension Painters {
    static let medium: [any Painter] = [
        Oil(), Watercolour(), Pencil(), ColouredPencil(), Dabs(), InkWash(), Pastel(), Crayons(),
    ]
}
