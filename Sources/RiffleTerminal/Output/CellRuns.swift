import RiffleUI

/// Merges cells, given row by row from left to right, into rectangles.
struct CellRuns {
    private var done: [Rect] = []
    /// Rectangles that end in the previous row.
    private var open: [Rect] = []
    private var row: [Rect] = []

    mutating func add(column: Int, row: Int) {
        if let last = self.row.indices.last, self.row[last].endColumn == column {
            self.row[last].columns += 1
        } else {
            self.row.append(Rect(column: column, row: row, columns: 1, rows: 1))
        }
    }

    /// Extends rectangles above by the runs of this row that have the same columns.
    mutating func endRow() {
        for index in row.indices {
            let run = row[index]
            let above = open.firstIndex { other in
                other.column == run.column && other.columns == run.columns && other.endRow == run.row
            }
            guard let above else { continue }
            var joined = open.remove(at: above)
            joined.rows += 1
            row[index] = joined
        }
        done += open
        open = row
        row = []
    }

    mutating func finished() -> [Rect] {
        endRow()
        endRow()
        return done
    }
}
