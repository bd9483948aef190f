internal import RiffleImage

/// Coloured pencil: hatchings in several directions, each stroke of one pencil out of a box, that make the colours together.
struct ColouredPencil: Painter {
    let manner = Manner("coloured pencil", .medium, "hatched in coloured pencils on white paper")

    func refusal(of study: PictureStudy) -> String? { Strokes.refusal(of: study) }
    /// Earth and indigo alone make skin, and little else.
    func schemes(of study: PictureStudy) -> Int { ColouredPencil.boxes.count - (study[Person.self].isLikely ? 0 : 1) }

    /// The picture's own colours and red, yellow, blue, green, brown, indigo; four printers' colours; red earth and indigo.
    private static let boxes: [[SIMD4<Float>]] = [
        [
            SIMD4(0.85, 0.30, 0.25, 0), SIMD4(0.98, 0.80, 0.25, 0), SIMD4(0.20, 0.40, 0.70, 0),
            SIMD4(0.25, 0.50, 0.30, 0), SIMD4(0.55, 0.33, 0.20, 0), SIMD4(0.16, 0.16, 0.22, 0),
        ],
        [
            SIMD4(0.90, 0.18, 0.42, 0), SIMD4(1.00, 0.86, 0.10, 0), SIMD4(0.06, 0.52, 0.80, 0),
            SIMD4(0.20, 0.18, 0.34, 0),
        ],
        [SIMD4(0.80, 0.36, 0.20, 0), SIMD4(0.14, 0.24, 0.48, 0), SIMD4(0.96, 0.78, 0.42, 0)],
    ]

