internal import RiffleImage

/// Watercolour: four glazes from light to dark, each with its own wandering wet edge, on rough paper, over a thin drawing.
///
/// Source: after Bousseau and others, "Interactive watercolor rendering with temporal coherence and abstraction", NPAR 2006;
/// Curtis and others, "Computer-generated watercolor", SIGGRAPH 1997.
struct Watercolour: Painter {
    let manner = Manner("watercolour", .medium, "washed in watercolour over a thin drawing")

    func refusal(of study: PictureStudy) -> String? { Strokes.refusal(of: study) }
    var distance: Float { 0.5 }
    func schemes(of study: PictureStudy) -> Int { Watercolour.boxes.count }

    /// What a box of colours does to the picture's own.
    private struct Box {
        /// Added to the density of every wash.
        let tone: SIMD4<Float>
        /// Added to the density of the darkest wash, for each unit of density.
        let shadow: SIMD4<Float>
        /// How strong the drawing under it is.
        var drawing: Float
        let line: SIMD4<Float>
        /// How much of the ground blooms where water ran back.
        var blooms: Float
        /// How far washes run, times what is usual.
        var wetness: Float

        /// Faces need their drawing, and must not run.
        var forFaces: Box {
            var box = self
            (box.drawing, box.wetness, box.blooms) = (max(drawing, 0.9), min(wetness, 1), 0.6)
            return box
        }
    }

    private static let boxes = [
        // Line and wash.
        Box(
            tone: .zero, shadow: .zero, drawing: 1.2, line: SIMD4(0.75, 0.80, 0.85, 0), blooms: 0.8, wetness: 1),
        // Wet in wet, ultramarine in the shadows.
        Box(
            tone: SIMD4(0.14, 0.05, 0, 0), shadow: SIMD4(0.28, 0.05, -0.25, 0), drawing: 0.15,
            line: SIMD4(0.95, 0.80, 0.55, 0), blooms: 2.2, wetness: 2.3),
        // Over a wash of raw sienna, burnt umber in the shadows.
        Box(
            tone: SIMD4(0.02, 0.09, 0.24, 0), shadow: SIMD4(-0.18, 0.02, 0.12, 0), drawing: 0.9,
            line: SIMD4(0.55, 0.80, 0.95, 0), blooms: 0.6, wetness: 1.2),
    ]

    /// From which mean density a glaze is laid, how soft it is and how far its edge wanders, in pixels at 512.
    private static let glazes: [(from: Float, softness: Float, wander: Float)] = [
        (0, 5, 2.2), (0.2, 2.5, 1.6), (0.5, 1.2, 1), (0.95, 0.7, 0.7),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let importance = study.importance
        let style = Watercolour.boxes[job.scheme % Watercolour.boxes.count]
        let box = study[Person.self].isLikely ? style.forFaces : style
        let (width, height) = (importance.width, importance.height)
        let density = density(study, job, importance)
        if job.halted() { return nil }
        job.show(preview(density), 0.25)
        let mean = Plane(width: width, height: height, crew: crew) { x, y in
            let d = density.pixels[y * width + x]
            return (d.x + d.y + d.z) / 3
        }
        let stream = NoiseStream.drawing.rawValue
        let wander = Wander(width: width, height: height, scale: 6 * unit, seed: job.seed, stream: stream, crew: crew)
        let pigment = Canvas(width: width, height: height, crew: crew) { _, _ in .zero }
        for (number, glaze) in Watercolour.glazes.enumerated() {
            if job.halted() { return nil }
            let to = number == 3 ? 9 : Watercolour.glazes[number + 1].from
            let part = Canvas(width: width, height: height, crew: crew) { x, y in
                let i = y * width + x
                let whole = max(mean.values[i], 1e-3)
                let share = min(1, to / whole) - min(1, glaze.from / whole)
                let d = density.pixels[i] * share
                return number == 3 ? d + box.shadow * min(mean.values[i] * share, 0.6) : d
            }.blurred((number < 2 ? glaze.softness * box.wetness : 0.5) * unit, crew: crew)
            if number == 0 {
                for i in 0..<pigment.count { pigment.pixels[i] = part.pixels[i] }
                continue
            }
            let stepped = mean.blurred(glaze.softness * 0.5 * box.wetness * unit, crew: crew)
                .map { Portable.smoothstep(glaze.from - 0.05, glaze.from + 0.05, $0) }
            let mask = wander.moved(stepped, by: glaze.wander * box.wetness * unit, crew: crew)
            let rim = mask.blurred(0.8 * unit, crew: crew).with(mask.blurred(3.2 * unit, crew: crew)) {
                max($0 - $1, 0)
            }
            let moved = wander.moved(part, by: 0.8 * unit, crew: crew)
            crew.rows(height) { y in
                for i in y * width..<(y + 1) * width {
                    pigment.pixels[i] += moved.pixels[i] * (mask.values[i] * (1 + 2 * rim.values[i]))
                }
            }
        }
        return finish(study, job, pigment: pigment, mean: mean, box: box)
    }

