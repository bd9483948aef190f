import Glibc
import RiffleAPI
import RiffleGraphics
import RiffleHistory
import RiffleTerminal
import RiffleUI

/// Passes events to the state, performs the resulting effects, and shows the frame.
@UIActor
final class Runtime {
    private(set) var app: App
    let screen: Screen
    let history: HistoryStore
    let roster: BackendRoster
    let client: ImagesClient
    let loader: PictureLoader
    private let last: LastSettings
    let places: Places
    private var previews: PreviewStore!
    private var needsFrame = true
    /// The last message that got a timer.
    private var told = 0
    private let theme: String
    /// No theme was chosen, so the terminal's background decides between dark and light.
    var followsBackground: Bool
    private var ticker: Task<Void, Never>?
    /// The watch on the shown folder, and on subfolders listed with it.
    var watched: (folders: [String], watch: FolderWatch)?
    /// Reads the subfolders of the shown folder.
    var walk: Task<Void, Never>?
    var walking = Walk(folder: "", withHidden: false)
    /// Whether to read them again, because something changed meanwhile.
    var walksAgain = false
    /// Loads the tree of the selected file.
    var lineage: Task<Void, Never>?
    /// Files to look up in the history, by path, and the task that does it.
    var unidentified: [String: FileItem] = [:]
    var identification: Task<Void, Never>?
    /// The last change of the history; each waits for the one before.
    var lastChange: Task<Void, Never>?
    /// Waiting requests that are being added to the history, one after another.
    var queued: [JobID: Task<RequestID, any Error>] = [:]
    var lastQueued: Task<RequestID, any Error>?
    /// The running search for a subject.
    var subjectSearch: Task<Void, Never>?
    /// The terminal is gone, and running requests are finished without it.
    private var isDetached = false

    init(
        app: App, screen: Screen, history: HistoryStore, roster: BackendRoster, places: Places, theme: String,
        followsBackground: Bool
    ) {
        self.app = app
        self.screen = screen
        self.history = history
        self.roster = roster
        client = roster.client
        self.places = places
        self.theme = theme
        self.followsBackground = followsBackground
        last = LastSettings(places: places)
        loader = PictureLoader(history: history)
        previews = PreviewStore(
            loader: loader, changed: { [weak self] in self?.screen.previewsChanged() },
            failed: { [weak self] in self?.previewFailed($0, $1) },
            damaged: { [weak self] picture, damage in
                guard case .file(let path, _) = picture else { return }
                self?.take(.damageFound(path: path, damage.problem, isShown: true))
            })
        screen.previews = previews
    }

    /// Runs until the user quits or the terminal is gone. Blocks the main thread.
    ///
    /// - Parameters:
    ///   - select: path of the file to select.
    ///   - complaint: a problem to show first.
    func run(select: String?, telling complaint: Problem? = nil) {
        // Mark the requests of a crashed instance as interrupted, before any tree is shown.
        recoverAnswers()
        perform([.list(folder: app.desk.browser.folder, select: select)])
        take(.graphicsChanged(screen.graphicsName))
        take(.themeChanged(theme))
        measureCell()
        watchClock()
        watchHistory()
        if let complaint { take(.failed(complaint)) }
        screen.run { [self] event in handle(event) }
        screen.close()
    }

    private func handle(_ event: ScreenEvent) {
        switch event {
        case .key(let key): take(.key(key))
        case .mouse(let mouse): take(.mouse(mouse))
        case .paste(let text): take(.pasted(text))
        case .oversizedPaste: take(.failed(Words.Told.oversizedPaste))
        case .resized(let size): take(.resized(size))
        case .capabilitiesChanged:
            take(.graphicsChanged(screen.graphicsName))
            measureCell()
            followBackground()
        case .focus: break
        case .interrupt: take(.key(.control("c")))
        case .terminate: end()
        case .hangup: detach()
        case .turnEnded: present()
        }
    }

    /// The layout of pictures depends on the shape of a cell.
    private func measureCell() {
        let cell = screen.capabilities.cell
        take(.cellMeasured(Size(columns: cell.width, rows: cell.height)))
    }

    /// Applies an action and performs its effects. The frame is drawn when no more events are waiting.
    func take(_ action: Action) {
        let effects = app.update(action)
        if app.desk.notices.serial != told { expire(app.desk.notices.serial) }
        needsFrame = true
        perform(effects)
        if case .jobEnded = action, isDetached, app.desk.jobs.running.isEmpty { end() }
    }

    /// How long a message stays.
    private static let messageTime = Duration.seconds(4)

    private func expire(_ serial: Int) {
        told = serial
        Task { [weak self] in
            try? await Task.sleep(for: Runtime.messageTime)
            self?.take(.noticeExpired(serial))
        }
    }

    private func present() {
        guard needsFrame, !isDetached else { return }
        needsFrame = false
        previews.beginFrame()
        let frame = app.view()
        screen.present(frame, ahead: app.ahead(of: frame))
    }

