/// A position in a source, by row and column: of a pixel, or of an anchor, the top-left pixel of a patch.
///
/// Stored as row × 65536 + column, so that adjacent cells differ by exactly 1 or 65536; the seam search and the vote
/// kernel rely on this. In a source with layers the row counts from the top of the first layer.
struct Cell: Equatable, Sendable {
    let bits: UInt32

    private init(bits: UInt32) { self.bits = bits }

    /// Rows and columns are 0…65535.
    @inline(__always)
    init(row: Int, column: Int) { bits = UInt32(truncatingIfNeeded: row << 16 | column) }

    @inline(__always) var row: Int { Int(bits >> 16) }
    @inline(__always) var column: Int { Int(bits & 0xFFFF) }

    /// The cell at an offset; it must exist.
    @inline(__always)
    func moved(right: Int = 0, down: Int = 0) -> Cell {
        Cell(bits: bits &+ UInt32(truncatingIfNeeded: down << 16 &+ right))
    }

    /// The row within its layer, for layers of `side` rows.
    @inline(__always)
    func row(inLayersOf side: Int) -> Int {
        var row = row
        while row >= side { row -= side }
        return row
    }
}

/// The square patches of pixels that are compared and copied.
enum Patch {
    /// Pixels per side.
    static let side = 7
    /// A picture has this many fewer anchors than pixels per side.
    static let margin = side - 1
    static let pixels = side * side
    /// Colour bytes; alpha does not contribute if both patches are opaque.
    static let bytes: Float = 147
}

extension Raster {
    /// The pixel at a cell; the patch's other pixels follow, row by row.
    @inline(__always)
    func at(_ cell: Cell) -> UnsafeMutablePointer<UInt8> { row(cell.row) + 4 * cell.column }
}
