/// A character used in mosaics.
struct MosaicGlyph: Sendable, Hashable {
    let scalar: Unicode.Scalar
    /// The character that looks the same with foreground and background exchanged.
    let inverse: Unicode.Scalar?

    init(_ scalar: Unicode.Scalar, inverse: Unicode.Scalar? = nil) {
        self.scalar = scalar
        self.inverse = inverse
    }

    /// Shows only its background.
    static let space = MosaicGlyph(" ")
    /// A space whose inverse is the full block.
    static let empty = MosaicGlyph(" ", inverse: "█")
    static let full = MosaicGlyph("█", inverse: " ")
    /// Looks like a space, but ncurses treats it as text: it is not skipped, and not erased with the rest of the line
    /// when a window above it closes.
    static let noBreakSpace = MosaicGlyph("\u{A0}")
    static let upperHalf = MosaicGlyph("▀", inverse: "▄")

    /// Whether none of the foreground is visible.
    var isBlank: Bool { scalar == " " || scalar == "\u{A0}" }
    /// The inverse as a glyph.
    var exchanged: MosaicGlyph? { inverse.map { MosaicGlyph($0, inverse: scalar) } }
}

extension Unicode.Scalar {
    /// Length in UTF-8.
    var length: Int { value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4 }
}

extension [UInt8] {
    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            append(contentsOf: Unicode.UTF8.encode(scalar)!)
        }
    }
}
