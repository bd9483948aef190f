/// How light, colourful and detailed a photograph is.
struct Tones: Finding {
    /// Median lightness.
    let middle: Float
    let isColourful: Bool
    /// Mean of its fine detail in lightness: small in large calm shapes.
    let detail: Float

    /// Whether it shows the night, or a figure in the dark: drawn on white paper, it is a sheet of grey.
    var isDark: Bool { middle < 0.3 }

    init(of study: PictureStudy) {
        let view = study.small
        let l = view.lab.l
        middle = l.percentiles(50)[0]
        isColourful = view.lab.a.with(view.lab.b) { ($0 * $0 + $1 * $1).squareRoot() }.mean > 0.075
        detail = l.with(l.blurred(1.6 * view.unit)) { abs($0 - $1) }.mean
    }
}

/// Words that a photograph shows: on signs, labels, circuit boards.
struct Writing: Finding {
    let isLikely: Bool

    init(of study: PictureStudy) { isLikely = Lettering(study.whole.fitted(within: 800)).inLines >= 40 }
}

/// How much each place has a colour that skin has.
struct Skin: Finding {
    /// 0…1, soft, at the size of `SmallSource`.
    let plane: Plane
    /// Whether much of what matters has such a colour: a face, that is, or a cat.
    let matters: Bool

    init(of study: PictureStudy) {
        let lab = study.small.lab
        let skin = Plane(like: lab.l)
        for i in 0..<skin.count { skin.values[i] = Importance.skin(lab[i]) }
        plane = skin.blurred(5 * study.small.unit)
        let importance = study.small.importance
        matters = (skin * importance).mean > 0.15 * importance.mean
    }
}
