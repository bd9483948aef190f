internal import RiffleImage

/// What a page's recolouring depends on.
struct PageStudy: Finding {
    /// Whether light marks stand on a dark ground.
    let isDark: Bool
    /// The lowest lightness.
    let darkest: Float
    /// The lightness under which only one pixel in a hundred lies.
    let dark: Float
    let ground: Lab
    let families: ColorFamilies

    init(of study: PictureStudy) {
        let lab = study.lab
        let count = lab.width * lab.height
        let step = max(1, count / 60_000) | 1
        let shown = stride(from: 0, to: count, by: step).filter { lab.alpha.values[$0] > 0.5 }.map { lab[$0] }
        func median(_ values: [Float]) -> Float { values.isEmpty ? 1 : values.sorted()[values.count / 2] }
        let lightness = median(shown.map(\.l))
        let isClear = 2 * shown.count < count / step
        // On clear ground only the marks are seen: light ones are meant for a dark page.
        isDark = isClear ? lightness > 0.6 : lightness < 0.5
        let tones = shown.map(\.l).sorted()
        (darkest, dark) = (tones.first ?? 0, tones.isEmpty ? 0 : tones[tones.count / 100])
        ground = isClear ? Lab(isDark ? 0 : 1, 0, 0) : Lab(lightness, median(shown.map(\.a)), median(shown.map(\.b)))
        families = ColorFamilies(lab)
    }
}
