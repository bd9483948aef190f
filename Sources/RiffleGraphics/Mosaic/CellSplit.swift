import RiffleImage

/// Divides the small rectangles of one cell into two groups of similar colour.
///
/// All patterns of a glyph set are tried: that pattern is best whose two mean colours leave the least
/// squared error, which is the one that has the largest sum of |sum of the group|² / size of the group.
/// The sums of groups come from tables of all subsets of the first and the second half of the cell.
struct CellSplit {
    /// What the search found for a cell.
    struct Choice {
        var glyph: MosaicGlyph
        /// Mean colours, 0…255 in x, y and z.
        var ink: SIMD4<Float>
        var paper: SIMD4<Float>
    }

    private let set: GlyphSet
    private let lowBits: Int
    /// One for each pattern: its bits in the first half, in the second, and the sizes of the groups.
    private let entries: [Entry]
    private var lowSums: [SIMD4<Float>]
    private var highSums: [SIMD4<Float>]

    private struct Entry {
        var low: Int32
        var high: Int32
        var perInk: Float
        var perPaper: Float
    }

    init(_ set: GlyphSet) {
        self.set = set
        let count = set.grid.width * set.grid.height
        let lowBits = count / 2
        self.lowBits = lowBits
        entries = set.patterns.map { mask, _ in
            let ink = mask.nonzeroBitCount
            return Entry(
                low: Int32(mask) & (1 << lowBits - 1), high: Int32(mask) >> lowBits, perInk: 1 / Float(ink),
                perPaper: 1 / Float(count - ink))
        }
        lowSums = Array(repeating: .zero, count: 1 << lowBits)
        highSums = Array(repeating: .zero, count: 1 << (count - lowBits))
    }

    /// The best pattern and its two colours; `nil` where one colour does as well.
    ///
    /// - Parameter colors: of the rectangles, row by row, 0…255.
    mutating func best(_ colors: UnsafeBufferPointer<SIMD4<Float>>) -> Choice? {
        let lowBits = lowBits
        return lowSums.withUnsafeMutableBufferPointer { low in
            highSums.withUnsafeMutableBufferPointer { high in
                // A subset is a smaller one and its lowest member.
                for mask in 1..<low.count { low[mask] = low[mask & (mask - 1)] + colors[mask.trailingZeroBitCount] }
                for mask in 1..<high.count {
                    high[mask] = high[mask & (mask - 1)] + colors[lowBits + mask.trailingZeroBitCount]
                }
                let all = low[low.count - 1] + high[high.count - 1]
                // Twice an eighth of a step in one rectangle is not worth a second colour.
                let single = (all * all).sum() / Float(colors.count)
                var best = -1
                var most = single + 0.25
                entries.withUnsafeBufferPointer { entries in
                    for index in entries.indices {
                        let entry = entries[index]
                        let ink = low[Int(entry.low)] + high[Int(entry.high)]
                        let paper = all - ink
                        let score = (ink * ink).sum() * entry.perInk + (paper * paper).sum() * entry.perPaper
                        if score > most {
                            most = score
                            best = index
                        }
                    }
                }
                guard best >= 0 else { return nil }
                let entry = entries[best]
                let ink = low[Int(entry.low)] + high[Int(entry.high)]
                return Choice(
                    glyph: set.patterns[best].glyph, ink: ink * entry.perInk, paper: (all - ink) * entry.perPaper)
            }
        }
    }
}
