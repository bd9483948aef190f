/// How the history lies on the screen: rows of pictures, or of names, under the headings of their days.
package struct HistoryLayout: Sendable, Equatable {
    enum Row: Sendable, Equatable {
        /// A day, by its number.
        case heading(Int)
        case cells(Range<Int>)
    }

    private(set) var rows: [Row] = []
    /// Cells of the screen that one picture or name takes.
    private(set) var slot = Size(columns: 1, rows: 1)
    private(set) var showsNames = true
    /// The first row that is shown.
    private(set) var top = 0
    private var height = 1

    init() {}

    /// - Parameter days: of each cell.
    /// - Complexity: O(cells).
    init(days: [Int], showsNames: Bool, in room: Size) {
        self.showsNames = showsNames
        height = room.rows
        let columns = showsNames ? 1 : max(1, room.columns / 20)
        // A picture with two lines of text below it and a row left free.
        slot =
            showsNames
            ? Size(columns: room.columns, rows: 1)
            : Size(columns: room.columns / columns, rows: room.rows >= 30 ? 10 : 8)
        var start = 0
        while start < days.count {
            let end = days[start...].firstIndex { $0 != days[start] } ?? days.count
            rows.append(.heading(days[start]))
            for first in stride(from: start, to: end, by: columns) {
                rows.append(.cells(first..<min(first + columns, end)))
            }
            start = end
        }
    }

    private func rowCount(_ row: Row) -> Int { if case .heading = row { 1 } else { slot.rows } }

    /// The rows that fit, each with the screen's row that it begins in.
    var visible: [(row: Row, start: Int)] {
        var (found, start): ([(Row, Int)], Int) = ([], 0)
        for row in rows.dropFirst(top) {
            // The last picture may be cut by no more than its free row.
            guard start + rowCount(row) <= height + (showsNames ? 0 : 1) else { break }
            found.append((row, start))
            start += rowCount(row)
        }
        return found
    }

    private func row(of index: Int) -> Int? {
        rows.firstIndex { if case .cells(let range) = $0 { range.contains(index) } else { false } }
    }

    /// Scrolls as little as shows a cell, with the heading over it where that is next.
    mutating func show(_ index: Int, from top: Int) {
        self.top = max(0, min(top, rows.count - 1))
        guard let wanted = row(of: index) else { return }
        let hasHeading = wanted > 0 && { if case .heading = rows[wanted - 1] { true } else { false } }()
        self.top = min(self.top, hasHeading ? wanted - 1 : wanted)
        while self.top < wanted, !visible.contains(where: { $0.row == rows[wanted] }) { self.top += 1 }
    }

    /// The cell that a movement leads to; nil where the command is none.
    func index(after command: CommandName, from index: Int) -> Int? {
        switch command {
        case .moveLeft where !showsNames: return index - 1
        case .moveRight where !showsNames: return index + 1
        case .moveUp: return cell(by: -1, from: index)
        case .moveDown: return cell(by: 1, from: index)
        case .pageUp: return cell(by: -page, from: index)
        case .pageDown: return cell(by: page, from: index)
        case .moveFirst: return 0
        case .moveLast: return Int.max
        default: return nil
        }
    }

    private var page: Int { max(1, height / slot.rows) }

    /// The cell so many rows away, in the same column where that row has one.
    private func cell(by step: Int, from index: Int) -> Int {
        let lines = rows.compactMap { row in if case .cells(let range) = row { range } else { nil } }
        guard let line = lines.firstIndex(where: { $0.contains(index) }) else { return 0 }
        let other = lines[max(0, min(line + step, lines.count - 1))]
        return min(other.lowerBound + index - lines[line].lowerBound, other.upperBound - 1)
    }
}
