import RiffleAPI

/// How the pictures of a request lie in their pane: in the rows and columns that show them largest.
package struct ResultsGrid: Sendable, Equatable {
    package let columns: Int
    package let rows: Int
    /// Cells of one place, its label included.
    package let slot: Size
    /// Rows that the pane has room for; fewer than `rows` where it is low.
    package let visibleRows: Int

    /// Cells of the least picture that is worth a row of its own.
    private static let least = Size(columns: 6, rows: 3)

    /// Each place has one row for its label and a column left free on both sides.
    ///
    /// - Parameters:
    ///   - aspect: width of a picture for a height of 1.
    ///   - cell: pixels of a cell, of which the shape counts.
    /// - Complexity: O(count).
    package init(count: Int, aspect: Double, cell: Size, in room: Size) {
        let count = max(1, count)
        let shape = Double(max(1, cell.columns)) / Double(max(1, cell.rows))
        /// Height in cells of a picture in a place of so many cells, as a fraction.
        func height(_ columns: Int, _ rows: Int) -> Double {
            min(Double(rows - 1), Double(columns - 2) * shape / max(aspect, 0.01))
        }
        let ways = stride(from: count, through: 1, by: -1).map { columns in
            let rows = (count + columns - 1) / columns
            return (columns: columns, rows: rows, height: height(room.columns / columns, room.rows / rows))
        }
        let greatest = ways.map(\.height).max() ?? 0
        // Of those that are about equal the one without gaps, then the one with fewer rows is read most easily.
        var best =
            ways.filter { $0.height >= greatest * 0.98 }
            .min { $0.columns * $0.rows < $1.columns * $1.rows } ?? ways[0]
        let least = ResultsGrid.least
        if best.height < Double(least.rows - 1), room.columns >= least.columns {
            // Too small to tell anything: as many as can be seen, and the others by scrolling.
            let across = max(1, min(count, room.columns / least.columns))
            best = (across, (count + across - 1) / across, height(room.columns / across, least.rows))
            visibleRows = max(1, min(best.rows, room.rows / least.rows))
        } else {
            visibleRows = best.rows
        }
        columns = best.columns
        rows = best.rows
        let width = Int((best.height * aspect / shape).rounded(.up)) + 2
        slot = Size(
            columns: max(1, min(room.columns / columns, max(12, width))), rows: max(1, room.rows / visibleRows))
    }

    /// The first row that is shown so that a place is in sight.
    func firstRow(showing place: Int) -> Int {
        let row = place / columns
        return max(0, min(row - visibleRows / 2, rows - visibleRows))
    }
}

extension Desk {
    func grid(in room: Size) -> ResultsGrid {
        ResultsGrid(count: slots.count, aspect: resultsAspect, cell: display.cell, in: room)
    }

    /// The shape of the pictures of the request: of those that came, else as asked for.
    private var resultsAspect: Double {
        for case .arrived(let entry) in slots where entry.facts.height > 0 && entry.facts.width > 0 {
            return Double(entry.facts.width) / Double(entry.facts.height)
        }
        let asked = results.request.flatMap(tree.request)?.settings.size?.pixels
        return asked.map { Double($0.width) / Double($0.height) } ?? 1
    }
}
