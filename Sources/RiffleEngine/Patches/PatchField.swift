/// Where each patch of a picture comes from: for each anchor in the picture, one in the source.
///
/// An anchor is the top-left pixel of a 7 × 7 patch, so a picture of `side` pixels has `side - 6` per side. Row-major
/// with `side` cells from row to row. In a source with layers no patch spans two. Shared between threads like a
/// `Raster`.
final class PatchField: @unchecked Sendable {
    /// Pixels per side of the pictures, at least 7.
    let side: Int
    /// Anchors per side.
    let anchors: Int
    /// Owned; `anchors` rows.
    let cells: UnsafeMutablePointer<Cell>

    /// The cells are uninitialised.
    init(side: Int) {
        self.side = side
        anchors = side - Patch.margin
        cells = .allocate(capacity: side * anchors)
    }

    deinit { cells.deallocate() }

    /// The cells as the C kernels read them.
    var numbers: UnsafePointer<UInt32> { UnsafeRawPointer(cells).assumingMemoryBound(to: UInt32.self) }

    func row(_ y: Int) -> UnsafeMutablePointer<Cell> { cells + y * side }

    /// Sets each patch to come from its own position.
    func reset() {
        for y in 0..<anchors {
            let row = row(y)
            for x in 0..<anchors { row[x] = Cell(row: y, column: x) }
        }
    }
}
