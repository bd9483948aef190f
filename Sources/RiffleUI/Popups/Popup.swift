/// Covers panes of the main screen and has the focus while it is open.
///
/// A popup changes only the desk. Its keys are the rows of its context in the command table; `Popup+Opening` lists
/// the commands of the main screen that open one.
package protocol Popup: Sendable, Equatable {
    /// Where its keys are in the command table.
    var context: Context { get }
    /// The part of the screen that it takes.
    var room: PopupRoom { get }
    /// Whether it is updated every second.
    var countsSeconds: Bool { get }

    func title(on desk: Desk) -> String
    /// The text at the right of the bar; nil: the backend and running requests.
    func summary(on desk: Desk) -> String?
    /// The text of the message row while there is no message; nil: running requests.
    func status(on desk: Desk) -> PopupStatus?
    /// The keys of the bottom row.
    func hints(on desk: Desk) -> HintList
    /// Called when its size or the desk may have changed.
    mutating func layOut(in room: Size, on desk: Desk)
    /// - Parameter key: nil if the command was clicked.
    mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome
    /// Text that was typed or pasted and is not the key of a command.
    mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome
    mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome
    /// Called after the desk has applied an action.
    mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome
    /// - Parameter room: the area below its title.
    func draw(in room: Rect, of frame: inout Frame, on desk: Desk)
    /// Pictures that the next key is likely to show in place of the frame's large picture; nil: decided by the panes.
    func ahead(of frame: Frame) -> [Placement]?
}

/// The part of the screen that a popup takes. It takes whole panes, so that no picture is covered in part.
package enum PopupRoom: Sendable, Equatable {
    /// All rows between the bar and the messages.
    case list
    /// In place of these panes.
    case panes([Layout.Area])
    /// Everything except messages and hints.
    case screen
    /// The row of messages.
    case line
}

/// A mouse event over a popup.
package enum PopupMouse: Sendable, Equatable {
    /// A click on a row, with the number that the popup gave it.
    case row(Int, isDouble: Bool)
    /// A press on the popup's picture, which has `area`.
    case picture(Point, area: Rect)
    /// A move with the button down; `area` is nil outside the picture.
    case drag(from: Point, to: Point, area: Rect?)
    /// One notch of the wheel: 1 down, -1 up; over a row, or over the picture.
    case wheel(Int, row: Int?, isPicture: Bool)
}

extension Popup {
    package var countsSeconds: Bool { false }
    package func title(on desk: Desk) -> String { context.title }
    package func summary(on desk: Desk) -> String? { nil }
    package func status(on desk: Desk) -> PopupStatus? { nil }
    package func hints(on desk: Desk) -> HintList { context.hints }
    package mutating func layOut(in room: Size, on desk: Desk) {}
    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome { .stay }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome { wheel(deed, on: &desk) }

    /// The wheel scrolls; over a picture it zooms.
    mutating func wheel(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        guard case .wheel(let step, _, let isPicture) = deed else { return .stay }
        let (up, down): (CommandName, CommandName) = isPicture ? (.zoomIn, .zoomOut) : (.moveUp, .moveDown)
        return perform(step < 0 ? up : down, key: nil, on: &desk)
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome { .stay }
    package func ahead(of frame: Frame) -> [Placement]? { nil }

    func isEqual(to other: any Popup) -> Bool { (other as? Self) == self }
}

/// A popup that is a list of rows, one of which has the cursor.
protocol ListPopup: Popup {
    var list: ListCursor { get set }
    /// The command of a double click on a row.
    var choosing: CommandName { get }
    /// Called after the cursor moved to another row.
    mutating func moved(on desk: inout Desk) -> Outcome
}

extension ListPopup {
    mutating func moved(on desk: inout Desk) -> Outcome { .stay }

    /// Performs a movement; nil for other commands.
    mutating func move(_ command: CommandName, on desk: inout Desk) -> Outcome? {
        list.perform(command) ? moved(on: &desk) : nil
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        guard case .row(let index, let isDouble) = deed else { return wheel(deed, on: &desk) }
        list.move(to: index)
        let outcome = moved(on: &desk)
        return isDouble ? perform(choosing, key: nil, on: &desk) : outcome
    }
}
