/// How a page's colours are replaced: by one curve of lightness for all of it, with hues kept or turned, so that no mark moves
/// and none is lost.
struct PageMap: Sendable {
    enum Style: Sendable {
        case inverted, sepia, print, blueprint, chalkboard, recolored
    }

    /// What is added to the colour of ink and of paper.
    private struct Tint {
        let ink: (a: Float, b: Float)
        let paper: (a: Float, b: Float)

        func added(to color: Lab, ink inkShare: Float, paper paperShare: Float) -> Lab {
            Lab(
                color.l, color.a + ink.a * inkShare + paper.a * paperShare,
                color.b + ink.b * inkShare + paper.b * paperShare)
        }
    }

    private let style: Style
    private let page: PageStudy
    private let scheme: Int
    /// 0…1, from a gentle to a strong change.
    private let depth: Float

    init(_ style: Style, page: PageStudy, job: PaintJob) {
        self.style = style
        self.page = page
        scheme = job.scheme
        depth = min(max(job.between(0.2, 0.5, 0.8), 0), 1)
    }

    static func schemes(_ style: Style) -> Int {
        switch style {
        case .inverted: grounds.count
        case .print: inks.count
        case .recolored: targets.count
        case .sepia, .blueprint, .chalkboard: 1
        }
    }

    func callAsFunction(_ color: Lab) -> Lab {
        switch style {
        case .inverted: Gamut.fit(page.isDark ? lightened(color) : darkened(color))
        case .sepia: Gamut.fit(sepia(upright(color)))
        case .print: Gamut.fit(printed(upright(color)))
        case .blueprint: Gamut.fit(blueprint(upright(color)))
        case .chalkboard: Gamut.fit(chalked(upright(color)))
        case .recolored: Gamut.fit(recolored(color))
        }
    }

    /// The colour as it would be on a light page.
    private func upright(_ color: Lab) -> Lab {
        var color = color
        color.l = min(max(color.l, 0), 1)
        if page.isDark { color.l = 1 - (color.l - page.darkest) * 0.98 / (1 - page.darkest + 1e-6) }
        return color
    }

    /// How much ink there is, 0…1, of a colour as it would be on a light page; marks of a pale page count more, or they would
    /// drown in a dark ground.
    private func ink(_ color: Lab) -> Float {
        let t = 1 - color.l
        let most = 1 - page.dark
        if page.isDark || most <= 0 { return t }
        let gain = min(max(4 * (1 - most) / most, 1), 6)
        return t * gain / (1 + (gain - 1) * max(t, 0))
    }

    /// Tints of dark grounds: blue, warm, green, violet.
    private static let grounds: [(a: Float, b: Float)] = [
        (-0.004, -0.014), (0.008, 0.014), (-0.014, 0.004), (0.012, -0.016),
    ]

    private func darkened(_ color: Lab) -> Lab {
        let floor = 0.27 - 0.16 * depth
        let l = floor + (0.97 - floor) * ink(color)
        let gray = max(0, 1 - color.chroma / 0.03) * (1 - l) * (0.6 + 0.8 * depth)
        let tint = PageMap.grounds[scheme % PageMap.grounds.count]
        return Lab(l, color.a * 1.05 + tint.a * gray, color.b * 1.05 + tint.b * gray)
    }

    private func lightened(_ color: Lab) -> Lab {
        let l = 0.03 + 0.97 * (1 - (color.l - page.darkest) * 0.95 / (1 - page.darkest + 1e-6))
        let gray = max(0, 1 - color.chroma / 0.03) * l * 0.5 * depth
        let tint = PageMap.grounds[scheme % PageMap.grounds.count]
        return Lab(l, color.a * 1.05 + tint.a * gray, color.b * 1.05 + tint.b * gray)
    }

    private func sepia(_ color: Lab) -> Lab {
        let l = 0.22 + 0.08 * depth + (0.75 - 0.12 * depth) * color.l
        let kept = 0.65 - 0.4 * depth
        let tone = 0.7 + 0.6 * depth
        return Lab(
            l, color.a * kept + (0.012 + 0.02 * (1 - l)) * tone,
            color.b * kept + (0.030 + 0.035 * (1 - l) + 0.01 * l) * tone)
    }

    /// Navy on cream, green on ivory, wine on rose, violet on grey.
    private static let inks = [
        Tint(ink: (-0.012, -0.12), paper: (0.003, 0.022)), Tint(ink: (-0.095, 0.035), paper: (-0.004, 0.018)),
        Tint(ink: (0.13, 0.035), paper: (0.012, 0.010)), Tint(ink: (0.06, -0.12), paper: (0.003, -0.010)),
    ]

    private func printed(_ color: Lab) -> Lab {
        let l = 0.30 + 0.665 * color.l
        let tint = PageMap.inks[scheme % PageMap.inks.count]
        let amount = 0.75 + 0.5 * depth
        return tint.added(
            to: Lab(l, color.a * 0.85, color.b * 0.85), ink: (1 - l) * amount, paper: l * l * amount)
    }

    private func blueprint(_ color: Lab) -> Lab {
        let t = ink(color)
        let floor = 0.42 - 0.1 * depth
        let kept = 0.5 - 0.3 * depth
        return Lab(
            floor + (0.97 - floor) * t, color.a * kept - 0.012 * (1 - t) - 0.006 * t,
            color.b * kept - 0.125 * (1 - t) - 0.02 * t)
    }

    private func chalked(_ color: Lab) -> Lab {
        let t = ink(color)
        let floor = 0.38 - 0.1 * depth
        let kept = 0.8 - 0.3 * depth
        return Lab(
            floor + (0.94 - floor) * t, color.a * kept - 0.038 * (1 - t), color.b * kept + 0.008 * (1 - t) + 0.008 * t)
    }

    /// Where the families' hues go, by their weight.
    private static let targets: [[Float]] = [
        [45, 250, 165, 330, 95], [255, 30, 150, 300, 80], [300, 150, 60, 220, 10],
    ]

    private func recolored(_ color: Lab) -> Lab {
        let chroma = color.chroma
        let (dl, da, db) = (color.l - page.ground.l, color.a - page.ground.a, color.b - page.ground.b)
        let away = (0.5 * dl * dl + 4 * (da * da + db * db)).squareRoot()
        let amount = min(max((chroma - 0.01) / 0.02, 0), 1) * min(max((away - 0.03) / 0.05, 0), 1)
        if amount == 0 || page.families.hues.isEmpty { return color }
        let targets = PageMap.targets[scheme % PageMap.targets.count]
        var (a, b): (Float, Float) = (0, 0)
        for (i, share) in page.families.shares(of: color.hue, width: 22).enumerated() {
            let (sin, cos) = Portable.sinCos((targets[i % targets.count] - page.families.hues[i]) * 0.017_453_292_5)
            a += share * (color.a * cos - color.b * sin)
            b += share * (color.a * sin + color.b * cos)
        }
        return Lab(color.l, color.a + (a - color.a) * amount, color.b + (b - color.b) * amount)
    }
}
