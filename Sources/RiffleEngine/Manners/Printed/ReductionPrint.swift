internal import RiffleImage

/// A linocut in four colours from one block, of which more is cut away before each next, darker ink.
struct ReductionPrint: Painter {
    let manner = Manner("reduction print", .medium, "a colour linocut, four inks from light to dark")

    /// Paper, then the inks from light to dark.
    private static let schemes: [[SIMD4<Float>]] = [
        [
            SIMD4(0.97, 0.93, 0.83, 0), SIMD4(0.95, 0.74, 0.42, 0), SIMD4(0.80, 0.38, 0.27, 0),
            SIMD4(0.13, 0.17, 0.27, 0),
        ],
        [
            SIMD4(0.96, 0.94, 0.86, 0), SIMD4(0.66, 0.80, 0.74, 0), SIMD4(0.20, 0.48, 0.53, 0),
            SIMD4(0.08, 0.13, 0.22, 0),
        ],
        [
            SIMD4(0.97, 0.94, 0.87, 0), SIMD4(0.93, 0.66, 0.56, 0), SIMD4(0.56, 0.32, 0.45, 0),
            SIMD4(0.15, 0.10, 0.22, 0),
        ],
        [
            SIMD4(0.96, 0.94, 0.84, 0), SIMD4(0.80, 0.79, 0.46, 0), SIMD4(0.36, 0.51, 0.33, 0),
            SIMD4(0.10, 0.17, 0.15, 0),
        ],
    ]

    func refusal(of study: PictureStudy) -> String? { study.printRefusal(smallest: 128) }
    func schemes(of study: PictureStudy) -> Int { ReductionPrint.schemes.count }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        paint(study, job, inks: ReductionPrint.schemes[job.scheme])
    }

    /// - Parameter scheme: paper, then the inks from light to dark.
    func paint(_ study: PictureStudy, _ job: PaintJob, inks scheme: [SIMD4<Float>]) -> Bitmap? {
        let source = study.small
        let carved = study[CarvedSource.self]
        let tones = carved.sharpened(3.5, importance: source.importance)
        // The subject's tones count most, so that it has all four; a ground that stays white does not count.
        let figure = study[SolidSource.self].figure.resized(width: tones.width, height: tones.height)
        let own = tones.percentiles(
            72, 45, 22, weights: source.importance.with(figure) { (0.25 + $0) * max($1, 1e-4) })
        let levels = zip(own, [0.72, 0.46, 0.24] as [Float]).map { 0.5 * $0 + 0.5 * $1 }
        if job.halted() { return nil }
        job.show(CarvedSource.preview(tones, levels: levels, colors: scheme), 0.3)
        let (width, height) = (study.picture.width, study.picture.height)
        let pitch = job.between(4.4, 5.4, 8)
        guard let stripes = CarvedSource.stripes(study, job, pitch: pitch, width: width, height: height) else {
            return nil
        }
        let full = tones.enlarged(width: width, height: height, crew: job.crew)
        let sheet = PrintSheet(study, job, paper: scheme[0])
        let carving = job.between(0.07, 0.085, 0.10)
        var noise = CounterNoise(seed: job.seed, .register)
        func offset() -> Float { Float(noise.signedUnit()) * 0.9 * study.unit }
        var inks: [Plane] = []
        for level in levels {
            let (right, down) = (offset(), offset())
            let block = full.with(stripes) { level - $0 + carving * $1 }
            inks.append(
                block.blurred(0.5 * study.unit, crew: job.crew).moved(right: right, down: down, crew: job.crew)
                    .coverage(crew: job.crew))
            if job.halted() { return nil }
        }
        let (light, middle, dark) = (inks[0], inks[1], inks[2])
        return study.bitmap(crew: job.crew) { x, y in
            let grain = sheet.grain[x, y]
            let hold = 0.97 * (1 - 0.16 * Portable.smoothstep(1.1, 1.9, grain)) * sheet.border[x, y]
            var color = sheet.paper
            color += (scheme[1] - color) * (hold * light[x, y])
            color += (scheme[2] - color) * (hold * middle[x, y])
            color += (scheme[3] - color) * (hold * dark[x, y])
            return color * (1 + 0.006 * grain)
        }
    }
}
