package import RiffleAPI

/// The strip of variations: the pictures of one request, and which is selected.
package struct Results: Sendable, Equatable {
    package internal(set) var request: RequestID?
    package internal(set) var selected = 0
    /// Pictures in a row of the strip; set by whoever lays the screen out.
    package internal(set) var columns = 1

    package init() {}

    mutating func show(_ request: RequestID?) {
        guard request != self.request else { return }
        self.request = request
        selected = 0
    }

    /// Carries out a movement over `count` pictures; false when the command is no movement.
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

/// One picture of the strip, wherever it is on its way.
package enum ResultSlot: Sendable, Equatable {
    case arrived(Entry)
    /// Being made: what is to be seen so far (nil: nothing yet) and how far it is, 0…1.
    case forming(PictureID?, fraction: Double)
    /// Will not come: the request ended before it did.
    case missing
}
