internal import RiffleImage

/// Where a picture fades into the paper around it: unevenly, as a hand leaves it.
struct PaperBorder {
    /// From the edge to the middle of the fading, in pixels at 512.
    var margin: Float
    /// How far that wanders, in pixels at 512; more than 5 looks like torn paper.
    var wander: Float
    /// Width of the fading, in pixels at 512.
    var softness: Float

    static let drawn = PaperBorder(margin: 20, wander: 4, softness: 26)
    static let printed = PaperBorder(margin: 12, wander: 1.4, softness: 2.5)

    /// 0 on the paper around the picture, 1 inside it; 1 everywhere where the source's ground is kept or the picture is
    /// subtle.
    func plane(for study: PictureStudy, _ job: PaintJob) -> Plane {
        let (width, height) = (study.picture.width, study.picture.height)
        if study[SolidSource.self].keepsGround || job.strength < 0.35 {
            return Plane(width: width, height: height, fill: 1)
        }
        return plane(width: width, height: height, unit: study.unit, seed: job.seed, crew: job.crew)
    }

    func plane(width: Int, height: Int, unit: Float, seed: UInt64, crew: Crew = .alone) -> Plane {
        // The noise is smooth, so it is made on a coarse grid.
        let step = max(1, Int(4 * unit))
        let (columns, rows) = (width / step + 2, height / step + 2)
        func noise(_ scale: Float, _ stream: Int) -> Plane {
            .noise(
                width: columns, height: rows, scale: scale * unit / Float(step), seed: seed,
                stream: NoiseStream.border.rawValue + stream, crew: crew)
        }
        let coarse = noise(14, 0).with(noise(4, 1)) { (wander * $0 + 0.5 * wander * $1) * unit }
        let (low, high) = ((margin - softness / 2) * unit, (margin + softness / 2) * unit)
        let reach = high + 6 * wander * unit
        return Plane(width: width, height: height, crew: crew) { x, y in
            let distance = Float(min(x, y, width - 1 - x, height - 1 - y))
            if distance > reach { return 1 }
            let away = coarse.sample(Float(x) / Float(step), Float(y) / Float(step))
            return Portable.smoothstep(low, high, distance + away)
        }
    }
}
