/// xterm's 256 colours, to approximate theme colours.
enum XtermPalette {
    typealias Color = (red: Int, green: Int, blue: Int)

    /// The colour of an index 0…255.
    ///
    /// Source: xterm's XTerm-col.ad for 0…15 and 256colres.h for the cube and the greys.
    static func color(_ index: Int) -> Color {
        switch index {
        case ..<16: return ansi[max(0, index)]
        case ..<232:
            let cube = index - 16
            return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
        default:
            let gray = 8 + 10 * (min(index, 255) - 232)
            return (gray, gray, gray)
        }
    }

    /// The nearest entry of a palette of 8, 16 or 256 colours.
    ///
    /// With 256 colours the first 16 are not used, because users change them.
    static func nearest(to color: Color, among count: Int) -> UInt8 {
        let candidates = count >= 256 ? 16..<256 : count >= 16 ? 0..<16 : 0..<8
        let best = candidates.min { distance(color, self.color($0)) < distance(color, self.color($1)) }
        return UInt8(best ?? 0)
    }

    /// A weighted RGB distance, accurate enough for a few theme colours.
    ///
    /// Source: "Colour metric", Thiadmer Riemersma, compuphase.com/cmetric.htm.
    private static func distance(_ a: Color, _ b: Color) -> Int {
        let mean = (a.red + b.red) / 2
        let (red, green, blue) = (a.red - b.red, a.green - b.green, a.blue - b.blue)
        return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
    }

    private static let levels = [0, 95, 135, 175, 215, 255]
    private static let ansi: [Color] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]
}
