/// A character that a mosaic is made of.
struct MosaicGlyph: Sendable, Hashable {
    let scalar: Unicode.Scalar

    /// Shows its background only.
    static let space = MosaicGlyph(scalar: " ")
    /// Looks like a space, but ncurses treats it as text: it is neither skipped nor erased with the
    /// rest of the line when a window above it goes away.
    static let noBreakSpace = MosaicGlyph(scalar: "\u{A0}")
    static let upperHalf = MosaicGlyph(scalar: "▀")
    static let lowerHalf = MosaicGlyph(scalar: "▄")
    static let full = MosaicGlyph(scalar: "█")

    /// The glyph that looks the same with foreground and background exchanged.
    var inverse: MosaicGlyph? {
        switch self {
        case .upperHalf: .lowerHalf
        case .lowerHalf: .upperHalf
        default: nil
        }
    }

    /// Whether nothing of the foreground is seen.
    var isBlank: Bool { self == .space || self == .noBreakSpace }

    func append(to out: inout [UInt8]) {
        if scalar.isASCII {
            out.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            out.append(contentsOf: Unicode.UTF8.encode(scalar)!)
        }
    }
}
