import RiffleImage

/// Colours of a terminal's palette, with a search for the nearest.
struct TerminalPalette: Sendable {
    /// Palette index of the first entry; the others follow.
    let firstIndex: Int
    let colors: [Pixel]
    private let lab: [SIMD4<Float>]

    private init(firstIndex: Int, colors: [Pixel]) {
        self.firstIndex = firstIndex
        self.colors = colors
        lab = colors.map { OKLab(red: $0.red, green: $0.green, blue: $0.blue).components }
    }

    /// The nearest entry in OKLab, as a palette index.
    ///
    /// - Complexity: one distance for each entry.
    func nearest(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
        let wanted = OKLab(red: red, green: green, blue: blue).components
        var best = 0
        var least = Float.infinity
        lab.withUnsafeBufferPointer { lab in
            for index in lab.indices {
                let difference = lab[index] - wanted
                let distance = (difference * difference).sum()
                if distance < least {
                    least = distance
                    best = index
                }
            }
        }
        return UInt8(truncatingIfNeeded: firstIndex + best)
    }

    /// Entries 16…255: a 6×6×6 cube and 24 greys. The first 16 are not used, because users change them.
    ///
    /// Source: xterm's 256colres.pl: levels 0, 95, 135, 175, 215, 255; greys 8 + 10 k.
    static let xterm256 = TerminalPalette(firstIndex: 16, colors: cube + grays)

    /// Entries 0…15 as xterm has them. A user's theme differs, but rarely in the order of the hues.
    ///
    /// Source: XTerm-col.ad.
    static let ansi16 = TerminalPalette(
        firstIndex: 0,
        colors: [
            (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
            (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
            (0, 255, 255), (255, 255, 255),
        ].map { Pixel(red: $0.0, green: $0.1, blue: $0.2) })

    private static let cube: [Pixel] = {
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        var colors: [Pixel] = []
        for red in levels {
            for green in levels {
                for blue in levels { colors.append(Pixel(red: red, green: green, blue: blue)) }
            }
        }
        return colors
    }()

    private static let grays = (0..<24).map { step in
        let level = UInt8(8 + 10 * step)
        return Pixel(red: level, green: level, blue: level)
    }
}
