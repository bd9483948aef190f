/// The colours that a screen can show.
enum Gamut {
    /// The colour with its chroma taken back until a screen can show it; lightness and hue stay.
    static func fit(_ color: Lab) -> Lab {
        if contains(color) { return color }
        var (low, high): (Float, Float) = (0, 1)
        for _ in 0..<12 {
            let middle = (low + high) / 2
            if contains(Lab(color.l, color.a * middle, color.b * middle)) { low = middle } else { high = middle }
        }
        return Lab(color.l, color.a * low, color.b * low)
    }

    static func contains(_ color: Lab) -> Bool {
        let light = color.linear
        return min(light.r, light.g, light.b) > -1e-4 && max(light.r, light.g, light.b) < 1.000_1
    }

    /// The largest chroma of a hue in degrees at a lightness.
    static func largestChroma(lightness: Float, hue: Float) -> Float {
        fit(Lab(l: lightness, chroma: 0.4, hue: hue)).chroma
    }

    /// The lightness at which a hue in degrees is most colourful.
    static func cusp(_ hue: Float) -> Float {
        let place = (hue / 10 - (hue / 360).rounded(.down) * 36)
        let low = Int(place) % 36
        let share = place - place.rounded(.down)
        return cusps[low] * (1 - share) + cusps[(low + 1) % 36] * share
    }

    /// Of every tenth degree.
    private static let cusps: [Float] = (0..<36).map { tenth in
        let steps = (0..<28).map { 0.3 + 0.67 * Float($0) / 27 }
        return steps.max { a, b in
            largestChroma(lightness: a, hue: Float(10 * tenth)) < largestChroma(lightness: b, hue: Float(10 * tenth))
        }!
    }
}
