/// A place in a source as patches name it, by row and column: of a pixel, or of an anchor, the top left pixel of a patch.
///
/// One number, row × 65536 + column, so that neighbours that are copied together differ by exactly 1 or 65536: the search for
/// seams and the kernel that votes rely on it. Of a source in layers the row counts from the top of the first.
struct Cell: Equatable, Sendable {
    let bits: UInt32

    private init(bits: UInt32) { self.bits = bits }

    /// Rows and columns are 0…65535.
    @inline(__always)
    init(row: Int, column: Int) { bits = UInt32(truncatingIfNeeded: row << 16 | column) }

    @inline(__always) var row: Int { Int(bits >> 16) }
    @inline(__always) var column: Int { Int(bits & 0xFFFF) }

    /// The place so many columns and rows away, which exists.
    @inline(__always)
    func moved(right: Int = 0, down: Int = 0) -> Cell {
        Cell(bits: bits &+ UInt32(truncatingIfNeeded: down << 16 &+ right))
    }

    /// The row counted from the top of the layer that it lies in, of layers `side` rows high.
    @inline(__always)
    func row(inLayersOf side: Int) -> Int {
        var row = row
        while row >= side { row -= side }
        return row
    }
}

/// The squares of pixels that pictures are compared and put together by.
enum Patch {
    /// Pixels a side.
    static let side = 7
    /// Pixels a side that lie beside an anchor: a picture has so many fewer anchors a side than pixels.
    static let margin = side - 1
    static let pixels = side * side
    /// Colour bytes; alpha adds nothing to a distance where both are opaque.
    static let bytes: Float = 147
}

extension Raster {
    /// The pixel at a place; its neighbours follow, row by row.
    @inline(__always)
    func at(_ cell: Cell) -> UnsafeMutablePointer<UInt8> { row(cell.row) + 4 * cell.column }
}
