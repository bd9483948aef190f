/// Adjusts the tones of a filled hole to its surroundings: compares what the patches would show just outside the hole
/// with the actual pixels, and interpolates the difference smoothly into the hole.
///
/// Differences too large to be tonal have little weight, so that objects at the rim do not bleed into the hole.
///
/// Source: Pérez, Gangnet, Blake, "Poisson image editing", SIGGRAPH 2003, section 3 (the membrane), here by averaging
/// from fine to coarse and back.
struct ToneMatch {
    private let cells: Int
    /// Difference of red, green and blue in levels, with its weight, for each cell of `pitch` × `pitch` pixels.
    private var differences: [SIMD4<Float>]

    private static let pitch = 4
    /// Difference in levels above which the cause is probably content, not tone.
    private static let tone: Float = 30

    /// - Complexity: O(perimeter × 49 + side²/16).
    init(_ field: PatchField, level: FillLevel) {
        let side = level.side
        let hole = level.hole
        cells = (side + ToneMatch.pitch - 1) / ToneMatch.pitch
        differences = [SIMD4<Float>](repeating: .zero, count: cells * cells)
        let last = Patch.margin
        for anchor in hole.anchors(touching: true) {
            let (y, x) = (anchor.row, anchor.column)
            func isHole(_ r: Int, _ c: Int) -> Bool { hole.pixels[(y + r) * side + x + c] != 0 }
            // Inside the hole there is nothing to compare with.
            if isHole(0, 0), isHole(0, last), isHole(last, 0), isHole(last, last) { continue }
            let cell = field.row(y)[x]
            for r in 0...last {
                let from = level.known.at(cell.moved(down: r))
                let here = level.known.row(y + r) + 4 * x
                for c in 0...last where !isHole(r, c) {
                    let (p, q) = (here + 4 * c, from + 4 * c)
                    let difference = SIMD3(
                        Float(p[0]) - Float(q[0]), Float(p[1]) - Float(q[1]), Float(p[2]) - Float(q[2]))
                    let size = (difference * difference).sum() / (3 * ToneMatch.tone * ToneMatch.tone)
                    let weight = 1 / (1 + size * size)
                    differences[(y + r) / ToneMatch.pitch * cells + (x + c) / ToneMatch.pitch] += SIMD4(
                        difference * weight, weight)
                }
            }
        }
    }

    /// Applies the differences to the hole of the picture.
    func apply(to picture: Raster, hole: Hole) {
        let shades = ToneMatch.spread(differences, cells: cells)
        let pitch = Float(ToneMatch.pitch)
        for y in hole.rows {
            let fy = min(max((Float(y) + 0.5) / pitch - 0.5, 0), Float(cells - 1))
            let row = min(Int(fy), max(cells - 2, 0))
            let below = min(row + 1, cells - 1)
            for x in 0..<picture.side where hole.pixels[y * picture.side + x] != 0 {
                let fx = min(max((Float(x) + 0.5) / pitch - 0.5, 0), Float(cells - 1))
                let column = min(Int(fx), max(cells - 2, 0))
                let right = min(column + 1, cells - 1)
                let (down, across) = (fy - Float(row), fx - Float(column))
                let upper = shades[row * cells + column] * (1 - across) + shades[row * cells + right] * across
                let lower = shades[below * cells + column] * (1 - across) + shades[below * cells + right] * across
                let shade = upper * (1 - down) + lower * down
                let p = picture.row(y) + 4 * x
                for c in 0..<3 { p[c] = UInt8(min(max(Float(p[c]) + shade[c] + 0.5, 0), Float(p[3]))) }
            }
        }
    }

    /// The difference at each cell: its own if known, otherwise interpolated from a coarser grid.
    private static func spread(_ cells: [SIMD4<Float>], cells side: Int) -> [SIMD4<Float>] {
        if side == 1 { return cells.map { $0.w > 0 ? $0 / $0.w : .zero } }
        let half = (side + 1) / 2
        var coarse = [SIMD4<Float>](repeating: .zero, count: half * half)
        for y in 0..<side { for x in 0..<side { coarse[y / 2 * half + x / 2] += cells[y * side + x] } }
        let known = spread(coarse, cells: half)
        var result = cells
        for y in 0..<side {
            // The nearest coarse row and the one on the other side, weighted three to one.
            let (near, far) = (y / 2, min(max(y / 2 + (y % 2 == 0 ? -1 : 1), 0), half - 1))
            for x in 0..<side {
                let (beside, across) = (x / 2, min(max(x / 2 + (x % 2 == 0 ? -1 : 1), 0), half - 1))
                let guess =
                    (known[near * half + beside] * 9 + (known[far * half + beside] + known[near * half + across]) * 3
                        + known[far * half + across]) / 16
                let own = cells[y * side + x]
                result[y * side + x] = (own + guess * ToneMatch.trust) / (own.w + ToneMatch.trust)
            }
        }
        return result
    }

    /// Weight of the coarser grid relative to a cell's own value.
    private static let trust: Float = 8
}
