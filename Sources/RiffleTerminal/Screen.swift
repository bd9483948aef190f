import Glibc
package import RiffleGraphics
package import RiffleUI

/// The terminal screen: shows frames and delivers events.
///
/// Create it on the main thread, which also calls `run`. `close` restores the terminal; so do the handlers of fatal
/// signals.
@UIActor
package final class Screen {
    let terminal: Terminal
    let presenter: Presenter
    let options: ScreenOptions
    /// The signalfd.
    let signals: Int32
    var incoming: Incoming
    var outgoing = Outgoing()
    var pictures: Pictures
    var timers = Timers()
    var theme: Theme
    var window: Terminal.Window
    var frame: Frame?
    var state = State.fresh
    var isRunning = false
    var isStopped = false
    /// Whether SIGTERM has been delivered as an event.
    var isTerminated = false
    var needsDrawing = false
    /// Collects standard error while the screen is up.
    var heldErrors: HeldErrors?

    enum State {
        /// Nothing has been sent yet.
        case fresh
        case shown
        case closed
    }

    /// Blocks the signals that the loop handles, and starts the thread that handles SIGTERM. Call it on the main thread
    /// before creating others.
    package nonisolated static func blockSignals() {
        Signals.block()
        Termination.watch()
    }

    /// Opens the terminal. Nothing is sent before the first frame.
    ///
    /// - Throws: `ScreenError`; the terminal is then unchanged.
    package convenience init(options: ScreenOptions) throws(ScreenError) {
        try self.init(options: options, terminal: Terminal())
    }

    init(options: ScreenOptions, terminal: Terminal) throws(ScreenError) {
        let environment = options.environment
        let isUTF8 = CharacterSet.settle(environment: environment) == .utf8
        self.terminal = terminal
        window = terminal.window
        let term = environment["TERM"] ?? ""
        let curses = try Curses(
            term: term, size: window.size, theme: options.theme, isUTF8: isUTF8, hasColors: !options.noColor)
        presenter = Presenter(curses: curses, theme: options.theme)
        signals = Signals.descriptor()
        guard signals >= 0 else { throw .exhausted(errno: errno) }
        self.options = options
        incoming = Incoming(hasMouse: options.hasMouse)
        theme = options.theme
        // NO_COLOR concerns the interface. Pictures are content and keep their colours, unless `--graphics mono` is
        // set.
        var capabilities = Capabilities(environment: environment, isUTF8: isUTF8)
        let description = TerminalDescription()
        capabilities.described(colors: description.colors, hasDirectColor: description.hasDirectColor)
        capabilities.windowChanged(
            columns: window.size.columns, rows: window.size.rows, pixelWidth: window.pixelWidth,
            pixelHeight: window.pixelHeight)
        pictures = Pictures(capabilities: capabilities, choice: options.graphics, isCheckered: options.isCheckered)
        _ = pictures.refresh(background: presenter.background, checkers: theme.checkers)
        terminal.makeRaw()
        FatalSignals.arm(descriptor: terminal.descriptor, restoring: givingBack, settings: terminal.original)
    }

    /// The terminal's size in cells.
    package var size: Size { window.size }

    /// The terminal's capabilities, as far as known.
    package var capabilities: Capabilities { pictures.capabilities }

    /// The current options for previews.
    package var previewOptions: PreviewOptions { pictures.options }

    /// Renders the pictures of frames. Without a provider, placements stay empty.
    package var previews: (any PreviewProvider)? {
        get { pictures.provider }
        set {
            pictures.provider = newValue
            presenter.forgetPreviews()
        }
    }

    // MARK: Frames

    /// Shows a frame at the end of this loop iteration, or at once if the loop is not running.
    ///
    /// Sends its cells first, then missing pictures; pictures of earlier frames are abandoned. While the terminal is
    /// not accepting output, only the latest frame is kept.
    ///
    /// - Parameter ahead: pictures that the next frame will probably show, most probable first; they are prepared.
    package func present(_ frame: Frame, ahead: [Placement] = []) {
        pictures.ahead = ahead
        if frame == self.frame { return }
        if frame.placements != self.frame?.placements {
            // Restart the time limit for old pictures.
            pictures.expect(frame.placements)
            timers.clear(.oldPicture)
        }
        self.frame = frame
        setNeedsDrawing()
    }

    /// Call when the provider has new previews: missing ones of the last frame are requested again, and those of
    /// `pictures` in any case.
    package func previewsChanged(of pictures: Set<PictureID> = []) {
        presenter.forgetPreviews(of: pictures)
        setNeedsDrawing()
    }

    package func setTheme(_ theme: Theme) {
        guard theme != self.theme else { return }
        self.theme = theme
        presenter.setTheme(theme)
        previewOptionsMayHaveChanged()
        setNeedsDrawing()
    }

    /// Switches mouse reports on or off.
    package func setMouse(_ isOn: Bool) {
        guard incoming.hasMouse != isOn else { return }
        incoming.hasMouse = isOn
        guard state == .shown else { return }
        outgoing.append(isOn ? MouseSequence.on : MouseSequence.off)
        send()
    }

    /// Sends everything again, after something else has written on the screen.
    package func repaint() {
        presenter.forget()
        setNeedsDrawing()
    }

    /// Sends pictures again, for a terminal that may have lost them but kept the text.
    func redrawPictures() {
        guard !pictures.options.method.isMosaic else { return }
        presenter.forgetPictures()
        setNeedsDrawing()
    }

    func setNeedsDrawing() {
        needsDrawing = true
        if !isRunning { draw() }
    }

    /// Switches to the next drawing method that the terminal supports or may support.
    package func cycleGraphics() {
        pictures.cycleGraphics()
        previewOptionsMayHaveChanged()
    }

    /// Shows a checkerboard or the terminal's background behind transparent parts.
    package func setCheckerboard(_ isOn: Bool) {
        pictures.isCheckered = isOn
        previewOptionsMayHaveChanged()
    }

    /// A short name of the current drawing method: `sixel 256`, `half blocks`.
    package var graphicsName: String { pictures.options.method.name }

    /// Requests new previews if the options have changed.
    func previewOptionsMayHaveChanged() {
        guard pictures.refresh(background: presenter.background, checkers: theme.checkers) else { return }
        presenter.forgetPreviews()
        incoming.addOnce(.capabilitiesChanged)
        setNeedsDrawing()
    }

    // MARK: Sending

    /// Sends what is missing of the last frame, as far as the line allows.
    func draw() {
        guard state != .closed, outgoing.isEmpty, let frame else { return }
        let now = ContinuousClock.now
        let isFirst = state == .fresh
        if needsDrawing {
            needsDrawing = false
            let conditions = Pictures.Conditions(
                line: outgoing.line, isResizing: timers.isSet(.resizeEnd), isBurst: timers.isSet(.burst), frame: frame)
            pictures.adapt(to: conditions)
            presenter.show(frame, keepsOld: pictures.keepsOld) { pictures.look(at: $0, conditions, presenter) }
            if presenter.isKeepingOld { timers.begin(.oldPicture, after: Pictures.oldPictureGrace, from: now) }
            state = .shown
            pictures.prepareAhead(conditions)
        }
        outgoing.append(
            presenter.next(
                on: &outgoing.line, unsent: terminal.unsent, isBusy: timers.isSet(.burst), at: now))
        if isFirst {
            holdErrors()
            outgoing.append(modesOn)
            outgoing.ask(pictures.capabilities.firstQuestions(), at: .now)
        }
        send()
    }

    /// Writes what the terminal accepts now; the loop sends the rest.
    func send() {
        if !outgoing.send(to: terminal) { terminalHasGone() }
    }
}