    /// The density of pigment, -ln of the colour, of a smoother and lighter picture.
    private func density(_ study: PictureStudy, _ job: PaintJob, _ importance: Plane) -> Canvas {
        let (unit, crew) = (study.unit, job.crew)
        let lab = study.solid
        let coarse = EdgeKeepingBlur(sigma: job.between(4.5, 5, 8) * unit, edge: 0.085)(lab, crew: crew)
        let fine = EdgeKeepingBlur(sigma: 2.5 * unit, edge: 0.06, rounds: 2)(lab, crew: crew)
        let light = job.between(0.12, 0.15, 0.3)
        let tone = coarse.l.with(fine.l) { $1 * 0.5 + $0 * 0.5 }
        let ends = tone.percentiles(1, 97)
        let range = 1 / max(ends[1] - ends[0], 1e-3)
        let washed = LabPicture(width: lab.width, height: lab.height)
        crew.rows(lab.height) { y in
            for i in y * lab.width..<(y + 1) * lab.width {
                let matters = importance.values[i]
                let share = 0.35 + 0.6 * Portable.smoothstep(0.2, 0.7, matters)
                let (from, to) = (coarse[i], fine[i])
                var color = Lab(
                    from.l + (to.l - from.l) * share, 1.3 * (from.a + (to.a - from.a) * share),
                    1.3 * (from.b + (to.b - from.b) * share))
                color.l = 0.15 + 0.85 * Portable.pow(min(max((color.l - ends[0]) * range, 0), 1), 0.85)
                color.l += (1 - color.l) * light * (1 - Portable.smoothstep(0.08, 0.45, matters))
                washed[i] = color
            }
        }
        let colors = Canvas(washed, fourth: importance, crew: crew)
        return Canvas(width: lab.width, height: lab.height, crew: crew) { x, y in
            colors.pixels[y * lab.width + x].density(floor: 0.02)
        }
    }

    private func preview(_ density: Canvas) -> Bitmap {
        let step = max(1, max(density.width, density.height) / 256)
        return Canvas(width: density.width / step, height: density.height / step, crew: .alone) { x, y in
            SIMD4.transmitted(density.pixels[y * step * density.width + x * step])
        }.preview()
    }

    /// Paper, grain, the uneven wash, its edge, blooms and the drawing.
    private func finish(_ study: PictureStudy, _ job: PaintJob, pigment: Canvas, mean: Plane, box: Box) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let importance = study.importance
        let (width, height) = (mean.width, mean.height)
        let stream = NoiseStream.drawing.rawValue
        func noise(_ scale: Float, _ number: Int) -> Plane {
            .noise(
                width: width, height: height, scale: scale * unit, seed: job.seed, stream: stream + number, crew: crew)
        }
        let (broad, middle) = (noise(26, 4), noise(7, 5))
        let inked = study.solid.l.blurred(0.6 * unit, crew: crew).lines(
            study[StrokeDirection.self].full, sigma: 0.9 * max(1, unit), smoothing: 3 * unit, crew: crew)
        if job.halted() { return nil }
        // Blooms: the edges of places where slow noise is high, in the ground alone.
        let bloom = noise(34, 6).with(middle) { Portable.smoothstep(1.1, 1.16, $0 + 0.12 * $1) }
        let bloomRim = bloom.blurred(5 * unit, crew: crew).with(bloom.blurred(unit, crew: crew)) {
            min(max($0 - $1, 0), 1)
        }
        let wash = washed(study, job, importance: importance, broad: broad, middle: middle)
        if job.halted() { return nil }
        let grain = Paper(.rough, unit: unit, seed: job.seed)
        let paper = study.paperColor(0.985, 0.975, 0.955)
        return study.bitmap(crew: crew) { x, y in
            let i = y * width + x
            let matters = importance.values[i]
            let ground = 1 - Portable.smoothstep(0.08, 0.45, matters)
            let grain = grain[x, y]
            let granules = min(max(0.09 * grain * (0.4 + min(mean.values[i], 1)), -0.2), 0.3)
            let uneven = 1 + 0.16 * broad.values[i] + 0.07 * middle.values[i] + granules
            let bloomed = min(1, box.blooms) * ground
            var amount = uneven * (1 - 0.22 * bloom.values[i] * bloomed)
            amount += 0.5 * box.blooms * bloomRim.values[i] * ground
            var density = (pigment.pixels[i] + box.tone) * (max(amount, 0) * wash.values[i])
            let pencil =
                inked.values[i] * Portable.smoothstep(-0.9, 0.5, grain + 0.5) * (0.25 + 0.5 * matters) * box.drawing
            density += box.line * (0.8 * pencil * (0.25 + 0.75 * wash.values[i]))
            return paper * (1 + 0.01 * grain) * SIMD4.transmitted(density)
        }
    }

    /// 1 where the wash lies, 0 on the paper around it; the subject reaches nearer to the edge.
    private func washed(
        _ study: PictureStudy, _ job: PaintJob, importance: Plane, broad: Plane, middle: Plane
    ) -> Plane {
        if study[SolidSource.self].keepsGround {
            return Plane(width: broad.width, height: broad.height, fill: 1)
        }
        let (unit, crew) = (study.unit, job.crew)
        let (width, height) = (broad.width, broad.height)
        let fine = Plane.noise(
            width: width, height: height, scale: 2 * unit, seed: job.seed, stream: NoiseStream.drawing.rawValue + 7,
            crew: crew)
        let subject = importance.blurred(8 * unit, crew: crew)
        let margin = job.between(14, 18, 34)
        return Plane(width: width, height: height, crew: crew) { x, y in
            let i = y * width + x
            let edge = Float(min(x, y, width - 1 - x, height - 1 - y)) / unit
            if edge > margin + 16 { return 1 }
            let reach = edge + 0.9 * margin * Portable.smoothstep(0.2, 0.7, subject.values[i])
            let place = reach + 1.6 * broad.values[i] + 1.1 * middle.values[i] + 0.5 * fine.values[i]
            return Portable.smoothstep(margin - 1.25, margin + 1.25, place)
        }
    }
}
