/// Which pixels of a picture are seams: pixels whose covering patches do not all come from one piece of the source.
///
/// All other pixels are exact copies and need neither vote nor search: about 7 of 8 at 1024 pixels per side.
final class SeamMap: @unchecked Sendable {
    let side: Int
    /// `side * side` bytes, owned; 255 for a seam, otherwise 0.
    private let seams: UnsafeMutablePointer<UInt8>

    init(side: Int) {
        self.side = side
        seams = .allocate(capacity: side * side)
    }

    deinit { seams.deallocate() }

    func row(_ y: Int) -> UnsafeMutablePointer<UInt8> { seams + y * side }

    /// Marks the seams of `rows` of pixels.
    ///
    /// A pixel is clean if its (up to) seven anchor rows are each contiguous across its (up to) seven anchor columns,
    /// and each continues the previous row. `unbroken` counts those rows. It starts six rows early, so that the result
    /// does not depend on how rows are divided.
    ///
    /// - Complexity: O(rows × side).
    func mark(_ field: PatchField, rows: Range<Int>) {
        let margin = Patch.margin
        let anchors = field.anchors
        // Whether columns -5…side-1 continue their left neighbour; outside the field nothing breaks.
        let joined = UnsafeMutablePointer<UInt8>.allocate(capacity: side + margin)
        let above = UnsafeMutablePointer<UInt8>.allocate(capacity: side)
        let unbroken = UnsafeMutablePointer<UInt8>.allocate(capacity: side)
        defer {
            joined.deallocate()
            above.deallocate()
            unbroken.deallocate()
        }
        joined.initialize(repeating: 255, count: side + margin)
        above.initialize(repeating: 0, count: side)
        unbroken.initialize(repeating: 0, count: side)
        let start = max(0, min(rows.lowerBound - margin, anchors - 1))
        var counted = start - 1
        for y in start..<rows.upperBound {
            let bottom = min(y, anchors - 1)
            if bottom > counted {
                counted = bottom
                let cells = field.row(bottom)
                for x in 1..<max(anchors, 1) { joined[x + 5] = cells[x] == cells[x - 1].moved(right: 1) ? 255 : 0 }
                if bottom > start {
                    let upper = field.row(bottom - 1)
                    for x in 0..<anchors { above[x] = cells[x] == upper[x].moved(down: 1) ? 255 : 0 }
                    for x in anchors..<side { above[x] = above[anchors - 1] }
                }
                for x in 0..<side {
                    let whole =
                        joined[x] & joined[x + 1] & joined[x + 2] & joined[x + 3] & joined[x + 4] & joined[x + 5]
                    unbroken[x] = min((unbroken[x] & above[x]) &+ 1, 7) & whole
                }
            }
            if y >= rows.lowerBound {
                let needed = UInt8(bottom - max(0, y - margin) + 1)
                let out = row(y)
                for x in 0..<side { out[x] = unbroken[x] < needed ? 255 : 0 }
            }
        }
    }

    /// Marks the anchors of a row whose patch contains a seam. `active` receives `side` bytes, 0 or 255, of which the
    /// first `side - 6` are valid.
    func activeAnchors(row y: Int, into active: UnsafeMutablePointer<UInt8>) {
        let columns = side - Patch.margin
        for x in 0..<side {
            var any: UInt8 = 0
            for r in 0..<Patch.side { any |= seams[(y + r) * side + x] }
            active[x] = any
        }
        for x in 0..<columns {
            active[x] =
                active[x] | active[x + 1] | active[x + 2] | active[x + 3] | active[x + 4] | active[x + 5]
                | active[x + 6]
        }
    }
}
