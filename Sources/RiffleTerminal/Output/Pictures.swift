import RiffleGraphics
import RiffleUI

/// Chooses how pictures are shown: depends on the terminal's capabilities, the user's choice and the speed of the line.
@UIActor
struct Pictures {
    var capabilities: Capabilities
    /// The current options for previews.
    private(set) var options: PreviewOptions
    /// Renders the pictures of frames. Without a provider, placements stay empty.
    var provider: (any PreviewProvider)?
    /// Pictures that the next frame will probably show, most probable first.
    var ahead: [Placement] = []
    /// Whether an old picture stays until its replacement is ready; for a limited time only.
    private(set) var keepsOld = true
    /// Pictures to show at full quality, however slow the line is.
    private var sharpened: Set<Placement> = []
    /// The user's choice.
    private var choice: GraphicsChoice
    /// Whether a checkerboard shows through what is transparent.
    var isCheckered: Bool
    /// Whether PNGs are sent with all their colours.
    private var sendsAllColors = false
    private var lastKey: ContinuousClock.Instant?

    init(capabilities: Capabilities, choice: GraphicsChoice, isCheckered: Bool) {
        self.isCheckered = isCheckered
        self.capabilities = capabilities
        self.choice = choice
        options = capabilities.previewOptions(preferring: choice)
    }

    // MARK: Options

    /// Updates the options. Returns false if they did not change.
    ///
    /// - Parameters:
    ///   - background: the colour of the margin.
    ///   - checkers: the theme's checkerboard.
    mutating func refresh(background: CellColor, checkers: CheckerColors) -> Bool {
        var new = capabilities.previewOptions(preferring: choice)
        new.margin = background
        new.checkers = isCheckered ? checkers : nil
        // Kitty's slices are cut when the preview is made, and joined when the line allows larger ones. Sixels are cut
        // when they are sent, unless the line allows the whole.
        if case .kitty = new.method { new.sliceBytes = 4096 }
        if case .sixel = new.method { new.sliceBytes = 512 << 10 }
        guard new != options else { return false }
        options = new
        return true
    }

    /// The options of a quick preview for slow lines: always a mosaic.
    private var quickOptions: PreviewOptions {
        var options = options
        if !options.method.isMosaic { options.method = capabilities.method(preferring: .half) }
        options.fidelity = .coarse
        options.byteBudget = Line.firstLook
        return options
    }

    /// Full fidelity when zoomed to real pixels, and on a fast line for terminals that take PNGs.
    private func options(for placement: Placement) -> PreviewOptions {
        var options = options
        if let scale = placement.viewport.scale, scale >= 1 { options.fidelity = .full }
        if sendsAllColors { options.fidelity = .full }
        return options
    }

    /// Decides whether PNGs are sent with all their colours: if the line delivers the largest of the frame at once.
    mutating func adapt(to conditions: Conditions) {
        let cells = conditions.frame?.placements.map { $0.rect.columns * $0.rect.rows }.max() ?? 0
        sendsAllColors = options.affordsAllColors(cells: cells, over: conditions.line, doesNow: sendsAllColors)
    }

    /// Switches to the next drawing method that the terminal supports or may support.
    mutating func cycleGraphics() {
        let choices = GraphicsChoice.allCases
        let place = choices.firstIndex(of: choice) ?? 0
        // Each step must be visible: skip choices that result in the current method.
        let others = (1..<choices.count).map { choices[(place + $0) % choices.count] }
        let now = capabilities.method(preferring: choice)
        choice = others.first { capabilities.method(preferring: $0) != now } ?? choice
    }

    // MARK: Looks

    /// The conditions that limit the quality of a preview.
    struct Conditions {
        var line: Line
        var isResizing: Bool
        /// Keys are pressed in quick succession.
        var isBurst: Bool
        var frame: Frame?
    }

    /// The best preview that the line allows now; nil if none is ready.
    ///
    /// - Parameter presenter: knows which pictures the terminal already has.
    func look(at placement: Placement, _ conditions: Conditions, _ presenter: Presenter) -> PictureLook? {
        guard let provider else { return nil }
        let best = options(for: placement)
        if !isTooMuch(placement, conditions) || sharpened.contains(placement) {
            if let preview = provider.preview(placement, options: best) { return PictureLook(preview: preview) }
            guard sharpened.contains(placement) else { return nil }
        } else if !conditions.isBurst, let known = provider.made(placement, options: best), presenter.holds(known) {
            // Not while a key is held: the placeholder cells alone take about 16 KB for each row that is passed.
            return PictureLook(preview: known)
        }
        let preview = provider.preview(placement, options: quickOptions)
        return preview.map { PictureLook(preview: $0, isFinal: quickOptions == best) }
    }

    /// Prepares previews that may be shown next.
    func prepareAhead(_ conditions: Conditions) {
        for placement in ahead {
            let isTooMuch = isTooMuch(placement, conditions)
            provider?.prepare(placement, options: isTooMuch ? quickOptions : options(for: placement))
        }
    }

    /// Whether a picture would occupy the line for a noticeable time.
    private func isTooMuch(_ placement: Placement, _ conditions: Conditions) -> Bool {
        guard quickOptions != options else { return false }
        if conditions.isResizing { return true }
        let line = conditions.line
        if line.isSilent { return false }
        // Among many small pictures, all count together.
        let alike = max(1, conditions.frame?.placements.count { $0.rect.size == placement.rect.size } ?? 1)
        let cells = placement.rect.columns * placement.rect.rows
        let bytes = alike * cells * options.expectedBytesPerCell
        if let time = line.time(for: bytes) { return time > Self.unnoticed }
        // Before the first picture only the round trip is known.
        return line.roundTrip.map { $0 > .milliseconds(30) } ?? true
    }

    // MARK: Keys and rest

    /// Call when other pictures are expected.
    mutating func expect(_ placements: [Placement]) {
        keepsOld = true
        sharpened.formIntersection(placements)
    }

    mutating func dropOld() { keepsOld = false }

    /// Requests full quality for these pictures.
    mutating func sharpen(_ placements: [Placement]) { sharpened = Set(placements) }

    /// How long pictures should wait because a key is held on a slow line, where each would delay the final one; nil if
    /// they need not wait.
    mutating func keyPressed(at now: ContinuousClock.Instant, on line: Line) -> Duration? {
        let isHeld = lastKey.map { $0.duration(to: now) < Self.heldKey } ?? false
        lastKey = now
        let isSlow = line.time(for: Line.firstLook).map { $0 > Self.heldKey } ?? false
        return isHeld && isSlow ? Self.heldKey : nil
    }

    /// Longer than the interval of key repeat, shorter than between two deliberate key presses.
    private static let heldKey = Duration.milliseconds(60)
    private static let unnoticed = Duration.milliseconds(250)
    /// How long an old picture may stay when another is expected.
    static let oldPictureGrace = Duration.milliseconds(250)
    /// Pause in typing after which full quality is shown.
    static let rest = Duration.milliseconds(200)
}