    /// Turn against the form in radians, most density of a stroke.
    private static let hatchings: [(turn: Float, most: Float)] = [(0, 0.9), (0.8, 0.9), (-0.45, 1.3)]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let importance = study.importance
        let (width, height) = (importance.width, importance.height)
        let wanted = wanted(study, job)
        if job.halted() { return nil }
        let pencils = pencils(study, job)
        let form = study[StrokeDirection.self].form(
            study, hand: [-0.8, -0.5, -2.3][job.scheme % 3], lean: 0.75, seed: job.seed)
        let pitch = max(2.6, job.between(2.7, 3.2, 4.6) * unit)
        let laid = Canvas(width: width, height: height, crew: crew) { _, _ in .zero }
        for (number, hatching) in ColouredPencil.hatchings.enumerated() {
            if job.halted() { return nil }
            let field = form.turned(by: hatching.turn)
            let stream = NoiseStream.drawing.rawValue + 10 * number
            let stripes = Stripes.grown(
                field, width: width, height: height, pitch: pitch, seed: job.seed, stream: stream, rounds: 3,
                crew: crew,
                halted: job.halted)
            let choice = chosen(
                pencils, wanted: wanted, laid: laid.blurred(0.7 * pitch, crew: crew), field: field, most: hatching.most,
                pitch: pitch, seed: job.seed,
                stream: stream + 1, crew: crew)
            crew.rows(height) { y in
                for x in 0..<width {
                    let i = y * width + x
                    let chosen = choice.sample(Float(x) * choice.scale, Float(y) * choice.scale)
                    let amount = chosen.w
                    if amount < 0.01 { continue }
                    // A line grows wider and darker with the pressure of the hand.
                    let pressure = min(amount / hatching.most, 1)
                    let threshold = 0.6 - 1.3 * pressure
                    let line = Portable.smoothstep(threshold - 0.45, threshold + 0.45, stripes.values[i])
                    let mean = 0.25 + 0.65 * pressure
                    laid.pixels[i] += SIMD4(chosen.x, chosen.y, chosen.z, 0) * (line * 0.9 / mean)
                }
            }
            if number == 1 { job.show(preview(laid), 0.5) }
        }
        return finish(study, job, laid: laid)
    }

    /// The density of colour that the paper shall get, -ln of the colour.
    private func wanted(_ study: PictureStudy, _ job: PaintJob) -> Canvas {
        let (unit, crew) = (study.unit, job.crew)
        let (lab, importance) = (study.solid, study.importance)
        let spread = lab.l.with(lab.l.equalized(limit: 2)) { 0.6 * $0 + 0.4 * $1 }.stretched(1, 98.5)
        let border = PaperBorder.drawn.plane(for: study, job)
        let light = job.between(0.25, 0.42, 0.6)
        var source = lab
        source.l = spread.map { 0.28 + 0.7 * $0 }
        (source.a, source.b) = (lab.a * 1.3, lab.b * 1.3)
        let colors = Canvas(source, fourth: importance, crew: crew)
        let density = Canvas(width: lab.width, height: lab.height, crew: crew) { x, y in
            let i = y * lab.width + x
            let color = colors.pixels[i]
            let left = (1 - light * (1 - Portable.smoothstep(0.1, 0.5, color.w))) * border.values[i]
            return color.density(floor: 0.03) * left
        }
        return density.blurred(0.7 * unit, crew: crew)
    }

    /// Densities of the pencils; those of the picture's own colours are purer than they.
    private func pencils(_ study: PictureStudy, _ job: PaintJob) -> [SIMD4<Float>] {
        let box = ColouredPencil.boxes[job.scheme % ColouredPencil.boxes.count]
        let own = ColorClusters(of: study.solid, count: 14, seed: study.seed).colors.map { color in
            Lab(min(max(0.9 * color.l, 0.3), 0.85), 1.5 * color.a, 1.5 * color.b).screen
        }
        let pencils = job.scheme == 0 ? own + box : box
        return pencils.map { pointwiseMin($0, SIMD4(repeating: 0.97)).density(floor: 0.04) }
    }

    /// Which pencil each place gets and how much of it, at half the size or less.
    private struct Choice {
        let canvas: Canvas
        let scale: Float

        /// Density, and the length of it in `w`.
        @inline(__always)
        func sample(_ x: Float, _ y: Float) -> SIMD4<Float> { canvas.sample(x, y) }
    }

    /// - Parameter most: density that a stroke has at most.
    private func chosen(
        _ pencils: [SIMD4<Float>], wanted: Canvas, laid: Canvas, field: StrokeField, most: Float, pitch: Float,
        seed: UInt64,
        stream: Int, crew: Crew
    ) -> Choice {
        // Two places to a stroke's width are enough.
        let step = max(1, Int(pitch / 2))
        let (columns, rows) = (max(1, wanted.width / step), max(1, wanted.height / step))
        let field = field.resized(width: columns, height: rows)
        // Each stroke has its own number: noise smoothed along the strokes.
        let white = Plane(width: columns, height: rows)
        for y in 0..<rows {
            var noise = CounterNoise(seed: seed, stream, y)
            let row = white.row(y)
            for x in 0..<columns { row[x] = noise.normal() }
        }
        let stroke = white.smoothed(along: field, sigma: 6, reach: 8, crew: crew)
        let spread = 1 / (stroke.deviation + 1e-6)
        let powers = pencils.map { ($0 * $0).sum() }
        let canvas = Canvas(width: columns, height: rows, crew: crew) { column, row in
            var need = SIMD4<Float>.zero
            for y in row * step..<row * step + step {
                for i in y * wanted.width + column * step..<y * wanted.width + column * step + step {
                    need += wanted.pixels[i] - laid.pixels[i]
                }
            }
            need /= Float(step * step)
            need.w = 0
            if need.x + need.y + need.z < 0.06 { return .zero }
            let number = stroke[column, row] * spread
            var (least, best, amount) = (Float.infinity, 0, Float(0))
            for p in pencils.indices {
                let laid = min(max((need * pencils[p]).sum() / powers[p], 0), most / powers[p].squareRoot())
                let rest = need - pencils[p] * laid
                // Strokes side by side prefer different pencils.
                let turn = number * 0.37 + Float(p) * 0.618_034
                let taste = 1 + 0.9 * (turn - Portable.floor(turn))
                let error = (rest * rest).sum() * taste + 0.02 * taste
                if error < least { (least, best, amount) = (error, p, laid) }
            }
            var color = pencils[best] * amount
            color.w = amount * powers[best].squareRoot()
            return color
        }
        return Choice(canvas: canvas, scale: 1 / Float(step))
    }

    private func preview(_ laid: Canvas) -> Bitmap {
        let step = max(1, max(laid.width, laid.height) / 256)
        return Canvas(width: laid.width / step, height: laid.height / step, crew: .alone) { x, y in
            SIMD4.transmitted(laid.pixels[y * step * laid.width + x * step])
        }.preview()
    }

    private func finish(_ study: PictureStudy, _ job: PaintJob, laid: Canvas) -> Bitmap? {
        let unit = study.unit
        let importance = study.importance
        let border = PaperBorder.drawn.plane(for: study, job)
        let contours = study.solid.l.lines(
            study[StrokeDirection.self].full, sigma: 0.9 * max(1, unit), smoothing: 3 * unit, crew: job.crew)
        if job.halted() { return nil }
        let grain = Paper(.soft, unit: unit, seed: job.seed)
        let paper = study.paperColor(0.985, 0.975, 0.95)
        return study.bitmap(crew: job.crew) { x, y in
            let i = y * laid.width + x
            let grain = min(max(grain[x, y], -2), 2)
            let line = contours.values[i] * (0.2 + 0.5 * importance.values[i]) * border.values[i]
            let density = laid.pixels[i] + SIMD4(0.9, 0.95, 0.9, 0) * line
            return paper * SIMD4.transmitted(density * (1 + 0.22 * grain))
        }
    }
}
