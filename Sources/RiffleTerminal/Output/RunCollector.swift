import RiffleUI

/// Joins cells that come row by row, from left to right, into rectangles of the same placement.
struct RunCollector {
    struct Run: Equatable {
        var rect: Rect
        /// Index of the placement; `nil` for none.
        var placement: Int?
    }

    private var done: [Run] = []
    /// Rectangles that the row before this one has ended with.
    private var open: [Run] = []
    private var row: [Run] = []

    mutating func add(column: Int, row: Int, placement: Int?) {
        if let last = self.row.indices.last, self.row[last].rect.endColumn == column,
            self.row[last].placement == placement
        {
            self.row[last].rect.columns += 1
        } else {
            self.row.append(Run(rect: Rect(column: column, row: row, columns: 1, rows: 1), placement: placement))
        }
    }

    /// Continues the rectangles above by the runs of this row that are exactly as wide.
    mutating func endRow() {
        for index in row.indices {
            let run = row[index]
            let above = open.firstIndex { other in
                other.placement == run.placement && other.rect.column == run.rect.column
                    && other.rect.columns == run.rect.columns && other.rect.endRow == run.rect.row
            }
            guard let above else { continue }
            var joined = open.remove(at: above)
            joined.rect.rows += 1
            row[index] = joined
        }
        done += open
        open = row
        row = []
    }

    mutating func finished() -> [Run] {
        endRow()
        endRow()
        return done
    }
}
