/// Characters that divide a cell into the same sub-pixels, each either ink or paper.
struct GlyphSet: Sendable {
    /// Sub-pixels of one cell; at most 12.
    let grid: CellSize
    /// Patterns and their characters. Bit `row * grid.width + column` is set for ink.
    ///
    /// Of a pattern and its inverse only the first is included.
    let patterns: [(mask: UInt16, glyph: MosaicGlyph)]
    /// The character of every pattern, indexed by mask; empty if some patterns have none.
    let complete: [MosaicGlyph]

    /// - Parameter isSolid: whether ink fills its sub-pixels, so that the inverse pattern with exchanged colours looks
    ///   the same.
    private init(grid: CellSize, isSolid: Bool = true, scalar: (Int) -> Unicode.Scalar) {
        self.grid = grid
        let count = 1 << (grid.width * grid.height)
        let glyphs = (0..<count).map { MosaicGlyph(scalar($0), inverse: isSolid ? scalar(count - 1 - $0) : nil) }
        complete = glyphs
        patterns = (1..<count / 2).map { (UInt16($0), glyphs[$0]) }
    }

    private init(grid: CellSize, patterns: [(mask: UInt16, glyph: MosaicGlyph)]) {
        self.grid = grid
        self.patterns = patterns
        complete = []
    }

    static let halves = GlyphSet(grid: CellSize(width: 1, height: 2)) { [" ", "▀", "▄", "█"][$0] }
    static let quadrants = GlyphSet(grid: CellSize(width: 2, height: 2)) { quadrant($0) }
    static let sextants = GlyphSet(grid: CellSize(width: 2, height: 3)) { sextant($0) }
    static let octants = GlyphSet(grid: CellSize(width: 2, height: 4)) { octant($0) }
    static let braille = GlyphSet(grid: CellSize(width: 2, height: 4), isSolid: false) { dots($0) }

    /// Sextants, plus the quadrants and halves that sextants cannot express.
    static let sextantsAndQuadrants: GlyphSet = {
        /// Converts a pattern of `rows` rows to the six-row grid.
        func spread(_ mask: UInt16, rows: Int) -> UInt16 {
            (0..<6).reduce(0) { $0 | (mask >> UInt16($1 * rows / 6 * 2) & 3) << UInt16($1 * 2) }
        }
        let fine = sextants.patterns.map { (spread($0.mask, rows: 3), $0.glyph) }
        let coarse = quadrants.patterns.map { (spread($0.mask, rows: 2), $0.glyph) }
        let known = Set(fine.map(\.0))
        return GlyphSet(grid: CellSize(width: 2, height: 6), patterns: fine + coarse.filter { !known.contains($0.0) })
    }()

    /// Source: Unicode, Block Elements (U+2580…259F).
    private static func quadrant(_ mask: Int) -> Unicode.Scalar {
        let all: [Unicode.Scalar] = [
            " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
        ]
        return all[mask]
    }

    /// Source: Unicode, Symbols for Legacy Computing: U+1FB00… has all patterns in order, except empty, left, right and
    /// full, which are block elements.
    private static func sextant(_ mask: Int) -> Unicode.Scalar {
        switch mask {
        case 0: return " "
        case 0b01_0101: return "▌"
        case 0b10_1010: return "▐"
        case 0b11_1111: return "█"
        default:
            let skipped = 1 + (mask > 0b01_0101 ? 1 : 0) + (mask > 0b10_1010 ? 1 : 0)
            return Unicode.Scalar(0x1FB00 + UInt32(mask - skipped))!
        }
    }

    /// Source: Unicode 16, Symbols for Legacy Computing Supplement: U+1CD00…1CDE5 has all patterns in order, except
    /// those with a character elsewhere.
    private static func octant(_ mask: Int) -> Unicode.Scalar {
        if let known = octantsElsewhere[mask] { return known }
        let skipped = octantsElsewhere.keys.count { $0 < mask }
        return Unicode.Scalar(0x1CD00 + UInt32(mask - skipped))!
    }

    private static let octantsElsewhere: [Int: Unicode.Scalar] = {
        var known: [Int: Unicode.Scalar] = [
            0b0000_0001: "\u{1CEA8}", 0b0000_0010: "\u{1CEAB}", 0b0100_0000: "\u{1CEA3}", 0b1000_0000: "\u{1CEA0}",
            0b0000_0011: "\u{1FB82}", 0b0011_1111: "\u{1FB85}", 0b1100_0000: "▂", 0b1111_1100: "▆",
            0b0001_0100: "\u{1FBE6}", 0b0010_1000: "\u{1FBE7}",
        ]
        for mask in 0..<16 { known[(mask & 3) * 5 | (mask >> 2) * 80] = quadrant(mask) }
        return known
    }()

    /// Source: Unicode, Braille Patterns: dots 1, 2, 3 are on the left from top to bottom, 4, 5, 6 on the right, 7 and
    /// 8 in the last row.
    private static func dots(_ mask: Int) -> Unicode.Scalar {
        let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
        return Unicode.Scalar((0..<8).reduce(0x2800) { mask >> $1 & 1 == 1 ? $0 | bits[$1] : $0 })!
    }
}
