internal import RiffleImage

/// Sheets of coloured paper, one over the other, each cut along a tone and casting its shadow on those below.
struct PaperCut: Painter {
    let manner = Manner("paper cut", .medium, "layers of cut paper, each with its shadow")

    /// The deepest sheet's colour, one between, and the topmost's.
    private static let schemes: [[Lab]] = [
        [
            Lab(l: 0.24, chroma: 0.06, hue: 25), Lab(l: 0.62, chroma: 0.13, hue: 50),
            Lab(l: 0.95, chroma: 0.05, hue: 90),
        ],
        [
            Lab(l: 0.22, chroma: 0.08, hue: -85), Lab(l: 0.58, chroma: 0.12, hue: 10),
            Lab(l: 0.93, chroma: 0.06, hue: 75),
        ],
        [
            Lab(l: 0.20, chroma: 0.04, hue: 190), Lab(l: 0.56, chroma: 0.09, hue: 165),
            Lab(l: 0.95, chroma: 0.04, hue: 110),
        ],
    ]
    /// Largest scrap in pixels at 512 that is left out.
    private static let scrap: Float = 130
    /// How dark the shadow of one sheet is, and of many.
    private static let shadows: (one: Float, many: Float) = (0.42, 0.6)

    func refusal(of study: PictureStudy) -> String? { study.printRefusal() }
    func schemes(of study: PictureStudy) -> Int { PaperCut.schemes.count }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let source = study.small
        let unit = source.unit
        let smooth = EdgeKeepingBlur(sigma: 10 * unit, edge: 0.10)(source.lab, crew: job.crew)
        let tone = smooth.l.stretched(1, 99).toned(share: 0.35, limit: 1.8, low: 0.5, high: 99.5)
        if job.halted() { return nil }
        let count = min(max(Int(job.between(8, 7, 5).rounded()), 4), FlatAreas.most)
        let levels = (1..<count).map { i -> Float in
            let even = Float(i) / Float(count)
            return 0.6 * tone.percentiles(100 * even)[0] + 0.4 * even
        }
        for level in levels { tone.removeScraps(at: level, smallest: Int(PaperCut.scrap * unit * unit)) }
        let labels = (0..<tone.count).map { i in levels.firstIndex { tone.values[i] < $0 } ?? levels.count }
        if job.halted() { return nil }
        let areas = FlatAreas(
            labels, count: count, fine: job.between(1, 1.3, 1.8) * unit, broad: job.between(3, 4, 6) * unit,
            importance: source.importance, crew: job.crew)
        if job.halted() { return nil }
        let colors = PaperCut.colors(count: count, scheme: PaperCut.schemes[job.scheme])
        let screen = colors.map(\.screen)
        job.show(
            areas.drawn(screen, width: (source.width + 1) / 2, height: (source.height + 1) / 2, crew: job.crew)
                .preview(), 0.5)
        return laid(study, job, areas: areas, colors: screen)
    }

    /// A colour for each sheet, the deepest and darkest first.
    private static func colors(count: Int, scheme: [Lab]) -> [Lab] {
        (0..<count).map { sheet in
            let place = 2 * Float(sheet) / Float(count - 1)
            let low = min(Int(place), 1)
            return scheme[low].mixed(with: scheme[low + 1], share: place - Float(low))
        }
    }

    /// The sheets laid over one another, in the light of the upper left.
    private func laid(
        _ study: PictureStudy, _ job: PaintJob, areas: FlatAreas, colors: [SIMD4<Float>]
    ) -> Bitmap? {
        let (width, height) = (study.picture.width, study.picture.height)
        let (unit, small) = (study.unit, study.small.unit)
        let depth = job.between(0.8, 1, 1.5) * small
        let rim = max(1, Int(unit.rounded()))
        // The fourth number is how many shadows fall on a place.
        let picture = Canvas(width: width, height: height)
        var bottom = colors[0]
        bottom.w = 0
        picture.pixels.update(repeating: bottom, count: picture.count)
        for sheet in 1..<colors.count {
            if job.halted() { return nil }
            // All that lies at least so high, above half.
            let high = Plane(width: areas.width, height: areas.height)
            for i in 0..<high.count {
                let shares = areas.shares[i]
                var sum: Float = -0.5
                for kind in sheet..<colors.count { sum += shares[kind] }
                high.values[i] = sum
            }
            let cut = high.enlarged(width: width, height: height, crew: job.crew).coverage(crew: job.crew)
            // Shadows are soft: they are made small.
            let solid = high.coverage(crew: job.crew)
            let far = solid.moved(right: 2.5 * depth, down: 3.2 * depth).blurred(3.2 * depth, crew: job.crew)
            let near = solid.moved(right: small, down: small).blurred(0.9 * small, crew: job.crew)
            let shadow = far.with(near) { 0.7 * $0 + 0.3 * $1 }.enlarged(width: width, height: height, crew: job.crew)
            let color = colors[sheet]
            job.crew.rows(height) { y in
                let target = picture.pixels + y * width
                let (here, before, shade) = (cut.row(y), cut.row(max(y - rim, 0)), shadow.row(y))
                for x in 0..<width {
                    let mask = here[x]
                    var under = target[x]
                    under.w += shade[x]
                    var paper = color + 0.10 * max(0, mask - before[max(x - rim, 0)])
                    paper.w = 0
                    target[x] = under + (paper - under) * mask
                }
            }
        }
        let cloud = Plane.noise(
            width: areas.width, height: areas.height, scale: 30 * small, seed: job.seed,
            stream: NoiseStream.paperCloud.rawValue, crew: job.crew
        ).enlarged(width: width, height: height, crew: job.crew)
        let grain = Paper(.fine, unit: unit, seed: job.seed)
        let (one, many) = PaperCut.shadows
        return study.bitmap(crew: job.crew) { x, y in
            let color = picture.pixels[y * width + x]
            let dark = many * (1 - Portable.exp(-color.w * one / many))
            return color * ((1 - dark) * (1 + 0.018 * grain[x, y] + 0.012 * cloud[x, y]))
        }
    }
}
