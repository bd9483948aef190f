/// What covers panes of the main screen and has the keys while it is open.
///
/// A popup works on the desk alone. Its keys are the rows of its context in the command table; `Popup+Opening` lists
/// the commands of the main screen that open one.
package protocol Popup: Sendable, Equatable {
    /// Where its keys are in the command table.
    var context: Context { get }
    /// The part of the screen that it takes.
    var room: PopupRoom { get }
    /// Whether it wants to hear of every second.
    var countsSeconds: Bool { get }

    func title(on desk: Desk) -> String
    /// What a list says at the right of the bar; nil leaves the backend and what runs there.
    func summary(on desk: Desk) -> String?
    /// What the row of messages tells while there is no message; nil leaves what runs there.
    func status(on desk: Desk) -> PopupStatus?
    /// The keys of the bottom row.
    func hints(on desk: Desk) -> HintList
    /// Called when the room for its content, or what is on the desk, may have changed.
    mutating func layOut(in room: Size, on desk: Desk)
    /// - Parameter key: nil for a command that was clicked on.
    mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome
    /// Characters that are no command's keys, typed or pasted.
    mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome
    mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome
    /// Something happened that the desk has taken in already.
    mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome
    /// - Parameter room: what its title leaves.
    func draw(in room: Rect, of frame: inout Frame, on desk: Desk)
    /// What the next key is likely to show in the place of the frame's large picture; nil where that is up to the panes.
    func ahead(of frame: Frame) -> [Placement]?
}

/// The part of the screen that a popup takes. It takes whole panes, so that no picture is covered in part.
package enum PopupRoom: Sendable, Equatable {
    /// All rows between the bar and the messages.
    case list
    /// In place of these panes.
    case panes([Layout.Area])
    /// All but the messages and the hints.
    case screen
    /// The row of messages.
    case line
}

/// What the mouse did over a popup.
package enum PopupMouse: Sendable, Equatable {
    /// A click on a row that the popup marked with this number.
    case row(Int, isDouble: Bool)
    /// A press on the popup's picture, which has `area`.
    case picture(Point, area: Rect)
    /// The mouse goes on with its button down; outside of the picture there is no `area`.
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

    /// The wheel goes up and down, over a picture it zooms.
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
    /// What a second click on a row means.
    var choosing: CommandName { get }
    /// The cursor went to another row.
    mutating func moved(on desk: inout Desk) -> Outcome
}

extension ListPopup {
    mutating func moved(on desk: inout Desk) -> Outcome { .stay }

    /// Carries out a movement; nil where the command is none.
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
