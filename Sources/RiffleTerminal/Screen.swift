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
    /// What the person asks for; `cycleGraphics` changes it.
    var graphics: GraphicsChoice
    var isCheckered = false
    var hasMouse: Bool
    var clicks = ClickCounter()
    let signals: Int32
    var output = OutputQueue()
    var line = Line()
    var input = InputReader()
    package internal(set) var capabilities: Capabilities
    /// What previews are to be made for at present.
    package internal(set) var previewOptions: PreviewOptions
    /// Makes the pictures of frames. Without one their places stay empty.
    package var previews: (any PreviewProvider)? {
        didSet { presenter.forgetPreviews() }
    }

    var theme: Theme
    var window: Terminal.Window
    var frame: Frame?
    var ahead: [Placement] = []
    var state = State.fresh
    var isRunning = false
    var isStopped = false
    var needsDrawing = false
    /// The person sees an old picture where a new one is awaited; after a while it has to go.
    var keepsOld = true
    /// Whether answers of the terminal are on their way.
    var awaitsAnswers = false
    /// When it was asked, or answered, last.
    var askedAt: ContinuousClock.Instant?
    /// Standard error's stand-in while the screen is up.
    var heldErrors: HeldErrors?
    var queued: [ScreenEvent] = []
    var escapeDeadline = Deadline()
    var resizeDeadline = Deadline()
    /// While it is set, the window's size is still changing: pictures that take long to make are not worth it.
    var resizeEndDeadline = Deadline()
    var oldPictureDeadline = Deadline()
    /// Pictures that are to be shown as well as the terminal can, however slow the line is.
    var sharpened: Set<Placement> = []
    var restDeadline = Deadline()
    var lastKey: ContinuousClock.Instant?
    /// While it is set, keys come one after the other.
    var burstDeadline = Deadline()
    var lineDeadline = Deadline()

    enum State {
        /// Nothing has been sent yet.
        case fresh
        case shown
        case closed
    }

    /// Blocks the signals that the loop handles. To be called by the main thread before it starts others.
    package nonisolated static func blockSignals() {
        Signals.block()
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
        hasMouse = options.hasMouse
        graphics = options.graphics
        theme = options.theme
        // NO_COLOR is about the interface: a picture is content, and keeps its colours (`--graphics mono` takes them).
        capabilities = Capabilities(environment: environment, isUTF8: isUTF8)
        let description = TerminalDescription()
        capabilities.described(colors: description.colors, hasDirectColor: description.hasDirectColor)
        previewOptions = capabilities.previewOptions(preferring: options.graphics)
        capabilities.windowChanged(
            columns: window.size.columns, rows: window.size.rows, pixelWidth: window.pixelWidth,
            pixelHeight: window.pixelHeight)
        previewOptions = currentPreviewOptions
        terminal.makeRaw()
        FatalSignals.arm(
            descriptor: terminal.descriptor, restoring: givingBack, settings: terminal.original)
    }

    /// The terminal's size in cells.
    package var size: Size { window.size }

    /// Shows a frame at the end of this turn of the loop, or at once where the loop does not run.
    ///
    /// Its cells are sent before what is missing of pictures, and pictures of frames before it make way. While the
    /// terminal takes nothing more, only the last one presented is kept.
    ///
    /// - Parameter ahead: pictures that the next frame is likely to show, the likeliest first: they are made ready.
    package func present(_ frame: Frame, ahead: [Placement] = []) {
        self.ahead = ahead
        if frame == self.frame { return }
        if frame.placements != self.frame?.placements {
            // Others are awaited now; the time for those begins anew.
            keepsOld = true
            oldPictureDeadline.clear()
            sharpened.formIntersection(frame.placements)
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
        guard hasMouse != isOn else { return }
        hasMouse = isOn
        guard state == .shown else { return }
        output.append(isOn ? MouseSequence.on : MouseSequence.off)
        send()
    }

    /// Sends everything again, for a screen that something else has written on.
    package func repaint() {
        presenter.forget()
        setNeedsDrawing()
    }

    /// Sends pictures again, for a terminal that may have lost them while the text stayed.
    func redrawPictures() {
        guard !previewOptions.method.isMosaic else { return }
        presenter.forgetPictures()
        setNeedsDrawing()
    }

    func setNeedsDrawing() {
        needsDrawing = true
        if !isRunning { draw() }
    }

    /// Sends what is missing of the last frame, as much as the line has room for.
    func draw() {
        guard state != .closed, output.isEmpty, let frame else { return }
        let now = ContinuousClock.now
        let isFirst = state == .fresh
        if needsDrawing {
            needsDrawing = false
            presenter.show(frame, keepsOld: keepsOld) { look(at: $0) }
            if presenter.isKeepingOld, !oldPictureDeadline.isSet {
                oldPictureDeadline.set(after: Self.oldPictureGrace, from: now)
            }
            state = .shown
            prepareAhead()
        }
        output.append(presenter.next(on: &line, unsent: terminal.unsent, isBusy: burstDeadline.isSet, at: now))
        if isFirst {
            holdErrors()
            output.append(modesOn)
            ask(capabilities.firstQuestions())
        }
        send()
    }

    /// Asks the terminal, where it is one that may be asked.
    func ask(_ queries: [UInt8]) {
        let bytes = questions(queries)
        guard !bytes.isEmpty else { return }
        output.append(bytes)
        line.wrote(bytes.count)
        line.asked(.attributes, at: .now)
    }

    /// Writes what the terminal takes now; the loop goes on with the rest.
    func send() {
        if !output.write(to: terminal) { terminalHasGone() }
    }

    /// How long a picture may stay where another is awaited.
    static let oldPictureGrace = Duration.milliseconds(250)
}
