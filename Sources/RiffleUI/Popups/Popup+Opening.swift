extension Desk {
    /// The commands of the main screen that open popups. Each opens its popup, or says why it cannot.
    static let opening: [CommandName: @Sendable (inout Desk) -> Outcome] = [
        .backends: BackendList.open,
        .bookmarks: { _ in [.loadBookmarks] },
        .breed: { $0.openBreedingForm() },
        .commandLine: { _ in .open(CommandPrompt()) },
        .compare: CompareView.open,
        .edit: MaskEditor.open,
        .export: { $0.askForExport() },
        .extend: { $0.openEnlargeForm(.extend) },
        .filter: {
            $0.focus == .files
                ? .open(Prompt(.filterFiles, text: $0.browser.filter))
                : .open(Prompt(.filterTree, text: $0.tree.filter.words))
        },
        .generate: { $0.openGenerationForm() },
        .note: { $0.askForNote() },
        .problemDetail: MessageList.open,
        .queue: RequestQueue.open,
        .showHistory: { HistoryList.open(on: &$0) },
        .showUnseen: { HistoryList.open(on: &$0, searching: Words.History.unseen) },
        .showSubject: SubjectEditor.open,
        .slideshow: ZoomView.openSlideshow,
        .themes: ThemePicker.open,
        .upscale: { $0.openEnlargeForm(.upscale) },
        .vary: { $0.openForm() },
        .zoom: ZoomView.open,
    ]
}
