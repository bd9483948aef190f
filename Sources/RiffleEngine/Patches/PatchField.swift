/// Where each patch of a picture comes from: one anchor in the source for every anchor in the picture.
///
/// An anchor is the top left pixel of a 7 × 7 patch, so a picture of `side` pixels has `side - 6` a side. Row-major with
/// `side` cells from row to row. Of a source in layers no patch lies across two. Shared between threads like a `Raster`.
final class PatchField: @unchecked Sendable {
    /// Pixels a side of the pictures, at least 7.
    let side: Int
    /// Anchors a side.
    let anchors: Int
    /// Owned; `anchors` rows.
    let cells: UnsafeMutablePointer<Cell>

    /// The cells are undefined until written.
    init(side: Int) {
        self.side = side
        anchors = side - Patch.margin
        cells = .allocate(capacity: side * anchors)
    }

    deinit { cells.deallocate() }

    /// The cells as the C kernels take them.
    var numbers: UnsafePointer<UInt32> { UnsafeRawPointer(cells).assumingMemoryBound(to: UInt32.self) }

    func row(_ y: Int) -> UnsafeMutablePointer<Cell> { cells + y * side }

    /// Lets every patch come from where it is.
    func reset() {
        for y in 0..<anchors {
            let row = row(y)
            for x in 0..<anchors { row[x] = Cell(row: y, column: x) }
        }
    }
}
