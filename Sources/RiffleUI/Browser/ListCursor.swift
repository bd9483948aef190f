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
        didSet { move(to: index) }
    }

    package init() {}

    package mutating func move(to wanted: Int) {
        let before = index
        index = max(0, min(wanted, count - 1))
        if index != before { heading = index > before ? 1 : -1 }
        let page = max(1, page)
        if index < top { top = index }
        if index >= top + page { top = index - page + 1 }
        top = max(0, min(top, count - page))
    }

    /// Moves the window; the cursor goes along where it would be left outside.
    package mutating func scroll(by rows: Int) {
        top = max(0, min(top + rows, count - max(1, page)))
        if count > 0 { move(to: min(max(index, top), top + max(1, page) - 1)) }
    }

    /// Carries out a movement command; false when the command is no movement.
    @discardableResult
    mutating func perform(_ command: CommandName) -> Bool {
        switch command {
        case .moveUp: move(to: index - 1)
        case .moveDown: move(to: index + 1)
        case .pageUp: move(to: index - max(1, page - 1))
        case .pageDown: move(to: index + max(1, page - 1))
        case .moveFirst: move(to: 0)
        case .moveLast: move(to: count - 1)
        default: return false
        }
        return true
    }

    /// The rows that the window shows.
    package func visible(rows: Int) -> Range<Int> {
        let start = min(top, max(0, count - 1))
        return start..<max(start, min(count, start + rows))
    }
}
