import RiffleAPI

/// The layout of a request's pictures in their pane: the rows and columns that show them largest.
package struct ResultsGrid: Sendable, Equatable {
    package let columns: Int
    package let rows: Int
    /// Size of one place in cells, including its label.
    package let slot: Size
    /// Rows that fit into the pane; may be fewer than `rows`.
    package let visibleRows: Int
    /// Columns of a picture, and of the gap before it.
    let width: Int
    let start: Int

    /// Minimum columns for a readable label, and rows for a useful picture.
    private static let least = Size(columns: 13, rows: 5)
    /// Maximum gap beside a picture, so that few pictures stay close together.
    private static let widestGap = 8

    /// Each place has one row for its label, below the picture.
    ///
    /// - Parameters:
    ///   - aspect: width of a picture for a height of 1.
    ///   - cell: size of a cell in pixels; only its shape matters.
    /// - Complexity: O(count).
    package init(count: Int, aspect: Double, cell: Size, in room: Size) {
        let count = max(1, count)
        let shape = Double(max(1, cell.columns)) / Double(max(1, cell.rows))
        /// Height of a picture in a place of this size, in cells, as a fraction.
        func height(_ columns: Int, _ rows: Int) -> Double {
            min(Double(rows - 1), Double(columns - 2) * shape / max(aspect, 0.01))
        }
        let least = ResultsGrid.least
        let most = max(1, min(count, room.columns / least.columns))
        let ways = stride(from: most, through: 1, by: -1).map { columns in
            let rows = (count + columns - 1) / columns
            return (columns: columns, rows: rows, height: height(room.columns / columns, room.rows / rows))
        }
        let greatest = ways.map(\.height).max() ?? 0
        // If several are about equal, prefer the one without gaps, then the one with fewer rows.
        var best =
            ways.filter { $0.height >= greatest * 0.98 }
            .min { $0.columns * $0.rows < $1.columns * $1.rows } ?? ways[0]
        var visible = best.rows
        if best.rows > 1, room.rows / best.rows < least.rows {
            // Too small to be useful: show as many as fit, and scroll.
            best = (most, (count + most - 1) / most, height(room.columns / most, max(least.rows, room.rows)))
            visible = max(1, min(best.rows, room.rows / least.rows))
            best.height = height(room.columns / most, room.rows / visible)
        }
        (columns, rows, visibleRows) = (best.columns, best.rows, visible)
        let own = max(1, Int((best.height * aspect / shape).rounded(.up)))
        let share = room.columns / columns
        slot = Size(
            columns: max(1, rows > 1 ? share : min(share, max(least.columns, own + ResultsGrid.widestGap))),
            rows: max(1, room.rows / visible))
        width = min(own, max(1, slot.columns - 2))
        // Several rows use the whole width; in a single row names get the most room.
        start = rows > 1 ? max(1, (slot.columns - width) / 2) : 1
    }

    /// The first visible row, such that a place is visible.
    func firstRow(showing place: Int) -> Int {
        let row = place / columns
        return max(0, min(row - visibleRows / 2, rows - visibleRows))
    }
}

extension Desk {
    func grid(in room: Size) -> ResultsGrid {
        ResultsGrid(count: slots.count, aspect: resultsAspect, cell: display.cell, in: room)
    }

    /// The aspect ratio of a request's pictures: that of arrived ones, or the requested one, or the source's.
    private var resultsAspect: Double {
        for case .arrived(let entry) in slots where entry.facts.height > 0 && entry.facts.width > 0 {
            return Double(entry.facts.width) / Double(entry.facts.height)
        }
        let request = results.request.flatMap(tree.request)
        if let asked = request?.settings.size?.pixels { return Double(asked.width) / Double(asked.height) }
        guard let source = request?.source.flatMap(tree.entry)?.facts, request?.mend == Mend.none, source.height > 0
        else { return 1 }
        return Double(source.width) / Double(source.height)
    }
}
