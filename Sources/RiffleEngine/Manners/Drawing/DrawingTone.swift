internal import RiffleImage

/// A picture's tones as somebody who draws with one ink sees them, 0 black to 1 paper: lightness, and what only colour tells
/// apart.
///
/// Source: after Grundland, Dodgson, "Decolorize", Pattern Recognition 2007.
struct DrawingTone: Finding {
    /// Lightness with what only colour tells apart, 0…1.
    let grey: Plane
    /// The same with its contrast spread over the range of the ink.
    let tone: Plane

    init(of study: PictureStudy) {
        grey = DrawingTone.grey(study.solid)
        let unit = study.unit
        let spread = grey.with(grey.equalized(limit: 2)) { 0.55 * $0 + 0.45 * $1 }.stretched(1, 98.5)
        let (near, far) = (spread.blurred(10 * unit, crew: study.crew), spread.blurred(40 * unit, crew: study.crew))
        tone = Plane(like: grey, crew: study.crew) { x, y in
            let value = spread[x, y] + 0.35 * (spread[x, y] - near[x, y]) + 0.25 * (near[x, y] - far[x, y])
            return min(max(value, 0), 1)
        }
    }

    /// The tones with the ground lightened.
    ///
    /// - Parameter share: 0…1, of the ink that the least important places lose.
    func cleared(_ share: Float, importance: Plane) -> Plane {
        tone.with(importance) { 1 - (1 - $0) * (1 - share * (1 - Portable.smoothstep(0.1, 0.55, $1))) }
    }

    private static func grey(_ picture: LabPicture) -> Plane {
        let (l, a, b) = (picture.l, picture.a, picture.b)
        let (meanL, meanA, meanB) = (l.mean, a.mean, b.mean)
        let (da, db) = (a.map { $0 - meanA }, b.map { $0 - meanB })
        let (aa, ab, bb) = ((da * da).mean, (da * db).mean, (db * db).mean)
        // The direction in which colours differ most.
        let (sin, cos) = Portable.sinCos(0.5 * Portable.atan2(2 * ab, aa - bb))
        let axis = da.with(db) { $0 * cos + $1 * sin }
        let deviation = l.deviation
        let agreement = axis.with(l) { $0 * ($1 - meanL) }.mean
        let isUnrelated = abs(agreement) < 0.15 * (axis * axis).mean.squareRoot() * max(deviation, 0.02)
        // Along with lightness; where that says nothing, warm is light.
        let sign: Float = agreement < 0 && !isUnrelated || isUnrelated && sin < 0 ? -1 : 1
        let share = sign * min(0.9, 0.75 * max(0, 0.16 - deviation) / 0.08 + 0.25)
        return l.with(axis) { min(max($0 + share * $1, 0), 1) }
    }
}
