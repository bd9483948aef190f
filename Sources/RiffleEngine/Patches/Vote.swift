internal import CKernels

/// Renders a field: each pixel is the mean of the patches that cover it.
struct Vote {
    let source: Raster
    let field: PatchField
    let output: Raster
    let seams: SeamMap
    /// Whether pixels near a patch's edge weigh less: sharper, for a picture's last vote.
    let centered: Bool

    /// Up to this many clean pixels between two seams, one span is cheaper than two.
    private static let shortGap = 8

    /// Renders `rows` of pixels and marks their seams. Clean runs are copied, with the same result.
    ///
    /// - Complexity: O(rows × side) for copies, plus 49 reads for each seam pixel.
    func cast(rows: Range<Int>) {
        seams.mark(field, rows: rows)
        let side = output.side
        for y in rows {
            let flags = seams.row(y)
            let out = output.row(y)
            var x = 0
            while x < side {
                let start = x
                if flags[x] == 0 {
                    while x < side, flags[x] == 0 { x += 1 }
                    copy(row: y, columns: start..<x, to: out)
                    continue
                }
                var end = x
                while x < side, x - end < Vote.shortGap {
                    if flags[x] != 0 { end = x + 1 }
                    x += 1
                }
                x = end
                ck_vote_span(
                    source.pixels, field.numbers, Int32(side), Int32(y), Int32(start), Int32(end), centered ? 1 : 0, out
                )
            }
        }
    }

    private func copy(row y: Int, columns: Range<Int>, to out: UnsafeMutablePointer<UInt8>) {
        let anchorRow = min(y, field.anchors - 1)
        let anchorColumn = min(columns.lowerBound, field.anchors - 1)
        let cell = field.row(anchorRow)[anchorColumn]
        let from = source.at(cell.moved(right: columns.lowerBound - anchorColumn, down: y - anchorRow))
        (out + 4 * columns.lowerBound).update(from: from, count: 4 * columns.count)
    }
}
