/// Colours turned to another harmony: greys, white and black stay, and so does skin.
///
/// Each family of colours is replaced by one linear map of OKLab, so that a mixture with white or black, as at a smoothed
/// edge, stays a mixture. Source: Cohen-Or and others, "Color harmonization", SIGGRAPH 2006 (the templates).
struct PaletteMap: Sendable {
    private struct Turn {
        var (cos, sin): (Float, Float)
        /// Factor of the chroma.
        var scale: Float
        /// Added to the lightness at the family's own chroma.
        var lift: Float
        var chroma: Float
    }

    private let families: ColorFamilies
    private let turns: [Turn]

    /// What a picture's families look like.
    struct Families: Sendable {
        var families: ColorFamilies
        /// Of each: median lightness, median and upper quartile of chroma, share of the pixels.
        var looks: [(lightness: Float, median: Float, chroma: Float, share: Float)]

        /// - Parameter colors: with the weight of each.
        init(_ colors: [(color: Lab, weight: Float)]) {
            let families = ColorFamilies(colors)
            var lightnesses = [[(value: Float, weight: Float)]](repeating: [], count: families.hues.count)
            var chromas = lightnesses
            var sums = [Float](repeating: 0, count: families.hues.count)
            let total = colors.reduce(0) { $0 + $1.weight }
            for (color, weight) in colors where weight > 0 {
                let chroma = color.chroma
                if chroma <= 0.03 { continue }
                for (i, share) in families.shares(of: color.hue, width: PaletteMap.width).enumerated() {
                    if chroma > ColorFamilies.gray { sums[i] += share * weight }
                    if share <= 0.6 { continue }
                    lightnesses[i].append((color.l, weight))
                    chromas[i].append((chroma, weight))
                }
            }
            func level(_ values: [(value: Float, weight: Float)], _ share: Float, _ otherwise: Float) -> Float {
                let sorted = values.sorted { $0.value < $1.value }
                var rest = share * sorted.reduce(0) { $0 + $1.weight }
                return sorted.first { entry in
                    rest -= entry.weight
                    return rest < 0
                }?.value ?? sorted.last?.value ?? otherwise
            }
            self.families = families
            looks = families.hues.indices.map { i in
                (
                    level(lightnesses[i], 0.5, 0.6), level(chromas[i], 0.5, 0.1), level(chromas[i], 0.75, 0.1),
                    sums[i] / max(total, 1e-6)
                )
            }
        }

        /// Share of the pixels that a palette would change.
        var changing: Float { looks.indices.reduce(0) { $0 + (isSkin($1) ? 0 : looks[$1].share) } }

        /// Whether a family is likely skin: pale orange, and a small part of a picture with other colours.
        func isSkin(_ i: Int) -> Bool {
            let look = looks[i]
            return families.hues.count > 1 && (28...84).contains(families.hues[i])
                && (0.035...0.135).contains(look.median) && (0.42...0.94).contains(look.lightness) && look.share < 0.28
        }
    }

    /// Degrees within which a hue belongs to a family.
    private static let width: Float = 26

    /// - Parameters:
    ///   - hue: of the main family, in degrees on from where it is.
    ///   - reach: how far a hue may go from where it is, in degrees.
    ///   - vividness: factor of the chroma.
    init(_ known: Families, turn: Float, harmony: Harmony, reach: Float = 180, vividness: Float = 1) {
        families = known.families
        let hues = known.families.hues
        let main = hues.indices.first { !known.isSkin($0) } ?? 0
        var number = 0
        turns = hues.indices.map { i in
            let look = known.looks[i]
            if known.isSkin(i) { return Turn(cos: 1, sin: 0, scale: 1, lift: 0, chroma: look.chroma) }
            let wanted = hues[main] + turn + harmony.place(number, from: hues[i], main: hues[main])
            number += 1
            let angle = min(max(ColorFamilies.difference(wanted, hues[i]), -reach), reach)
            let hue = hues[i] + angle
            let lift = min(max(0.5 * (Gamut.cusp(hue) - Gamut.cusp(hues[i])), -0.14), 0.14)
            let own = look.chroma / max(Gamut.largestChroma(lightness: look.lightness, hue: hues[i]), 0.02)
            let lightness = min(max(look.lightness + lift, 0.2), 0.95)
            let most = Gamut.largestChroma(lightness: lightness, hue: hue)
            let chroma = min(min(own, 0.92) * most, 0.19) * vividness
            let (sin, cos) = Portable.sinCos(angle * 0.017_453_292_5)
            return Turn(
                cos: cos, sin: sin, scale: min(max(chroma / max(look.chroma, 0.02), 0.4), 1.7), lift: lift,
                chroma: max(look.chroma, 0.02))
        }
    }

    func callAsFunction(_ color: Lab) -> Lab {
        let chroma = color.chroma
        let amount = min(max((chroma - 0.008) / 0.02, 0), 1)
        if amount == 0 || turns.isEmpty { return color }
        var turned = Lab(0, 0, 0)
        for (turn, share) in zip(turns, families.shares(of: color.hue, width: PaletteMap.width)) {
            turned.l += share * (color.l + turn.lift * min(chroma / turn.chroma, 1.3))
            turned.a += share * turn.scale * (color.a * turn.cos - color.b * turn.sin)
            turned.b += share * turn.scale * (color.a * turn.sin + color.b * turn.cos)
        }
        return Lab(
            color.l + (turned.l - color.l) * amount, color.a + (turned.a - color.a) * amount,
            color.b + (turned.b - color.b) * amount)
    }
}

/// The colours of what a picture shows.
struct FigureColors: Finding {
    let families: PaletteMap.Families
    /// The lightness of nearly its darkest and nearly its lightest.
    let darkest: Float
    let lightest: Float

    init(of study: PictureStudy) {
        let figure = study.figure
        let count = figure.alpha.count
        let step = max(1, count / 40_000) | 1
        let shown = stride(from: 0, to: count, by: step).filter {
            figure.alpha.values[$0] > 0.5 && study.lab.alpha.values[$0] > 0.5
        }.map { figure.lab[$0] }
        families = PaletteMap.Families(shown.map { ($0, 1) })
        let lightnesses = shown.map(\.l).sorted()
        darkest = lightnesses.isEmpty ? 0 : lightnesses[lightnesses.count / 100]
        lightest = lightnesses.isEmpty ? 1 : lightnesses[lightnesses.count - 1 - lightnesses.count / 100]
    }
}
