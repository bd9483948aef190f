internal import RiffleImage

/// Whether a picture may show a person's face, judged by shapes of the colour of skin with features in them: cats and lions
/// often count too.
struct Person: Finding {
    let isLikely: Bool

    init(of study: PictureStudy) {
        let source = study.solid
        let scale = min(1, 256 / Float(min(source.width, source.height)))
        let picture = source.resized(
            width: max(1, Int((Float(source.width) * scale).rounded())),
            height: max(1, Int((Float(source.height) * scale).rounded())))
        let (width, height) = (picture.width, picture.height)
        let found = ConnectedParts(
            Mask(width: width, height: height) { Person.isSkin(picture[$0]) }.opened(2), diagonal: false)
        let slope = picture.l.blurred(1, crew: study.crew).slope(length: 1)
        var slopes = [Float](repeating: 0, count: found.parts.count)
        for run in found.runs { for x in run.columns { slopes[run.part] += slope[x, run.y] } }
        isLikely = found.parts.indices.contains { label in
            let part = found.parts[label]
            let share = Float(part.area) / Float(width * height)
            let features = slopes[label] / Float(part.area)
            if share > 0.25 { return features > 0.016 }
            let tall = Float(part.height) / Float(part.width)
            let isHigh = Float(part.top + part.bottom) / 2 < 0.8 * Float(height)
            let isSmall = part.width * 10 < width * 7 && part.height * 10 < height * 8
            // The features of a face near by are soft.
            return share > 0.005 && part.solidity > 0.45 && tall > 0.6 && tall < 2.2
                && features > (share > 0.08 ? 0.0155 : 0.02) && isHigh && isSmall
        }
    }

    /// Hues of all skins differ little; their lightness does.
    static func isSkin(_ color: Lab) -> Bool {
        let chroma = color.chroma
        if color.l < 0.3 || color.l > 0.95 || chroma < 0.03 || chroma > (color.l < 0.5 ? 0.09 : 0.13) { return false }
        return abs(Portable.atan2(color.b, color.a) - 0.85) < 0.3
    }
}
