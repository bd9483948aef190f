/// A cursor in a scrolling list. It stays in the list, and the window follows it.
package struct ListCursor: Sendable, Equatable {
    package private(set) var index = 0
    /// First row of the window.
    package private(set) var top = 0
    /// Direction of the last movement: 1 down, -1 up.
    package private(set) var heading = 1
    /// Number of rows in the list.
    package var count = 0 {
        didSet { move(to: index) }
    }
    /// Rows that fit into the window, set by the layout.
    package var page = 1 {
        didSet {
            // A list that was out of sight shows what is around its cursor.
            if oldValue == 1, page > 1 { top = index - index % stride - page / 2 }
            move(to: index)
        }
    }

    /// Items per row of the window; `page` is a multiple of it.
    package var stride = 1 {
        didSet { move(to: index) }
    }

    package init() {}

    package mutating func move(to wanted: Int) {
        let before = index
        index = max(0, min(wanted, count - 1))
        if index != before { heading = index > before ? 1 : -1 }
        let page = max(stride, page)
        let row = index - index % stride
        if row < top { top = row }
        if row >= top + page { top = row - page + stride }
        top = aligned(top)
    }

    /// The nearest valid start of the window.
    private func aligned(_ top: Int) -> Int {
        let end = (count + stride - 1) / stride * stride
        return max(0, min(top - top % stride, end - max(stride, page)))
    }

    /// Scrolls the window; the cursor moves along if it would be outside.
    package mutating func scroll(by rows: Int) {
        top = aligned(max(0, top + rows * stride))
        guard count > 0 else { return }
        var wanted = index
        while wanted < top { wanted += stride }
        while wanted >= top + max(stride, page) { wanted -= stride }
        move(to: wanted)
    }

    /// Performs a movement command; false for other commands.
    @discardableResult
    mutating func perform(_ command: CommandName) -> Bool {
        switch command {
        case .moveUp: if index >= stride { move(to: index - stride) }
        // Above a gap in the last row, moving down goes to its last item.
        case .moveDown: if index / stride < (count - 1) / stride { move(to: index + stride) }
        case .moveLeft: move(to: index - 1)
        case .moveRight: move(to: index + 1)
        case .pageUp: move(to: index - max(stride, page - stride))
        case .pageDown: move(to: index + max(stride, page - stride))
        case .moveFirst: move(to: 0)
        case .moveLast: move(to: count - 1)
        default: return false
        }
        return true
    }

    /// The rows that come into view next, half a window in the direction of the cursor.
    var outside: [Int] {
        let some = max(stride, page / 2)
        return heading > 0 ? Array(top + page..<top + page + some) : (top - some..<top).reversed()
    }

    /// The visible rows.
    package func visible(rows: Int) -> Range<Int> {
        let start = min(top, max(0, count - 1))
        return start..<max(start, min(count, start + rows * stride))
    }
}
