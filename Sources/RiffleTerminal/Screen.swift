import Glibc
package import RiffleGraphics
package import RiffleUI

/// The terminal as the program sees it: frames go in, events come out.
///
/// Made on the main thread, which `run` then keeps. The terminal is given back by `close`, and on faults.
@UIActor
package final class Screen {
    let terminal: Terminal
    let presenter: Presenter
    let options: ScreenOptions
    /// Where signals are read from.
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
    /// Whether SIGTERM has been passed on.
    var isTerminated = false
    var needsDrawing = false
    /// Standard error's stand-in while the screen is up.
    var heldErrors: HeldErrors?

    enum State {
        /// Nothing has been sent yet.
        case fresh
        case shown
        case closed
    }

    /// Blocks the signals that the loop handles, and watches over SIGTERM from now on. To be called by the main thread
    /// before it starts others.
    package nonisolated static func blockSignals() {
        Signals.block()
        Termination.watch()
    }

    /// Takes the terminal. Nothing is sent to it before the first frame.
    ///
    /// - Throws: `ScreenError`; the terminal is then as it was.
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
        // NO_COLOR is about the interface: a picture is content, and keeps its colours (`--graphics mono` takes them).
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

    /// What the terminal can, as far as it has answered.
    package var capabilities: Capabilities { pictures.capabilities }

    /// What previews are to be made for at present.
    package var previewOptions: PreviewOptions { pictures.options }

    /// Makes the pictures of frames. Without one their places stay empty.
    package var previews: (any PreviewProvider)? {
        get { pictures.provider }
        set {
            pictures.provider = newValue
            presenter.forgetPreviews()
        }
    }

    // MARK: Frames

    /// Shows a frame at the end of this turn of the loop, or at once where the loop does not run.
    ///
    /// Its cells are sent before what is missing of pictures, and pictures of frames before it make way. While the
    /// terminal takes nothing more, only the last one presented is kept.
    ///
    /// - Parameter ahead: pictures that the next frame is likely to show, the likeliest first: they are made ready.
    package func present(_ frame: Frame, ahead: [Placement] = []) {
        pictures.ahead = ahead
        if frame == self.frame { return }
        if frame.placements != self.frame?.placements {
            // The time for those that are awaited now begins anew.
            pictures.expect(frame.placements)
            timers.clear(.oldPicture)
        }
        self.frame = frame
        setNeedsDrawing()
    }

    /// The provider has previews that it did not have before: those of the last frame that were missing
    /// are asked for again, and all of `pictures` even if there was one.
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

    /// Has the terminal tell of the mouse from now on, or no longer.
    package func setMouse(_ isOn: Bool) {
        guard incoming.hasMouse != isOn else { return }
        incoming.hasMouse = isOn
        guard state == .shown else { return }
        outgoing.append(isOn ? MouseSequence.on : MouseSequence.off)
        send()
    }

    /// Sends everything again, for a screen that something else has written on.
    package func repaint() {
        presenter.forget()
        setNeedsDrawing()
    }

    /// Sends pictures again, for a terminal that may have lost them while the text stayed.
    func redrawPictures() {
        guard !pictures.options.method.isMosaic else { return }
        presenter.forgetPictures()
        setNeedsDrawing()
    }

    func setNeedsDrawing() {
        needsDrawing = true
        if !isRunning { draw() }
    }

    /// Draws pictures in the next way that the terminal can, or may be able to.
    package func cycleGraphics() {
        pictures.cycleGraphics()
        previewOptionsMayHaveChanged()
    }

    /// Shows a checkerboard through what is transparent, or the terminal's own background again.
    package func setCheckerboard(_ isOn: Bool) {
        pictures.isCheckered = isOn
        previewOptionsMayHaveChanged()
    }

    /// How pictures are drawn now, in a few words: `sixel 256`, `half blocks`.
    package var graphicsName: String { pictures.options.method.name }

    /// Makes previews anew where they would come out otherwise now.
    func previewOptionsMayHaveChanged() {
        guard pictures.refresh(background: presenter.background, checkers: theme.checkers) else { return }
        presenter.forgetPreviews()
        incoming.addOnce(.capabilitiesChanged)
        setNeedsDrawing()
    }

    // MARK: Sending

    /// Sends what is missing of the last frame, as much as the line has room for.
    func draw() {
        guard state != .closed, outgoing.isEmpty, let frame else { return }
        let now = ContinuousClock.now
        let isFirst = state == .fresh
        if needsDrawing {
            needsDrawing = false
            let conditions = Pictures.Conditions(
                line: outgoing.line, isResizing: timers.isSet(.resizeEnd), isBurst: timers.isSet(.burst), frame: frame)
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

    /// Writes what the terminal takes now; the loop goes on with the rest.
    func send() {
        if !outgoing.send(to: terminal) { terminalHasGone() }
    }
}
