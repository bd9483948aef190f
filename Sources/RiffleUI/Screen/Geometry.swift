/// A size in character cells.
public struct Size: Sendable, Hashable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A cell position, zero-based from the top left.
public struct Point: Sendable, Hashable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// A rectangle of cells. Never negative: a rectangle without room has zero columns or rows.
public struct Rect: Sendable, Hashable {
    public var column: Int
    public var row: Int
    public var columns: Int
    public var rows: Int

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    public var size: Size { Size(columns: columns, rows: rows) }
    public var isEmpty: Bool { columns == 0 || rows == 0 }
    /// First column to the right of it.
    public var endColumn: Int { column + columns }
    /// First row below it.
    public var endRow: Int { row + rows }

    public func contains(_ point: Point) -> Bool {
        point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
    }

    /// The rectangle below a title in the first row.
    var belowTitle: Rect { Rect(column: column, row: row + 1, columns: columns, rows: rows - 1) }
}
