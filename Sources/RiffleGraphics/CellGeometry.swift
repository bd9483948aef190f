/// The size of one character cell in screen pixels. Both sides are at least 1.
public struct CellSize: Sendable, Hashable {
    public var width: Int
    public var height: Int

    /// Sides below 1 become 1.
    public init(width: Int, height: Int) {
        self.width = max(1, width)
        self.height = max(1, height)
    }

    /// The default if nothing is reported: a typical font's shape, and what Windows Terminal always reports.
    public static let assumed = CellSize(width: 10, height: 20)
}

/// A size in pixels.
public struct PixelSize: Sendable, Hashable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// A rectangle of cells inside a preview; (0, 0) is the preview's top-left cell.
public struct CellRange: Sendable, Hashable {
    /// Columns from the left edge.
    public var columns: Range<Int>
    /// Rows from the top edge.
    public var rows: Range<Int>

    public init(columns: Range<Int>, rows: Range<Int>) {
        self.columns = columns
        self.rows = rows
    }

    /// Whether it contains no cell.
    public var isEmpty: Bool { columns.isEmpty || rows.isEmpty }

    func clamped(columns limit: Int, rows rowLimit: Int) -> CellRange {
        CellRange(columns: columns.clamped(to: 0..<limit), rows: rows.clamped(to: 0..<rowLimit))
    }
}
