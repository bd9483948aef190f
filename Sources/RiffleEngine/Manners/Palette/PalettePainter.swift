internal import RiffleImage

/// Drawings and pixel art in other colours, each replaced by one other.
struct PalettePainter: Painter {
    let manner: Manner
    let change: Change

    enum Change: Sendable {
        case harmony, night, day, monochrome
    }

    /// Share of pixels that have to change for the palette to look like another.
    private static let changing: Float = 0.04

    func refusal(of study: PictureStudy) -> String? {
        let isPixelArt = study.kind == .pixelArt
        switch study.kind {
        case .drawing, .pixelArt: break
        case .document: return "it is a document"
        case .scene, .structure: return "it is a photograph"
        }
        switch change {
        case .harmony:
            let families = isPixelArt ? study[PixelCells.self].families : study[FigureColors.self].families
            return families.changing < PalettePainter.changing ? "it has hardly any colour" : nil
        case .night:
            return isPixelArt || study.figure.ground == .scenic ? nil : "it has no surroundings to grow dark"
        case .day: return isPixelArt ? nil : "it is not pixel art"
        case .monochrome: return isPixelArt ? "it is pixel art: see \"four shades\"" : nil
        }
    }

    func schemes(of study: PictureStudy) -> Int {
        switch change {
        case .harmony: PalettePainter.harmonies.count
        case .monochrome: PalettePainter.hues.count
        case .night, .day: 1
        }
    }

    /// Degrees that the main hue turns by, and what the others do.
    private static let harmonies: [(turn: Float, harmony: Harmony)] = [
        (150, .complement), (95, .analogous), (215, .split), (-60, .turned), (180, .analogous), (60, .triad),
    ]
    private static let hues: [Float] = [255, 20, 150, 300, 205, 65]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        if study.kind == .pixelArt {
            let cells = study[PixelCells.self]
            let map = map(cells.families, range: 0...1, job)
            return cells.recolored { Gamut.fit(map($0)) }.enlarged(study)
        }
        let colors = study[FigureColors.self]
        let map = map(colors.families, range: colors.darkest...max(colors.lightest, colors.darkest + 0.05), job)
        if change == .monochrome, study.figure.ground == .white {
            return study.figure.onGround(crew: job.crew, halted: job.halted) { map($0) }
        }
        return study.picture.recolored(crew: job.crew, halted: job.halted) { map($0) }
    }

    /// - Parameter range: the lightness of the picture.
    private func map(
        _ families: PaletteMap.Families, range: ClosedRange<Float>, _ job: PaintJob
    ) -> @Sendable (Lab) -> Lab {
        switch change {
        case .harmony:
            let (turn, harmony) = PalettePainter.harmonies[job.scheme % PalettePainter.harmonies.count]
            let map = PaletteMap(
                families, turn: turn, harmony: harmony, reach: job.between(70, 180, 180),
                vividness: job.between(0.9, 1, 1.15))
            return { map($0) }
        case .night:
            let depth = job.between(0.75, 1, 1.15)
            return { PalettePainter.night($0, depth: depth) }
        case .day:
            let depth = job.between(0.6, 1, 1.2)
            return { Lab($0.l + depth * (0.34 + 0.64 * Portable.pow($0.l, 0.9) - $0.l), $0.a, $0.b + 0.012 * depth) }
        case .monochrome:
            let hue = PalettePainter.hues[job.scheme % PalettePainter.hues.count]
            let vividness = job.between(0.7, 1, 1.25)
            let span = range.upperBound - range.lowerBound
            return { color in
                let t = min(max((color.l - range.lowerBound) / span, 0), 1)
                return PalettePainter.monochrome(t, hue: hue, vividness: vividness)
            }
        }
    }

    /// Dark and blue; warm lights stay lit.
    private static func night(_ color: Lab, depth: Float) -> Lab {
        let l = min(max(color.l, 0), 1)
        let dark = 0.13 + 0.47 * Portable.pow(l, 1.15)
        let night = Lab(
            l + (dark - l) * depth, color.a * (1 - 0.45 * depth) - 0.004 * depth,
            color.b * (1 - 0.45 * depth) - 0.055 * (1 - 0.3 * dark) * depth)
        let isWarm = max(0, 1 - abs(ColorFamilies.difference(color.hue, 80)) / 45)
        let isVivid = min(max((color.chroma - 0.08) / 0.06, 0), 1)
        let isLight = min(max((l - 0.6) / 0.15, 0), 1)
        let lamp = isWarm * isVivid * isLight
        return Lab(
            night.l + (min(l * 1.02, 0.97) - night.l) * lamp, night.a + (color.a - night.a) * lamp,
            night.b + (color.b - night.b) * lamp)
    }

    /// One hue, from dark at 0 to light at 1.
    private static func monochrome(_ t: Float, hue: Float, vividness: Float) -> Lab {
        let dark = Lab(l: 0.27, chroma: 0.085 * vividness, hue: hue)
        let middle = Lab(l: 0.66, chroma: 0.12 * vividness, hue: hue + 18)
        let light = Lab(l: 0.95, chroma: 0.03 * vividness, hue: hue + 50)
        func mix(_ a: Lab, _ b: Lab, _ share: Float) -> Lab {
            Lab(a.l + (b.l - a.l) * share, a.a + (b.a - a.a) * share, a.b + (b.b - a.b) * share)
        }
        return Gamut.fit(t < 0.5 ? mix(dark, middle, 2 * t) : mix(middle, light, 2 * t - 1))
    }
}

extension Figure {
    /// The figure with other colours on its own ground.
    func onGround(crew: Crew, halted: @Sendable () -> Bool, _ map: @Sendable (Lab) -> Lab) -> Bitmap? {
        guard case .plain(let ground) = ground,
            let changed = lab.bitmap(crew: crew).recolored(crew: crew, halted: halted, map)
        else { return nil }
        var result = changed
        let behind = [ground.red, ground.green, ground.blue]
        result.withMutablePixels { pixels in
            for i in 0..<alpha.count {
                let share = alpha.values[i]
                for c in 0..<3 {
                    let value = Float(pixels[4 * i + c]) * share + Float(behind[c]) * (1 - share)
                    pixels[4 * i + c] = UInt8(value + 0.5)
                }
            }
        }
        return result
    }
}

extension Painters {
    static let palette: [any Painter] = [
        PalettePainter(
            manner: Manner("new palette", .palette, "other colours that go together; greys and skin stay"),
            change: .harmony),
        PalettePainter(
            manner: Manner("nighttime", .palette, "a drawing after dark, with its lights on"), change: .night),
        PalettePainter(manner: Manner("daytime", .palette, "pixel art in bright light"), change: .day),
        PalettePainter(manner: Manner("monochrome", .palette, "one hue from dark to light"), change: .monochrome),
    ]
}
