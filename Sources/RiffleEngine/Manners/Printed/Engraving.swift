internal import RiffleImage

/// Lines that swell with the shade and bend round the forms, crossed in the dark.
struct Engraving: Painter {
    let manner = Manner("engraving", .medium, "lines of a burin that swell and bend round the forms")

    private struct Plate {
        var ink: SIMD4<Float>
        var paper: SIMD4<Float>
        /// Of the first family of lines, in radians.
        var angle: Float
    }

    private static let plates = [
        Plate(ink: SIMD4(0.10, 0.09, 0.10, 0), paper: SIMD4(0.965, 0.945, 0.89, 0), angle: 0.35),
        Plate(ink: SIMD4(0.23, 0.12, 0.07, 0), paper: SIMD4(0.96, 0.93, 0.86, 0), angle: -0.4),
        Plate(ink: SIMD4(0.07, 0.12, 0.22, 0), paper: SIMD4(0.96, 0.955, 0.93, 0), angle: 1.2),
        Plate(ink: SIMD4(0.08, 0.17, 0.13, 0), paper: SIMD4(0.965, 0.95, 0.90, 0), angle: 0.1),
    ]

    /// A family of parallel lines.
    private struct Family {
        /// Against the first family's angle.
        var turn: Float
        /// The tone from which on darker places have its lines.
        var start: Float
        /// Pixels at 512 that the lines move by from black to white.
        var bend: Float
        /// Of a line in the darkest places, in shares of the pitch.
        var widest: Float
    }

    private static let families = [
        Family(turn: 0, start: 0.96, bend: 26, widest: 0.80),
        Family(turn: 0.95, start: 0.52, bend: 22, widest: 0.62),
        Family(turn: -0.55, start: 0.22, bend: 14, widest: 0.62),
    ]
    /// Lines nearer than this, in pixels, run together into grey.
    private static let leastPitch: Float = 3.5

    func refusal(of study: PictureStudy) -> String? { study.printRefusal(smallest: 200) }
    func schemes(of study: PictureStudy) -> Int { Engraving.plates.count }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let plate = Engraving.plates[job.scheme]
        let source = study.small
        let unit = study.unit
        let (width, height) = (study.picture.width, study.picture.height)
        func full(_ plane: Plane) -> Plane { plane.enlarged(width: width, height: height, crew: job.crew) }
        let tone = full(
            study[DrawingTone.self].cleared(0.25, importance: study.importance)
                .resized(width: source.width, height: source.height))
        let l = source.lab.l.blurred(source.unit, crew: job.crew)
        let form = full(l.stretched(1, 99).blurred(9 * source.unit, crew: job.crew))
        let contours = full(
            l.lines(source.direction, sigma: 0.9 * source.unit, smoothing: 4 * source.unit, crew: job.crew))
        if job.halted() { return nil }
        func noise(_ scale: Float, _ stream: NoiseStream) -> Plane {
            full(
                .noise(
                    width: source.width, height: source.height, scale: scale * source.unit, seed: job.seed,
                    stream: stream.rawValue, crew: job.crew))
        }
        let (slow, swelling) = (noise(60, .engravedWaves), noise(3, .engravedSwelling))
        let pitch = max(job.between(3.8, 4.2, 6.2) * unit, Engraving.leastPitch)
        let lines = Engraving.families.map { family in
            (family: family, direction: Portable.sinCos(plate.angle + family.turn))
        }
        if job.halted() { return nil }
        let sheet = PrintSheet(study, job, paper: plate.paper, kind: .laid)
        return study.bitmap(crew: job.crew) { x, y in
            let shade = tone[x, y]
            let swell = 1 + 0.12 * swelling[x, y]
            var ink: Float = 0
            for (family, direction) in lines where shade < family.start {
                let darkness = (family.start - shade) / family.start
                let share = family.widest * Portable.pow(darkness, 0.9) * swell
                if share < 0.07 { continue }
                let across = Float(y) * direction.cos - Float(x) * direction.sin
                let place = (across + unit * (family.bend * form[x, y] + 2 * slow[x, y])) / pitch
                let away = abs(place - Portable.round(place)) * pitch
                let line = share * pitch
                ink = max(ink, min(line, max(0, min(1, 0.5 * line + 0.5 - away))))
            }
            ink = max(ink, 0.95 * contours[x, y])
            let amount = ink * sheet.border[x, y]
            return (sheet.paper + (plate.ink - sheet.paper) * amount) * (1 + 0.008 * sheet.grain[x, y])
        }
    }
}
