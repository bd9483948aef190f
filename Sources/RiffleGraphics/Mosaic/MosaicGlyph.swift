/// A character that a mosaic is made of.
struct MosaicGlyph: Sendable, Hashable {
    let scalar: Unicode.Scalar
    /// The character that looks the same with foreground and background exchanged.
    let inverse: Unicode.Scalar?

    init(_ scalar: Unicode.Scalar, inverse: Unicode.Scalar? = nil) {
        self.scalar = scalar
        self.inverse = inverse
    }

    /// Shows its background only.
    static let space = MosaicGlyph(" ")
    /// The same where there are blocks.
    static let empty = MosaicGlyph(" ", inverse: "█")
    static let full = MosaicGlyph("█", inverse: " ")
    /// Looks like a space, but ncurses treats it as text: it is neither skipped nor erased with the
    /// rest of the line when a window above it goes away.
    static let noBreakSpace = MosaicGlyph("\u{A0}")
    static let upperHalf = MosaicGlyph("▀", inverse: "▄")

    /// Whether nothing of the foreground is seen.
    var isBlank: Bool { scalar == " " || scalar == "\u{A0}" }
    /// Its inverse as a glyph of its own.
    var exchanged: MosaicGlyph? { inverse.map { MosaicGlyph($0, inverse: scalar) } }
}

extension Unicode.Scalar {
    /// Bytes in UTF-8.
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
