import RiffleGraphics
import RiffleUI

extension Screen {
    /// What previews come out best with on this terminal.
    var currentPreviewOptions: PreviewOptions {
        var previewOptions = capabilities.previewOptions(preferring: graphics)
        previewOptions.margin = presenter.background
        previewOptions.checkerboard = isCheckered
        // Kitty's pieces are cut when the picture is made, and put together again for lines that take more; those of a
        // sixel are cut when they are sent, unless the line takes it as it was made.
        if case .kitty = previewOptions.method { previewOptions.sliceBytes = 4096 }
        if case .sixel = previewOptions.method { previewOptions.sliceBytes = 512 << 10 }
        return previewOptions
    }

    /// The options of a first look, for slow lines: a mosaic, whatever the terminal can.
    var quickOptions: PreviewOptions {
        var options = previewOptions
        if !options.method.isMosaic { options.method = capabilities.method(preferring: .half) }
        options.fidelity = .coarse
        options.byteBudget = Line.firstLook
        return options
    }

    /// Makes previews anew where they would come out otherwise now.
    func previewOptionsMayHaveChanged() {
        let new = currentPreviewOptions
        guard new != previewOptions else { return }
        previewOptions = new
        presenter.forgetPreviews()
        queued.append(.capabilitiesChanged)
        setNeedsDrawing()
    }

    /// The best preview that the line allows at present; `nil` while there is none.
    func look(at placement: Placement) -> PictureLook? {
        guard let previews else { return nil }
        let best = options(for: placement)
        if !isTooMuch(placement) || sharpened.contains(placement) {
            if let preview = previews.preview(placement, options: best) { return PictureLook(preview: preview) }
            guard sharpened.contains(placement) else { return nil }
        } else if !burstDeadline.isSet, let known = previews.made(placement, options: best), presenter.holds(known) {
            // Not while a key is held: its cells alone take some 16 KB for each row that is passed.
            return PictureLook(preview: known)
        }
        let preview = previews.preview(placement, options: quickOptions)
        return preview.map { PictureLook(preview: $0, isFinal: quickOptions == best) }
    }

    /// Every colour where a person looks closely.
    private func options(for placement: Placement) -> PreviewOptions {
        var options = previewOptions
        if let scale = placement.viewport.scale, scale >= 1 { options.fidelity = .full }
        return options
    }

    /// Has the previews made that may be shown next.
    func prepareAhead() {
        for placement in ahead {
            previews?.prepare(placement, options: isTooMuch(placement) ? quickOptions : options(for: placement))
        }
    }

    /// Whether a picture would keep the line busy for longer than a person waits without noticing.
    private func isTooMuch(_ placement: Placement) -> Bool {
        guard quickOptions != previewOptions else { return false }
        if resizeEndDeadline.isSet { return true }
        if line.isSilent { return false }
        // Of many small pictures one is soon there, and all are not.
        let alike = max(1, frame?.placements.count { $0.rect.size == placement.rect.size } ?? 1)
        let cells = placement.rect.columns * placement.rect.rows
        let bytes = alike * cells * previewOptions.expectedBytesPerCell
        if let time = line.time(for: bytes) { return time > Self.unnoticed }
        // Before the first picture only the way there and back is known.
        return line.roundTrip.map { $0 > .milliseconds(30) } ?? true
    }

    /// When all is drawn and has arrived, and no key was pressed for a while, pictures that were shown in a hurry are
    /// shown well.
    func sharpenWhenIdle(at now: ContinuousClock.Instant) {
        guard presenter.isShowingQuickLooks, presenter.isDone, !line.awaitsAnswer else { return restDeadline.clear() }
        if !restDeadline.isSet { restDeadline.set(after: Self.rest, from: now) }
    }

    func sharpen() {
        guard let frame else { return }
        sharpened = Set(frame.placements)
        setNeedsDrawing()
    }

    /// A held key on a slow line: pictures wait until it is let go, for each would only delay the one that stays.
    func keyPressed(at now: ContinuousClock.Instant) {
        restDeadline.clear()
        let isHeld = lastKey.map { $0.duration(to: now) < Self.heldKey } ?? false
        lastKey = now
        let isSlow = line.time(for: Line.firstLook).map { $0 > Self.heldKey } ?? false
        if isHeld, isSlow { burstDeadline.set(after: Self.heldKey, from: now) }
    }

    /// Longer than keyboards take between two repetitions, shorter than a person between two keys.
    private static let heldKey = Duration.milliseconds(60)
    private static let unnoticed = Duration.milliseconds(250)
    /// Without keys for this long, a person looks at what is there.
    private static let rest = Duration.milliseconds(200)
}
