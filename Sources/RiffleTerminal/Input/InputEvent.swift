import RiffleUI

/// A user action decoded from terminal input.
enum InputEvent: Sendable, Equatable {
    case key(Key)
    /// Bracketed paste, with `\n` line ends and no control characters except tab.
    case paste(String)
    /// A paste of more than `PasteReader.limit` bytes, which was dropped.
    case oversizedPaste
    /// Presses always have a click count of 1; `ClickCounter` sets it.
    case mouse(Mouse)
    /// Whether the terminal's window has the focus.
    case focus(Bool)
}
