internal import RiffleImage

/// A few flat colours with clean outlines, as cut for a screen print.
struct Poster: Painter {
    let manner = Manner("poster", .medium, "a few flat colours with clean outlines")

    /// Colours that take the place of a picture's by their lightness, but for the two strongest, which stand out.
    private struct Palette {
        /// Dark to light.
        var ramp: [Lab]
        /// The darker first.
        var accents: [Lab]
    }

    private static let palettes = [
        // Night blue to cream, with brick and orange.
        Palette(
            ramp: [
                Lab(l: 0.27, chroma: 0.05, hue: -95), Lab(l: 0.46, chroma: 0.06, hue: -130),
                Lab(l: 0.66, chroma: 0.05, hue: 175), Lab(l: 0.86, chroma: 0.06, hue: 90),
                Lab(l: 0.96, chroma: 0.03, hue: 90),
            ],
            accents: [Lab(l: 0.52, chroma: 0.15, hue: 32), Lab(l: 0.75, chroma: 0.14, hue: 62)]),
        // Forest to straw, with rust.
        Palette(
            ramp: [
                Lab(l: 0.26, chroma: 0.04, hue: 190), Lab(l: 0.45, chroma: 0.07, hue: 170),
                Lab(l: 0.67, chroma: 0.09, hue: 130), Lab(l: 0.87, chroma: 0.09, hue: 100),
                Lab(l: 0.96, chroma: 0.03, hue: 95),
            ],
            accents: [Lab(l: 0.48, chroma: 0.12, hue: 30), Lab(l: 0.76, chroma: 0.14, hue: 65)]),
        // Aubergine to peach, with slate blue.
        Palette(
            ramp: [
                Lab(l: 0.25, chroma: 0.06, hue: -60), Lab(l: 0.42, chroma: 0.11, hue: -25),
                Lab(l: 0.62, chroma: 0.14, hue: 10), Lab(l: 0.80, chroma: 0.12, hue: 50),
                Lab(l: 0.96, chroma: 0.04, hue: 85),
            ],
            accents: [Lab(l: 0.48, chroma: 0.08, hue: -100), Lab(l: 0.72, chroma: 0.07, hue: -140)]),
    ]
    /// What hue and chroma weigh against lightness when colours are grouped.
    private static let colorWeight: Float = 1.5
    /// How far in hue and chroma a colour is from the picture's mean to stand out.
    private static let standingOut: Float = 0.065
    /// Colours nearer than this are one.
    private static let alike: Float = 0.1

    func refusal(of study: PictureStudy) -> String? { study.printRefusal() }
    /// The palettes, and the picture's own colours where they are strong.
    func schemes(of study: PictureStudy) -> Int { Poster.palettes.count + (study[Tones.self].isColourful ? 1 : 0) }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let source = study.small
        let unit = source.unit
        var groups = EdgeKeepingBlur(sigma: 10 * unit, edge: 0.11)(source.lab, crew: job.crew)
        if job.halted() { return nil }
        groups.l = groups.l.toned(share: 0.25, limit: 2, low: 0.5, high: 99.5).map { 0.04 + 0.92 * $0 }
        (groups.a, groups.b) = (groups.a * Poster.colorWeight, groups.b * Poster.colorWeight)
        let count = Int(job.between(8, 7, 5).rounded())
        let found = ColorClusters(of: groups, count: min(max(count, 4), FlatAreas.most), seed: study.seed)
        let clusters = Poster.merged(found)
        let labels = (0..<source.width * source.height).map { ColorClusters.nearest(to: groups[$0], in: clusters) }
        if job.halted() { return nil }
        let areas = FlatAreas(
            labels, count: clusters.count, fine: job.between(1, 1.3, 2) * unit, broad: job.between(3, 4, 6) * unit,
            importance: source.importance, crew: job.crew)
        if job.halted() { return nil }
        let colors =
            job.scheme == Poster.palettes.count
            ? Poster.own(clusters)
            : Poster.replaced(
                clusters, Poster.palettes[job.scheme],
                takesAccent: Poster.accentTakers(
                    clusters, of: groups, compactness: areas.compactness, isPerson: study[Person.self].isLikely))
        let painted = areas.drawn(
            colors.map(\.screen), width: study.picture.width, height: study.picture.height, crew: job.crew)
        let grain = Paper(.fine, unit: study.unit, seed: job.seed)
        return study.bitmap(crew: job.crew) { x, y in
            painted.pixels[y * painted.width + x] * (1 + 0.012 * grain[x, y])
        }
    }

    /// The colours without those that are nearly alike: two halves of a sky.
    private static func merged(_ clusters: ColorClusters) -> [Lab] {
        var parts = zip(clusters.colors, clusters.shares).map { (color: $0, share: $1) }
        while parts.count > 3 {
            let pairs = parts.indices.flatMap { i in (0..<i).map { (i, $0) } }
            let nearest = pairs.min { a, b in
                parts[a.0].color.squaredDistance(to: parts[a.1].color)
                    < parts[b.0].color.squaredDistance(to: parts[b.1].color)
            }!
            let (a, b) = (parts[nearest.0], parts[nearest.1])
            if a.color.squaredDistance(to: b.color) > alike * alike { break }
            let share = a.share + b.share
            parts[nearest.1] = (a.color.mixed(with: b.color, share: b.share / share), share)
            parts.remove(at: nearest.0)
        }
        return parts.map(\.color)
    }

    private static func own(_ clusters: [Lab]) -> [Lab] {
        clusters.map { color in
            Lab(0.5 + (color.l - 0.5) * 1.08, color.a / colorWeight, color.b / colorWeight).livelier(by: 1.35)
        }
    }

    /// What an accent suits: large areas of a colour that stands out. A face shows none, and in fur or leaves they would be
    /// camouflage.
    private static func accentTakers(
        _ clusters: [Lab], of picture: LabPicture, compactness: [Float], isPerson: Bool
    ) -> [Bool] {
        let mean = Lab(0, picture.a.mean, picture.b.mean)
        return zip(clusters, compactness).map { color, compactness in
            let apart = Lab(0, color.a, color.b).squaredDistance(to: mean).squareRoot()
            let isSkin = Importance.skin(Lab(color.l, color.a / colorWeight, color.b / colorWeight)) > 0.3
            return !isPerson && !isSkin && compactness > 0.72 && apart > standingOut * colorWeight
        }
    }

    private static func replaced(_ clusters: [Lab], _ palette: Palette, takesAccent: [Bool]) -> [Lab] {
        var colors = clusters
        let strongest = clusters.indices
            .filter { clusters[$0].l > 0.25 && clusters[$0].l < 0.9 && takesAccent[$0] }
            .sorted { (clusters[$0].chroma, $1) > (clusters[$1].chroma, $0) }
            .prefix(clusters.count > 4 ? 2 : 1).sorted { clusters[$0].l < clusters[$1].l }
        let rest = clusters.indices.filter { !strongest.contains($0) }.sorted { clusters[$0].l < clusters[$1].l }
        for (rank, index) in rest.enumerated() {
            let last = Float(palette.ramp.count - 1)
            let even = rest.count == 1 ? 0.5 : Float(rank) / Float(rest.count - 1)
            let place = last * (0.6 * even + 0.4 * min(max(clusters[index].l, 0), 1))
            let low = min(Int(place), palette.ramp.count - 2)
            colors[index] = palette.ramp[low].mixed(with: palette.ramp[low + 1], share: place - Float(low))
        }
        for (accent, index) in zip(palette.accents, strongest) { colors[index] = accent }
        return colors
    }
}
