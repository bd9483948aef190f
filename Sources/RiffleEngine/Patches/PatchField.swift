/// Where each patch of a picture comes from: one anchor in the source for every anchor in the picture.
///
/// An anchor is the top left pixel of a 7 × 7 patch, so a picture of `side` pixels has `side - 6` a side. Row-major with
/// `side` cells from row to row; a cell packs row × 65536 + column. Neighbours that are copied together therefore differ by
/// exactly 1 (or 65536), which is what the seam search looks for. Of a source in layers the row counts from the top of the
/// first; no patch lies across two. Shared between threads like a `Raster`.
final class PatchField: @unchecked Sendable {
    /// Pixels a side of the pictures, at least 7.
    let side: Int
    /// Anchors a side.
    let anchors: Int
    /// Owned; `anchors` rows.
    let cells: UnsafeMutablePointer<UInt32>

    static let patch = 7

    /// The cells are undefined until written.
    init(side: Int) {
        self.side = side
        anchors = side - (PatchField.patch - 1)
        cells = .allocate(capacity: side * anchors)
    }

    deinit { cells.deallocate() }

    func row(_ y: Int) -> UnsafeMutablePointer<UInt32> { cells + y * side }

    static func pack(row: Int, column: Int) -> UInt32 { UInt32(truncatingIfNeeded: row << 16 | column) }
}