    /// The line dropped: finish running requests without a screen, for 15 minutes at most.
    private func detach() {
        guard !isDetached, !app.desk.jobs.running.isEmpty else { return end() }
        isDetached = true
        screen.close()
        Task {
            try? await Task.sleep(for: .seconds(15 * 60))
            end()
        }
    }

    /// Ends the program after all changes and requests are in the history.
    private func end() {
        Task {
            await lastChange?.value
            _ = await lastQueued?.result
            screen.stop()
        }
    }

    private func previewFailed(_ picture: PictureID, _ failure: Failure) {
        // No message for a damaged file: its row and its preview say so.
        if case .file(let path, _) = picture { return take(.damageFound(path: path, failure.problem, isShown: false)) }
        take(.failed(failure.problem))
    }

    // MARK: Effects

    private func perform(_ effects: [Effect]) {
        for effect in effects { perform(effect) }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .list(let folder, let select): list(folder, select: select)
        case .listBelow(let folder, let withHidden): listBelow(folder, withHidden: withHidden)
        case .loadBookmarks: loadBookmarks()
        case .toggleBookmark(let folder): toggleBookmark(folder)
        case .readFacts(let items): readFacts(items)
        case .loadLineage(let path): loadLineage(path)
        case .identify(let items): identify(items)
        case .findUnseen(let entry): findUnseen(after: entry)
        case .loadWords(let request): askHistory { .wordsLoaded(request, try await $0.lineage(words: request)) }
        case .loadPrompts: askHistory { .promptsLoaded(try await $0.prompts(limit: 100)) }
        case .send(let job, let order): send(job, order)
        case .queue(let job, let order): queue(job, order)
        case .fetchAgain: takeInAnswers(isAsked: true)
        case .withdraw(let job, let request): withdraw(job, request)
        case .resume(let job, let request, let backend):
            run(job, on: backend) { try await RequestRun.resume(request, history: $0) }
        case .cancel(let job):
            Task { await client.cancel(job) }
        case .mark(let nodes, let mark): store { try await $0.mark(nodes, mark) }
        case .markFiles(let items, let mark): markFiles(items, mark)
        case .undo: askHistory { .undone(try await $0.undo(), isRedo: false) }
        case .redo: askHistory { .undone(try await $0.redo(), isRedo: true) }
        case .weighTrash: askHistory { .trashWeighed(try await $0.trash()) }
        case .emptyTrash: askHistory { .noticed(Words.Told.emptied(try await $0.emptyTrash())) }
        case .markSeen(let entries): store { try await $0.markSeen(entries) }
        case .loadHistory(let search, let before): loadHistory(search, before)
        case .loadHints(let source, let picture): loadHints(of: source, picture)
        case .findSubject(let picture, let marks): findSubject(of: picture, by: marks)
        case .keepHints(let source, let picture, let kind, let change):
            keepHints(of: source, picture, kind: kind, change)
        case .measure(let first, let second): measure(first, second)
        case .tick: startTicker()
        case .loadRecipe(let source): loadRecipe(of: source)
        case .findMakers(let source, let purpose): findMakers(for: source, purpose)
        case .readRecipe(let source): readRecipe(of: source)
        case .judgeManners(let source): judgeManners(for: source)
        case .lookAt(let name): lookAt(name)
        case .approveGraph(let hash): approveGraph(hash)
        case .collect(let copies, let folder): collect(copies, in: folder)
        case .saveCopy(let picture, let entry, let path): saveCopy(of: picture, entry, to: path)
        case .export(let order): export(order)
        case .copy(let text, let what): copy(text, what: what)
        case .copyPath(let picture):
            if let path = path(of: picture) { copy(path, what: Words.Told.pathOfFile) }
        case .openOutside(let picture): openOutside(picture)
        case .listBackends: listBackends()
        case .searchServers: searchServers()
        case .askBackend(let name): askBackend(name)
        case .askDraft(let draft, let name): ask(draft, replacing: name)
        case .keepBackend(let draft, let name): keep(draft, replacing: name)
        case .removeBackend(let name): removeBackend(name)
        case .remember(let settings, let prompt):
            // Not worth a message: if saving fails, the user has to choose again next time.
            try? last.save(settings, prompt: prompt)
        case .rememberChoice(let backend, let choice):
            try? ServerChoices(places: places).save(choice, for: backend)
        case .repaint: screen.repaint()
        case .suspend: screen.suspend()
        case .setCheckerboard(let isOn): screen.setCheckerboard(isOn)
        case .rememberLooks(let looks):
            // Likewise.
            try? LastLooks(places: places).save(looks)
        case .setMouse(let isOn): screen.setMouse(isOn)
        case .cycleGraphics:
            screen.cycleGraphics()
            take(.graphicsChanged(screen.graphicsName))
        case .setTheme(let name, let isChoice):
            followsBackground = false
            setTheme(name, isChoice: isChoice)
        case .quit: end()
        }
    }

    /// Ticks once a second while requests run, for those that show elapsed time.
    func startTicker() {
        guard ticker == nil else { return }
        ticker = Task {
            while app.countsSeconds {
                try? await Task.sleep(for: .seconds(1))
                take(.ticked)
            }
            ticker = nil
        }
    }
}
