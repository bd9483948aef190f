import RiffleGraphics
import RiffleUI

/// How pictures are shown: what the terminal can, what the person asked for, and what the line carries at present.
@UIActor
struct Pictures {
    var capabilities: Capabilities
    /// What previews are made for at present.
    private(set) var options: PreviewOptions
    /// Makes the pictures of frames. Without one their places stay empty.
    var provider: (any PreviewProvider)?
    /// Pictures that the next frame is likely to show, the likeliest first.
    var ahead: [Placement] = []
    /// The person sees an old picture where a new one is awaited; after a while it has to go.
    private(set) var keepsOld = true
    /// Pictures that are to be shown as well as the terminal can, however slow the line is.
    private var sharpened: Set<Placement> = []
    /// What the person asks for.
    private var choice: GraphicsChoice
    /// Whether a checkerboard shows through what is transparent.
    var isCheckered: Bool
    private var lastKey: ContinuousClock.Instant?

    init(capabilities: Capabilities, choice: GraphicsChoice, isCheckered: Bool) {
        self.isCheckered = isCheckered
        self.capabilities = capabilities
        self.choice = choice
        options = capabilities.previewOptions(preferring: choice)
    }

    // MARK: Options

    /// Takes over what previews come out best with now. False where that is what it was.
    ///
    /// - Parameters:
    ///   - background: of the cells around pictures.
    ///   - checkers: the theme's.
    mutating func refresh(background: CellColor, checkers: CheckerColors) -> Bool {
        var new = capabilities.previewOptions(preferring: choice)
        new.margin = background
        new.checkers = isCheckered ? checkers : nil
        // Kitty's pieces are cut when the picture is made, and put together again for lines that take more; those of a
        // sixel are cut when they are sent, unless the line takes it as it was made.
        if case .kitty = new.method { new.sliceBytes = 4096 }
        if case .sixel = new.method { new.sliceBytes = 512 << 10 }
        guard new != options else { return false }
        options = new
        return true
    }

    /// The options of a first look, for slow lines: a mosaic, whatever the terminal can.
    private var quickOptions: PreviewOptions {
        var options = options
        if !options.method.isMosaic { options.method = capabilities.method(preferring: .half) }
        options.fidelity = .coarse
        options.byteBudget = Line.firstLook
        return options
    }

    /// Every colour where a person looks closely.
    private func options(for placement: Placement) -> PreviewOptions {
        var options = options
        if let scale = placement.viewport.scale, scale >= 1 { options.fidelity = .full }
        return options
    }

    /// The next way of drawing that the terminal can, or may be able to.
    mutating func cycleGraphics() {
        let choices = GraphicsChoice.allCases
        let place = choices.firstIndex(of: choice) ?? 0
        // Every step is to be seen: choices that come to the same method as now are passed over.
        let others = (1..<choices.count).map { choices[(place + $0) % choices.count] }
        let now = capabilities.method(preferring: choice)
        choice = others.first { capabilities.method(preferring: $0) != now } ?? choice
    }

    // MARK: Looks

    /// What decides how good a look may be.
    struct Conditions {
        var line: Line
        /// The window's size is still changing.
        var isResizing: Bool
        /// Keys come one after the other.
        var isBurst: Bool
        var frame: Frame?
    }

    /// The best preview that the line allows at present; nil while there is none.
    ///
    /// - Parameter presenter: asked what it can show without sending it.
    func look(at placement: Placement, _ conditions: Conditions, _ presenter: Presenter) -> PictureLook? {
        guard let provider else { return nil }
        let best = options(for: placement)
        if !isTooMuch(placement, conditions) || sharpened.contains(placement) {
            if let preview = provider.preview(placement, options: best) { return PictureLook(preview: preview) }
            guard sharpened.contains(placement) else { return nil }
        } else if !conditions.isBurst, let known = provider.made(placement, options: best), presenter.holds(known) {
            // Not while a key is held: its cells alone take some 16 KB for each row that is passed.
            return PictureLook(preview: known)
        }
        let preview = provider.preview(placement, options: quickOptions)
        return preview.map { PictureLook(preview: $0, isFinal: quickOptions == best) }
    }

    /// Has the previews made that may be shown next.
    func prepareAhead(_ conditions: Conditions) {
        for placement in ahead {
            let isTooMuch = isTooMuch(placement, conditions)
            provider?.prepare(placement, options: isTooMuch ? quickOptions : options(for: placement))
        }
    }

    /// Whether a picture would keep the line busy for longer than a person waits without noticing.
    private func isTooMuch(_ placement: Placement, _ conditions: Conditions) -> Bool {
        guard quickOptions != options else { return false }
        if conditions.isResizing { return true }
        let line = conditions.line
        if line.isSilent { return false }
        // Of many small pictures one is soon there, and all are not.
        let alike = max(1, conditions.frame?.placements.count { $0.rect.size == placement.rect.size } ?? 1)
        let cells = placement.rect.columns * placement.rect.rows
        let bytes = alike * cells * options.expectedBytesPerCell
        if let time = line.time(for: bytes) { return time > Self.unnoticed }
        // Before the first picture only the way there and back is known.
        return line.roundTrip.map { $0 > .milliseconds(30) } ?? true
    }

    // MARK: Keys and rest

    /// Other pictures are awaited now.
    mutating func expect(_ placements: [Placement]) {
        keepsOld = true
        sharpened.formIntersection(placements)
    }

    mutating func dropOld() { keepsOld = false }

    /// What was shown in a hurry is to be shown well.
    mutating func sharpen(_ placements: [Placement]) { sharpened = Set(placements) }

    /// How long pictures have to wait because a key is held on a slow line, where each would only delay the one that
    /// stays; nil where they need not.
    mutating func keyPressed(at now: ContinuousClock.Instant, on line: Line) -> Duration? {
        let isHeld = lastKey.map { $0.duration(to: now) < Self.heldKey } ?? false
        lastKey = now
        let isSlow = line.time(for: Line.firstLook).map { $0 > Self.heldKey } ?? false
        return isHeld && isSlow ? Self.heldKey : nil
    }

    /// Longer than keyboards take between two repetitions, shorter than a person between two keys.
    private static let heldKey = Duration.milliseconds(60)
    private static let unnoticed = Duration.milliseconds(250)
    /// How long a picture may stay where another is awaited.
    static let oldPictureGrace = Duration.milliseconds(250)
    /// Without keys for this long, a person looks at what is there.
    static let rest = Duration.milliseconds(200)
}
