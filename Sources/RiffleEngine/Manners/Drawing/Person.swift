/// Whether a person's face may be in the middle of a picture, judged by colours alone: fur, sand and wood often count too.
struct Person: Finding {
    let isLikely: Bool

    init(of study: PictureStudy) {
        let picture = study.solid
        let (columns, rows) = (picture.width / 4..<picture.width * 3 / 4, picture.height / 8..<picture.height * 5 / 8)
        let step = max(1, min(picture.width, picture.height) / 128)
        var (skin, all) = (0, 0)
        for y in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
            for x in stride(from: columns.lowerBound, to: columns.upperBound, by: step) {
                all += 1
                if Person.isSkin(picture[y * picture.width + x]) { skin += 1 }
            }
        }
        isLikely = Float(skin) > 0.09 * Float(max(all, 1))
    }

    /// Hues of all skins differ little; their lightness does.
    static func isSkin(_ color: Lab) -> Bool {
        let chroma = color.chroma
        if color.l < 0.3 || color.l > 0.95 || chroma < 0.03 || chroma > 0.13 { return false }
        return abs(Portable.atan2(color.b, color.a) - 0.85) < 0.3
    }
}
