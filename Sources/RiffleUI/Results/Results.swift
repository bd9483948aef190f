package import RiffleAPI

/// The strip of variations: the pictures of one request, and the selection.
package struct Results: Sendable, Equatable {
    package internal(set) var request: RequestID?
    package internal(set) var selected = 0
    /// Pictures per row of the strip, set by the layout.
    package internal(set) var columns = 1

    package init() {}

    mutating func show(_ request: RequestID?) {
        guard request != self.request else { return }
        self.request = request
        selected = 0
    }

    /// Performs a movement among `count` pictures; false for other commands.
    mutating func perform(_ command: CommandName, count: Int) -> Bool {
        let wanted: Int
        switch command {
        case .moveLeft: wanted = selected - 1
        case .moveRight: wanted = selected + 1
        case .moveUp: wanted = selected - columns >= 0 ? selected - columns : selected
        case .moveDown: wanted = selected + columns < count ? selected + columns : selected
        case .moveFirst: wanted = 0
        case .moveLast: wanted = count - 1
        default: return false
        }
        selected = max(0, min(wanted, count - 1))
        return true
    }
}

/// A picture of the strip, finished or not.
package enum ResultSlot: Sendable, Equatable {
    case arrived(Entry)
    /// In progress: the partial picture (nil: none yet) and the progress, 0…1.
    case forming(PictureID?, fraction: Double)
    /// Missing: the request ended without it.
    case missing
}
