/// What a person did with the mouse, and over which cell.
public struct Mouse: Sendable, Hashable {
    public enum Deed: Sendable, Hashable {
        /// The left button went down; the second time in a row at one place is 2.
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

/// What is under the mouse, told by the views while they draw it.
package enum MouseTarget: Sendable, Equatable {
    case pane(Pane)
    /// A file, by its place in the list.
    case file(Int)
    /// A row of the tree.
    case node(Int)
    /// A picture of the strip.
    case slot(Int)
    /// The picture beside the list.
    case preview
    /// A row of a popup, by the number that the popup gave it.
    case choice(Int)
    /// A command of the bottom line.
    case command(CommandName)
    /// A popup's picture.
    case picture
    /// Something that takes no clicks, and covers what does.
    case cover
}

extension Frame {
    package struct Target: Sendable, Equatable {
        var rect: Rect
        var meaning: MouseTarget
    }

    /// Tells what a click into the rectangle means; what is told later covers what was told before.
    mutating func mark(_ rect: Rect, as meaning: MouseTarget) {
        targets.append(Target(rect: rect, meaning: meaning))
    }

    /// What is under a cell.
    func target(at point: Point) -> Target? { targets.last { $0.rect.contains(point) } }
}
