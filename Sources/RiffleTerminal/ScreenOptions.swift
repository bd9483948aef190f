package import RiffleGraphics
package import RiffleUI

/// What the person has chosen, and what the process was started with.
package struct ScreenOptions: Sendable {
    package var theme: Theme
    package var graphics: GraphicsChoice
    package var environment: [String: String]
    /// An interface without colours whatever the terminal has; NO_COLOR in the environment says the same.
    package var noColor: Bool
    /// Whether the terminal is to tell of the mouse; what it selects by itself then takes Shift.
    package var hasMouse: Bool
    /// Whether a checkerboard shows through what is transparent, in place of the terminal's background.
    package var isCheckered: Bool

    package init(
        theme: Theme = .builtin, graphics: GraphicsChoice = .auto, environment: [String: String],
        noColor: Bool = false, hasMouse: Bool = false, isCheckered: Bool = true
    ) {
        self.isCheckered = isCheckered
        self.hasMouse = hasMouse
        self.theme = theme
        self.graphics = graphics
        self.environment = environment
        self.noColor = noColor || environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    }
}

/// What happens to the screen from outside.
package enum ScreenEvent: Sendable, Equatable {
    case key(Key)
    /// Text from the clipboard, with `\n` line ends and no control characters but tab.
    case paste(String)
    /// A paste of more than 1 MiB, which was dropped.
    case oversizedPaste
    case mouse(Mouse)
    case resized(Size)
    /// Whether the terminal's window has the focus now.
    case focus(Bool)
    /// `Screen.capabilities` or `Screen.previewOptions` have changed.
    case capabilitiesChanged
    /// SIGINT, from elsewhere: Ctrl-C on this terminal is a key.
    case interrupt
    /// SIGTERM: what is being written may be brought to its end, for some seconds.
    case terminate
    /// The terminal has gone, or SIGHUP said so. The screen is closed; the loop runs on until `stop()`.
    case hangup
    /// Everything that waited has been handled: present a frame if the state has changed.
    case turnEnded
}

/// Makes previews, away from the UI, and keeps them.
@UIActor
package protocol PreviewProvider: AnyObject {
    /// The preview for a placement, of exactly its rectangle's size; `nil` while it is not ready, upon
    /// which the provider calls `Screen.previewsChanged` as soon as it is.
    ///
    /// Asked while a frame is written: it must answer at once.
    func preview(_ placement: Placement, options: PreviewOptions) -> Preview?

    /// The same preview if it is there already; it is not made if not.
    func made(_ placement: Placement, options: PreviewOptions) -> Preview?

    /// This preview is likely to be asked for soon: made when there is nothing better to do.
    func prepare(_ placement: Placement, options: PreviewOptions)
}
