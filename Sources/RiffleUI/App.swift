package import RiffleAPI

/// The panes of the main screen.
package enum Pane: Sendable, CaseIterable {
    case files, tree, results

    var context: Context {
        switch self {
        case .files: .files
        case .tree: .tree
        case .results: .results
        }
    }
}

/// What covers the main screen and has the keys.
package enum Popup: Sendable, Equatable {
    case form(RequestForm)
    case zoom(ZoomView)
    case mask(MaskEditor)
    case prompt(Prompt)
    case confirmation(Confirmation)
    case compare(CompareView)
    case history(HistoryList)
    case help(HelpView)
    case recipe(RecipeView)
    case bookmarks(BookmarkList)
    case queue(RequestQueue)
    case themes(ThemePicker)
    case backends(BackendList)
    case backendForm(BackendForm)
    case problem(Problem)

    var context: Context {
        switch self {
        case .form: .form
        case .zoom: .zoom
        case .mask: .mask
        case .prompt: .line
        case .confirmation: .confirmation
        case .compare: .compare
        case .history: .history
        case .recipe: .recipe
        case .bookmarks: .bookmarks
        case .queue: .queue
        case .themes: .themes
        case .backends: .backends
        case .backendForm: .backend
        case .help: .help
        case .problem: .problem
        }
    }
}

/// The whole state of the screen. Small and comparable: pictures appear as ids, their pixels live elsewhere.
package struct App: Sendable, Equatable {
    /// One line to the person, above the hints, until the next key.
    package enum Notice: Sendable, Equatable {
        case info(String)
        case problem(Problem)
    }

    package internal(set) var size: Size
    package internal(set) var browser: Browser
    package internal(set) var tree = Tree()
    package internal(set) var results = Results()
    /// Requests that run, in the order they were sent.
    package internal(set) var jobs: [Job] = []
    package internal(set) var focus: Pane = .files
    package internal(set) var isMaximised = false
    package internal(set) var popup: Popup?
    package internal(set) var notice: Notice?
    package internal(set) var lastProblem: Problem?
    /// What the form starts with: the settings that were sent last.
    package internal(set) var settings: VariationSettings
    /// What was sent last of each other kind, while the program runs.
    var imageSettings: [ImageOperation: ImageSettings] = [:]
    /// What was asked for in words: last, and before that, newest first.
    var lastPrompt = ""
    var prompts: [String] = []
    /// The picture that the next one is bred with.
    var mate: Parent?
    /// The mask that was left, to go on with.
    var leftEditor: MaskEditor?
    package internal(set) var graphics = ""
    /// Pixels of a cell across and down, as far as the terminal tells.
    package internal(set) var cell = Size(columns: 10, rows: 20)
    /// Name of the theme that is shown.
    package internal(set) var theme = ""
    /// Where the person comes back to from the History view, until the tree of it is loaded.
    var revealing: RequestID?
    /// The node to go to when the tree is loaded again.
    var returning: Node?
    /// Requests of several files that wait for others to end.
    var waiting: [WaitingJob] = []
    /// Requests of this run that have ended, the newest first; the oldest are forgotten.
    var ended: [EndedJob] = []
    /// Lines that were typed into the command line, the newest last.
    var typedCommands: [String] = []
    /// Seconds until the slideshow goes on; nil when there is none.
    var slideshow: Int?
    /// Whether the mouse is taken notice of.
    package internal(set) var hasMouse: Bool
    /// The cell that the mouse was over last while its button is down.
    var dragged: Point?
    /// True after a first `q` while requests run.
    var isQuitting = false
    var nextJob = 1

    package internal(set) var environment: Environment

    /// What the program was started with; of it only the backends change while it runs.
    package struct Environment: Sendable, Equatable {
        /// The person's home folder, shown as `~`.
        package var home: String
        /// Seconds to add to UTC.
        package var zone: Int
        /// Names of the backends, `builtin` first.
        package var backends: [String]
        /// What they can do, in the same order.
        package var profiles: [BackendProfile]
        /// Names of the themes to choose from.
        package var themes: [String]
        package var keymap: Keymap
        /// Without lines and boxes, the text cursor on what is selected: for screen readers.
        package var isPlain: Bool
        /// Whether the mouse is taken notice of from the start.
        package var hasMouse: Bool

        package init(
            home: String, zone: Int, backends: [String], profiles: [BackendProfile] = [], themes: [String] = [],
            keymap: Keymap = .standard, isPlain: Bool = false, hasMouse: Bool = false
        ) {
            self.hasMouse = hasMouse
            self.home = home
            self.zone = zone
            self.backends = backends
            self.profiles = profiles
            self.themes = themes
            self.keymap = keymap
            self.isPlain = isPlain
        }
    }

    package init(folder: String, size: Size, settings: VariationSettings, environment: Environment) {
        self.size = size
        self.settings = settings
        self.environment = environment
        hasMouse = environment.hasMouse
        browser = Browser(folder: folder)
        layOut()
    }

    /// What is looked at: the picture that the preview shows and that `v` varies.
    package enum Subject: Sendable, Equatable {
        case file(FileItem)
        case entry(Entry)
        case forming(PictureID?, place: Int)
        case nothing
    }

    private var fileSubject: Subject {
        browser.selected.map { $0.kind == .picture ? .file($0) : .nothing } ?? .nothing
    }

    package var subject: Subject {
        switch focus {
        case .files: return fileSubject
        case .tree: return tree.cursor.flatMap(tree.entry(at:)).map { .entry($0) } ?? .nothing
        case .results:
            // Where nothing was made yet, what the first request would vary.
            guard slots.indices.contains(results.selected) else { return fileSubject }
            switch slots[results.selected] {
            case .arrived(let entry): return .entry(entry)
            case .forming(let picture, _): return .forming(picture, place: results.selected)
            case .missing:
                return results.request.flatMap { tree.entry(at: .request($0)) }.map { .entry($0) } ?? .nothing
            }
        }
    }

    /// The pictures of the request that the strip shows.
    package var slots: [ResultSlot] {
        guard let id = results.request, let request = tree.request(id) else { return [] }
        let entries = tree.entries(of: id)
        let job = jobs.first { $0.request == id }
        return (0..<max(0, request.settings.n)).map { place in
            if let entry = entries[place] { return .arrived(entry) }
            guard let job, job.slots.indices.contains(place) else {
                return request.state == .running ? .forming(nil, fraction: 0) : .missing
            }
            let slot = job.slots[place]
            let partial = PictureID.partial(job: job.id, index: place, revision: slot.revision)
            return .forming(slot.revision > 0 ? partial : nil, fraction: slot.fraction)
        }
    }

    /// Whether a second's tick is wanted.
    package var countsSeconds: Bool { !jobs.isEmpty || slideshow != nil }

    /// The context that has the keys.
    package var context: Context { popup?.context ?? paneContext }

    /// The context of the pane with the keys, whatever covers it.
    var paneContext: Context { focus == .files && browser.showsThumbnails ? .thumbnails : focus.context }
}
