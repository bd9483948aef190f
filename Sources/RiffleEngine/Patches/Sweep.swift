internal import CKernels

/// One pass of PatchMatch over a field: each patch tries its neighbours' sources and a few random ones.
///
/// Source: Barnes, Shechtman, Finkelstein, Goldman, "PatchMatch", SIGGRAPH 2009, section 3.
struct Sweep {
    let source: Raster
    /// The picture after the last vote.
    let picture: Raster
    let field: PatchField
    /// The seams of that vote: patches without seams have distance 0 already.
    let seams: SeamMap
    /// Whether to propagate from the upper and left neighbours; otherwise from the lower and right ones.
    let forward: Bool
    /// Half sizes of the windows for random samples, in pixels.
    let radii: [Int]
    /// Whether to try one more sample from the whole source.
    let searchesEverywhere: Bool
    /// Keys of the random numbers, besides the row.
    let seed: UInt64
    let round: Int
    /// Only patches that overlap it are searched, and forbidden sources are skipped; nil: no restriction.
    var hole: Hole?

    /// Searches the rows of one band. Bands may run in parallel: from other bands, only `before` is read, the adjacent
    /// row as it was before the sweep (nil at the picture's edge).
    func run(rows: Range<Int>, before: [Cell]?) {
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

    private func search(row y: Int, next: UnsafePointer<Cell>?, active: UnsafePointer<UInt8>) {
        var noise = CounterNoise(seed: seed, field.side, round, y)
        let cells = field.row(y)
        let last = field.anchors - 1
        let stride = source.stride
        let side = field.side
        let here = picture.row(y)
        for step in 0...last {
            let x = forward ? step : last - step
            if active[x] == 0 { continue }
            let patch = UnsafePointer(here + 4 * x)
            var best = cells[x]
            var distance = ck_patch_sad(patch, source.at(best), stride)

            func offer(_ cell: Cell) {
                if cell == best { return }
                if let hole, hole.forbids(cell) { return }
                let d = ck_patch_sad_below(patch, source.at(cell), stride, distance)
                if d < distance { (distance, best) = (d, cell) }
            }

            if forward {
                if x > 0, cells[x - 1].column < last { offer(cells[x - 1].moved(right: 1)) }
                if let next, next[x].row(inLayersOf: side) < last { offer(next[x].moved(down: 1)) }
            } else {
                if x < last, cells[x + 1].column > 0 { offer(cells[x + 1].moved(right: -1)) }
                if let next, next[x].row(inLayersOf: side) > 0 { offer(next[x].moved(down: -1)) }
            }
            for radius in radii where distance > 0 {
                let from = best.row(inLayersOf: side)
                let row = from + noise.below(2 * radius + 1) - radius
                let column = best.column + noise.below(2 * radius + 1) - radius
                offer(Cell(row: best.row - from + min(max(row, 0), last), column: min(max(column, 0), last)))
            }
            if searchesEverywhere, distance > 0 {
                let layer = source.layers == 1 ? 0 : noise.below(source.layers) * side
                offer(Cell(row: layer + noise.below(last + 1), column: noise.below(last + 1)))
            }
            cells[x] = best
        }
    }
}
