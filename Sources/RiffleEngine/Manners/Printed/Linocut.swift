internal import RiffleImage

/// One ink from a block of which the light was cut away.
struct Linocut: Painter {
    let manner = Manner("linocut", .medium, "one ink from a block cut with a knife")

    /// Ink and paper.
    private static let inks: [(SIMD4<Float>, SIMD4<Float>)] = [
        (SIMD4(0.09, 0.10, 0.13, 0), SIMD4(0.955, 0.935, 0.88, 0)),
        (SIMD4(0.09, 0.20, 0.33, 0), SIMD4(0.96, 0.945, 0.90, 0)),
        (SIMD4(0.55, 0.13, 0.10, 0), SIMD4(0.96, 0.94, 0.885, 0)),
        (SIMD4(0.08, 0.25, 0.21, 0), SIMD4(0.96, 0.945, 0.89, 0)),
    ]
    /// Tones that are ink or paper all over in an even picture; between them there are lines.
    private static let tones: (ink: Float, paper: Float) = (0.30, 0.74)

    func refusal(of study: PictureStudy) -> String? { study.printRefusal(smallest: 128) }
    func schemes(of study: PictureStudy) -> Int { Linocut.inks.count }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (ink, paper) = Linocut.inks[job.scheme]
        let source = study.small
        let tones = study[CarvedSource.self].sharpened(6, importance: source.importance)
        let own = tones.percentiles(30, 72, weights: source.importance.map { 0.25 + $0 })
        let low = 0.5 * (Linocut.tones.ink + own[0])
        let high = max(0.5 * (Linocut.tones.paper + own[1]), low + 0.25)
        if job.halted() { return nil }
        job.show(CarvedSource.preview(tones, levels: [0.5 * (low + high)], colors: [paper, ink]), 0.3)
        let (width, height) = (study.picture.width, study.picture.height)
        let pitch = job.between(5, 6, 8.5)
        guard let stripes = CarvedSource.stripes(study, job, pitch: pitch, width: width, height: height) else {
            return nil
        }
        let full = tones.enlarged(width: width, height: height, crew: job.crew)
        let cut = full.with(stripes) { tone, stripe -> Float in
            if tone < low { return -1 }
            if tone > high { return 1 }
            return stripe - 0.5 + ((tone - low) / (high - low) - 0.5) * 2.3
        }
        let bare = cut.blurred(0.55 * study.unit, crew: job.crew).coverage(crew: job.crew)
        if job.halted() { return nil }
        let sheet = PrintSheet(study, job, paper: paper)
        let patches = Plane.noise(
            width: width, height: height, scale: 12 * study.unit, seed: job.seed,
            stream: NoiseStream.saltPatches.rawValue, crew: job.crew)
        return study.bitmap(crew: job.crew) { x, y in
            let salt = Portable.smoothstep(1.15, 1.9, sheet.grain[x, y] + 0.3 * patches[x, y])
            let amount = (1 - bare[x, y]) * sheet.border[x, y] * (1 - 0.22 * salt)
            return sheet.paper + (ink - sheet.paper) * (0.97 * amount)
        }
    }
}
