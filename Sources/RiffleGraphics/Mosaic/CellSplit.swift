import RiffleImage

/// Divides the sub-pixels of one cell into two groups of similar colour.
///
/// Tries all patterns of a glyph set. The best pattern has the least squared error from its two mean colours, which is
/// the largest sum of |sum of the group|² / size of the group. The sums come from two tables of all subsets of the
/// first and the second half of the cell.
struct CellSplit {
    struct Choice {
        var glyph: MosaicGlyph
        /// Mean colours, 0…255 in x, y and z.
        var ink: SIMD4<Float>
        var paper: SIMD4<Float>
    }

    private let set: GlyphSet
    private let lowBits: Int
    /// One for each pattern.
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

    /// The best pattern and its two colours; `nil` if one colour is as good.
    ///
    /// - Parameter colors: of the sub-pixels, row by row, 0…255.
    mutating func best(_ colors: UnsafeBufferPointer<SIMD4<Float>>) -> Choice? {
        let lowBits = lowBits
        return lowSums.withUnsafeMutableBufferPointer { low in
            highSums.withUnsafeMutableBufferPointer { high in
                // A subset's sum is that of the subset without its lowest member, plus that member.
                for mask in 1..<low.count { low[mask] = low[mask & (mask - 1)] + colors[mask.trailingZeroBitCount] }
                for mask in 1..<high.count {
                    high[mask] = high[mask & (mask - 1)] + colors[lowBits + mask.trailingZeroBitCount]
                }
                let all = low[low.count - 1] + high[high.count - 1]
                // Minimum gain for a second colour: a quarter of a squared step.
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
