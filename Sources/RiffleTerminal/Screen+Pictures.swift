import RiffleGraphics
import RiffleUI

extension Screen {
    /// What previews come out best with on this terminal.
    var currentPreviewOptions: PreviewOptions {
        var previewOptions = capabilities.previewOptions(preferring: graphics)
        previewOptions.margin = presenter.background
        return previewOptions
    }

    /// The options of a first look, for slow lines: a mosaic, whatever the terminal can.
    var quickOptions: PreviewOptions {
        var options = previewOptions
        if !options.method.isMosaic { options.method = capabilities.method(preferring: .half) }
        options.fidelity = .coarse
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
        if !isTooMuch(placement) || sharpened.contains(placement) {
            if let preview = previews.preview(placement, options: previewOptions) {
                return PictureLook(preview: preview, isFinal: true)
            }
            guard sharpened.contains(placement) else { return nil }
        }
        let options = quickOptions
        let preview = previews.preview(placement, options: options)
        return preview.map { PictureLook(preview: $0, isFinal: options == previewOptions) }
    }

    /// Has the previews made that may be shown next.
    func prepareAhead() {
        for placement in ahead {
            previews?.prepare(placement, options: isTooMuch(placement) ? quickOptions : previewOptions)
        }
    }

    /// Whether a picture would keep the line busy for longer than a person waits without noticing.
    private func isTooMuch(_ placement: Placement) -> Bool {
        guard quickOptions != previewOptions, !line.isSilent else { return false }
        let bytes = placement.rect.columns * placement.rect.rows * previewOptions.expectedBytesPerCell
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

    private static let unnoticed = Duration.milliseconds(250)
    /// Without keys for this long, a person looks at what is there.
    private static let rest = Duration.milliseconds(200)
}
