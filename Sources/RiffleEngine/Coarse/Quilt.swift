/// Rearranges a texture from a few large pieces, joined where they look alike.
///
/// A uniform texture has no layout to preserve, but may have a visible structure (joints, threads, tiles) that is too
/// fine for the smallest sizes. So the picture is split in two, the parts are moved over each other and cut where they
/// match best, choosing the best of many tries; first from top to bottom, then from left to right.
///
/// Source: Efros, Freeman, "Image quilting for texture synthesis and transfer", SIGGRAPH 2001, section 2.1 (the cut).
struct Quilt {
    /// The current picture, row-major: pixels of the source, and where each comes from.
    private var pixels: [SIMD4<UInt8>]
    private var cells: [Cell]
    private let side: Int

    /// Smallest side for which quilting makes sense.
    static let smallest = 32
    /// Number of random total shifts, and of tries with each.
    private static let draws = 3
    private static let tries = 30
    /// Largest and smallest total shift of the two parts, and half the width of the band that contains the cut, as
    /// shares of the side.
    private static let farthest = 0.6
    private static let least = 0.1
    private static let wandering = 0.15

    /// - Parameters:
    ///   - source: large enough to show the elements of the texture; at least `smallest` × `smallest` pixels.
    ///   - strength: 0…1; determines the number of splits.
    init(_ source: Raster, seed: UInt64, strength: Double) {
        let side = source.side
        self.side = side
        let bytes = UnsafeRawPointer(source.pixels)
        pixels = (0..<side * side).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: SIMD4<UInt8>.self) }
        cells = (0..<side * side).map { Cell(row: $0 / side, column: $0 % side) }
        var noise = CounterNoise(seed: seed, .quilt)
        let turns = strength < 0.35 ? 1 : strength < 0.65 ? 2 : 3
        var isTurned = noise.below(2) == 1
        if isTurned { transpose() }
        for turn in 0..<turns {
            if turn > 0 {
                transpose()
                isTurned.toggle()
            }
            part(&noise)
        }
        if isTurned { transpose() }
    }

    /// Where each patch comes from: from where its centre pixel comes from.
    var field: PatchField {
        let field = PatchField(side: side)
        let middle = Patch.side / 2
        let last = field.anchors - 1
        for y in 0...last {
            for x in 0...last {
                let cell = cells[(y + middle) * side + x + middle]
                field.row(y)[x] = Cell(
                    row: min(max(cell.row - middle, 0), last), column: min(max(cell.column - middle, 0), last))
            }
        }
        return field
    }

    private mutating func transpose() {
        func turned<Element>(_ all: [Element]) -> [Element] {
            all.indices.map { all[$0 % side * side + $0 / side] }
        }
        (pixels, cells) = (turned(pixels), turned(cells))
    }

    /// One way to split the picture: pixels left of the cut are moved left, the rest right.
    private struct Parting {
        var left: Int
        var right: Int
        /// The columns allowed for the cut; both parts cover all of them.
        var band: Range<Int>
    }

    /// Splits the picture from top to bottom.
    private mutating func part(_ noise: inout CounterNoise) {
        var best: (cost: Int32, parting: Parting, cut: [Int])?
        // Only a few total shifts are tried: with a free choice the best match would almost always have the same shift.
        var (far, share) = (0.0, 0.0)
        for attempt in 0..<Quilt.draws * Quilt.tries {
            if attempt % Quilt.tries == 0 {
                (far, share) = (Quilt.least + (Quilt.farthest - Quilt.least) * noise.unit(), 0.8 * noise.unit())
            }
            let reach = Double(side) * far * (0.85 + 0.3 * noise.unit())
            let left = Int(reach * (share + 0.2 * noise.unit()))
            let right = Int(reach) - left
            let middle = right + Int(Double(side - Int(reach)) * (0.2 + 0.6 * noise.unit()))
            let width = Int(Quilt.wandering * Double(side))
            let band = max(right, middle - width)..<min(side - left, middle + width)
            if band.count < 2 { continue }
            let parting = Parting(left: left, right: right, band: band)
            let (cost, cut) = cheapestCut(parting)
            if best.map({ cost < $0.cost }) ?? true { best = (cost, parting, cut) }
        }
        guard let (_, parting, cut) = best else { return }
        let (before, from) = (pixels, cells)
        for y in 0..<side {
            for x in 0..<side {
                let source = y * side + (x < cut[y] ? x + parting.left : x - parting.right)
                (pixels[y * side + x], cells[y * side + x]) = (before[source], from[source])
            }
        }
    }

    /// The first column right of the cut in each row, and the summed squared differences of both parts along it.
    /// - Complexity: O(side × width of the band).
    private func cheapestCut(_ parting: Parting) -> (cost: Int32, cut: [Int]) {
        let (start, width) = (parting.band.lowerBound, parting.band.count)
        // Cheapest path from the top to each column of each row.
        var costs = [Int32](repeating: 0, count: side * width)
        var difference = [Int32](repeating: 0, count: width)
        for y in 0..<side {
            for i in 0..<width {
                let (a, b) = (pixels[y * side + start + i + parting.left], pixels[y * side + start + i - parting.right])
                let apart = SIMD4<Int16>(truncatingIfNeeded: a) &- SIMD4<Int16>(truncatingIfNeeded: b)
                difference[i] =
                    Int32(abs(apart[0])) + Int32(abs(apart[1])) + Int32(abs(apart[2])) + Int32(abs(apart[3]))
            }
            for i in 0..<width {
                // Squared, so that one broken joint costs more than a lot of grain.
                let both = difference[i] + difference[max(i - 1, 0)]
                var cost = both * both / 4
                if y > 0 {
                    let above = (y - 1) * width
                    cost += min(costs[above + max(i - 1, 0)], costs[above + i], costs[above + min(i + 1, width - 1)])
                }
                costs[y * width + i] = cost
            }
        }
        let end = (side - 1) * width
        var column = (0..<width).min { costs[end + $0] < costs[end + $1] }!
        let cost = costs[end + column]
        var cut = [Int](repeating: 0, count: side)
        for y in (0..<side).reversed() {
            cut[y] = start + column
            if y > 0 {
                let above = (y - 1) * width
                column = (max(column - 1, 0)...min(column + 1, width - 1)).min {
                    costs[above + $0] < costs[above + $1]
                }!
            }
        }
        return (cost, cut)
    }
}
