extension Desk {
    /// The popups, by the commands of the main screen that open them. Each opens itself, or says why it cannot.
    static let opening: [CommandName: @Sendable (inout Desk) -> Outcome] = [
        .backends: BackendList.open,
        .bookmarks: { _ in [.loadBookmarks] },
        .breed: { $0.openBreedingForm() },
        .commandLine: { _ in .open(CommandPrompt()) },
        .compare: CompareView.open,
        .edit: MaskEditor.open,
        .export: { $0.askForExport() },
        .extend: { $0.openEnlargeForm(.extend) },
        .filterFiles: { .open(Prompt(.filterFiles, text: $0.browser.filter)) },
        .generate: { $0.openGenerationForm() },
        .help: { .open(HelpView(place: $0.paneContext)) },
        .note: { $0.askForNote() },
        .problemDetail: MessageList.open,
        .queue: RequestQueue.open,
        .showHistory: HistoryList.open,
        .showSubject: SubjectEditor.open,
        .slideshow: ZoomView.openSlideshow,
        .themes: ThemePicker.open,
        .upscale: { $0.openEnlargeForm(.upscale) },
        .vary: { $0.openForm() },
        .zoom: ZoomView.open,
    ]
}
