package import RiffleGraphics
package import RiffleUI

/// The user's options and the process's environment.
package struct ScreenOptions: Sendable {
    package var theme: Theme
    package var graphics: GraphicsChoice
    package var environment: [String: String]
    /// Disables the colours of the interface; set by NO_COLOR too.
    package var noColor: Bool
    /// Whether to enable mouse reports; selecting text in the terminal then needs Shift.
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

/// An event of the screen.
package enum ScreenEvent: Sendable, Equatable {
    case key(Key)
    /// Pasted text, with `\n` line ends and no control characters except tab.
    case paste(String)
    /// A paste of more than 1 MiB, which was dropped.
    case oversizedPaste
    case mouse(Mouse)
    case resized(Size)
    /// Whether the terminal's window has the focus.
    case focus(Bool)
    /// `Screen.capabilities` or `Screen.previewOptions` have changed.
    case capabilitiesChanged
    /// SIGINT from another process; Ctrl-C on this terminal is a key.
    case interrupt
    /// SIGTERM: the program may take a few seconds to finish writing.
    case terminate
    /// The terminal is gone, or SIGHUP arrived. The screen is closed; the loop continues until `stop()`.
    case hangup
    /// All queued events have been handled: present a frame if the state has changed.
    case turnEnded
}

/// Renders previews in the background and caches them.
@UIActor
package protocol PreviewProvider: AnyObject {
    /// The preview for a placement, of exactly its size; `nil` if it is not ready. The provider then calls
    /// `Screen.previewsChanged` when it is.
    ///
    /// Called while a frame is written: it must return at once.
    func preview(_ placement: Placement, options: PreviewOptions) -> Preview?

    /// The same preview if it is cached; does not start rendering.
    func made(_ placement: Placement, options: PreviewOptions) -> Preview?

    /// Requests rendering at low priority, because the preview will probably be needed soon.
    func prepare(_ placement: Placement, options: PreviewOptions)
}
