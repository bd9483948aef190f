internal import CKernels

/// One pass of PatchMatch over a field: each patch tries what its neighbours found and a few random places.
///
/// Source: Barnes, Shechtman, Finkelstein, Goldman, "PatchMatch", SIGGRAPH 2009, section 3.
struct Sweep {
    let source: Raster
    /// The picture as the last vote left it.
    let picture: Raster
    let field: PatchField
    /// The seams of that vote: patches that touch none are at distance 0 already.
    let seams: SeamMap
    /// Up and left neighbours when forward, down and right ones when not.
    let forward: Bool
    /// Half widths of the windows that random samples are drawn from, in pixels.
    let radii: [Int]
    /// Whether one more sample comes from anywhere.
    let searchesEverywhere: Bool
    /// Keys of the random numbers; the row is added.
    let seed: UInt64
    let round: Int
    /// Only patches that touch it are searched, and none is taken that does; nil: all, and any.
    var hole: Hole?

    /// Searches the rows of one band. Bands may run at once: a band reads no row of another but `before`, the row next to
    /// its first one as it was before the sweep, nil at the picture's edge.
    func run(rows: Range<Int>, before: [UInt32]?) {
        let active = UnsafeMutablePointer<UInt8>.allocate(capacity: field.side)
        defer { active.deallocate() }
        for step in 0..<rows.count {
            let y = forward ? rows.lowerBound + step : rows.upperBound - 1 - step
            seams.activeAnchors(row: y, into: active)
            if let hole { for x in 0..<field.anchors { active[x] &= hole.touching[y * field.side + x] } }
            if step > 0 {
                search(row: y, next: forward ? field.row(y - 1) : field.row(y + 1), active: active)
            } else if let before {
                before.withUnsafeBufferPointer { search(row: y, next: $0.baseAddress!, active: active) }
            } else {
                search(row: y, next: nil, active: active)
            }
        }
    }

    private func search(row y: Int, next: UnsafePointer<UInt32>?, active: UnsafePointer<UInt8>) {
        var noise = CounterNoise(seed: seed, field.side, round, y)
        let cells = field.row(y)
        let last = field.anchors - 1
        let stride = source.stride
        let side = field.side
        /// First row of the layer that a row of the source lies in.
        func top(_ row: Int) -> Int {
            var top = 0
            while row - top >= side { top += side }
            return top
        }
        let here = picture.row(y)
        for step in 0...last {
            let x = forward ? step : last - step
            if active[x] == 0 { continue }
            let patch = UnsafePointer(here + 4 * x)
            var best = cells[x]
            var distance = ck_patch_sad(patch, at(best), stride)

            func offer(_ cell: UInt32) {
                if cell == best { return }
                if let hole, hole.touching[Int(cell >> 16) * field.side + Int(cell & 0xFFFF)] != 0 { return }
                let d = ck_patch_sad_below(patch, at(cell), stride, distance)
                if d < distance { (distance, best) = (d, cell) }
            }

            if forward {
                if x > 0, cells[x - 1] & 0xFFFF < last { offer(cells[x - 1] + 1) }
                if let next, Int(next[x] >> 16) - top(Int(next[x] >> 16)) < last { offer(next[x] + 65536) }
            } else {
                if x < last, cells[x + 1] & 0xFFFF > 0 { offer(cells[x + 1] - 1) }
                if let next, Int(next[x] >> 16) - top(Int(next[x] >> 16)) > 0 { offer(next[x] - 65536) }
            }
            for radius in radii where distance > 0 {
                let layer = top(Int(best >> 16))
                let row = Int(best >> 16) - layer + noise.below(2 * radius + 1) - radius
                let column = Int(best & 0xFFFF) + noise.below(2 * radius + 1) - radius
                offer(PatchField.pack(row: layer + min(max(row, 0), last), column: min(max(column, 0), last)))
            }
            if searchesEverywhere, distance > 0 {
                let layer = source.layers == 1 ? 0 : noise.below(source.layers) * side
                offer(PatchField.pack(row: layer + noise.below(last + 1), column: noise.below(last + 1)))
            }
            cells[x] = best
        }
    }

    private func at(_ cell: UInt32) -> UnsafePointer<UInt8> {
        UnsafePointer(source.pixels + Int(cell >> 16) * source.stride + 4 * Int(cell & 0xFFFF))
    }
}
