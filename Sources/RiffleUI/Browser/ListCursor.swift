/// A cursor in a list that scrolls: keeps itself on the list and the window around itself.
package struct ListCursor: Sendable, Equatable {
    package private(set) var index = 0
    /// First row of the window.
    package private(set) var top = 0
    /// Which way it moved last: 1 down, -1 up.
    package private(set) var heading = 1
    /// Rows of the list.
    package var count = 0 {
        didSet { move(to: index) }
    }
    /// Rows that fit the window; set by whoever lays the screen out.
    package var page = 1 {
        didSet {
            // A list that was out of sight shows what is around its cursor.
            if oldValue == 1, page > 1 { top = index - index % stride - page / 2 }
            move(to: index)
        }
    }

    /// What stands side by side in one row of the window; `page` is a multiple of it.
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

    /// The nearest place where the window can begin.
    private func aligned(_ top: Int) -> Int {
        let end = (count + stride - 1) / stride * stride
        return max(0, min(top - top % stride, end - max(stride, page)))
    }

    /// Moves the window; the cursor goes along where it would be left outside.
    package mutating func scroll(by rows: Int) {
        top = aligned(max(0, top + rows * stride))
        guard count > 0 else { return }
        var wanted = index
        while wanted < top { wanted += stride }
        while wanted >= top + max(stride, page) { wanted -= stride }
        move(to: wanted)
    }

    /// Carries out a movement command; false when the command is no movement.
    @discardableResult
    mutating func perform(_ command: CommandName) -> Bool {
        switch command {
        case .moveUp: if index >= stride { move(to: index - stride) }
        // From above the last row's gap its end is reached.
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

    /// What comes into the window with the next rows, half a window of them, where the cursor is heading.
    var outside: [Int] {
        let some = max(stride, page / 2)
        return heading > 0 ? Array(top + page..<top + page + some) : (top - some..<top).reversed()
    }

    /// The rows that the window shows.
    package func visible(rows: Int) -> Range<Int> {
        let start = min(top, max(0, count - 1))
        return start..<max(start, min(count, start + rows * stride))
    }
}
