import RiffleUI

/// What a person's bytes mean.
enum InputEvent: Sendable, Equatable {
    case key(Key)
    /// Bracketed paste, with line ends as `\n` and without other control characters than tab.
    case paste(String)
    /// A paste of more than `PasteReader.limit` bytes; all of it was dropped.
    case oversizedPaste
    /// Every press is a first one.
    case mouse(Mouse)
    /// Whether the terminal's window has the focus now.
    case focus(Bool)
}
