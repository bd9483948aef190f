/// A mouse event with its cell.
public struct Mouse: Sendable, Hashable {
    public enum Deed: Sendable, Hashable {
        /// The left button was pressed; 2 for a double click.
        case press(clicks: Int)
        /// The mouse moved with the left button down.
        case drag
        case release
        case wheelUp, wheelDown
    }

    public var deed: Deed
    public var point: Point

    public init(_ deed: Deed, at point: Point) {
        self.deed = deed
        self.point = point
    }
}

/// What can be clicked; views register it while they draw.
package enum MouseTarget: Sendable, Equatable {
    case pane(Pane)
    /// A file, by its index in the list.
    case file(Int)
    /// A row of the tree.
    case node(Int)
    /// A picture of the strip.
    case slot(Int)
    /// The picture beside the list.
    case preview
    /// A row of a popup, by the number that the popup gave it.
    case choice(Int)
    /// A hint in the bottom row.
    case command(CommandName)
    /// A popup's picture.
    case picture
    /// Something that cannot be clicked, over something that can.
    case cover
}

extension Frame {
    package struct Target: Sendable, Equatable {
        var rect: Rect
        var meaning: MouseTarget
    }

    /// Registers the target of clicks into a rectangle. Later ones cover earlier ones.
    mutating func mark(_ rect: Rect, as meaning: MouseTarget) {
        targets.append(Target(rect: rect, meaning: meaning))
    }

    /// The target at a cell.
    func target(at point: Point) -> Target? { targets.last { $0.rect.contains(point) } }
}
