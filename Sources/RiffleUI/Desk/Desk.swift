package import RiffleAPI

/// The state that the user works on: the folder, its tree, the strip of variations, requests and messages. Panes show it,
/// popups change it. State of the screen as a whole is in `App`.
package struct Desk: Sendable, Equatable {
    package internal(set) var display: Display
    package internal(set) var browser: Browser
    package internal(set) var tree = Tree()
    package internal(set) var results = Results()
    /// The focused pane, unless a popup is open.
    package internal(set) var focus: Pane = .files
    package internal(set) var jobs = Jobs()
    /// The number of unseen pictures in all trees.
    package internal(set) var unseen = 0
    package internal(set) var notices = Notices()
    package internal(set) var recent: Recent
    /// The time in seconds since 1970, updated once a minute.
    package internal(set) var clock = 0.0
    /// Where the cursor goes when the tree is loaded.
    var destination: Destination?
    package internal(set) var environment: Environment
    package internal(set) var looks: Looks

    /// A place in a tree that is being loaded.
    enum Destination: Sendable, Equatable {
        /// A request chosen in the history or the queue.
        case request(RequestID)
        /// A node restored by an undo.
        case node(Node)
        /// A picture that was searched for.
        case picture(EntryID)
    }

    /// Facts about the screen.
    package struct Display: Sendable, Equatable {
        package internal(set) var size: Size
        /// Size of a cell in pixels, if the terminal reports it.
        package internal(set) var cell = Size(columns: 10, rows: 20)
        package internal(set) var isMaximised = false
        /// The name of the graphics method for the header.
        package internal(set) var graphics = ""
        /// Name of the theme that is shown.
        package internal(set) var theme = ""
    }

    /// The environment at the start; only the backends change later.
    package struct Environment: Sendable, Equatable {
        /// The home folder, shown as `~`.
        package var home: String
        /// Offset of local time from UTC in seconds.
        package var zone: Int
        /// Names of the backends, `builtin` first.
        package var backends: [String]
        /// Their profiles, in the same order.
        package var profiles: [BackendProfile]
        /// Names of the themes to choose from.
        package var themes: [String]
        package var keymap: Keymap
        /// No lines, and the text cursor on the selection: for screen readers.
        package var isPlain: Bool
        /// Whether the mouse is on from the start.
        package var hasMouse: Bool
        /// The folder that pictures were copied to last; nil: none yet.
        package var folder: String?
        /// The last choices for each server; they change while the program runs.
        package var choices: [String: ServerChoice] = [:]
        /// The remembered layout and appearance.
        package var looks = Looks()

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

    init(folder: String, size: Size, settings: ImagesSettings, prompt: String?, environment: Environment) {
        display = Display(size: size)
        recent = Recent(settings: settings, variationPrompt: prompt)
        self.environment = environment
        looks = environment.looks
        browser = Browser(folder: folder)
        layOut()
    }

    /// Today in local time, in days since 1970.
    var today: Int { Moment(seconds: clock, offset: environment.zone).dayNumber }

    /// The context of the focused pane, even under a popup.
    var paneContext: Context { focus == .files && browser.showsThumbnails ? .thumbnails : focus.context }

    // MARK: Saying something

    mutating func say(_ text: String) { notices.show(.info(text), at: clock) }

    mutating func report(_ problem: Problem) { notices.show(.problem(problem), at: clock) }
}

/// The last choices, texts and mask, with which the next form, line or mask starts.
package struct Recent: Sendable, Equatable {
    /// The settings that were sent last.
    package internal(set) var settings: ImagesSettings
    /// The prompt of the variations that were sent last.
    var variationPrompt: String?
    /// The last request of each other kind in this run.
    var imageSettings: [ImageOperation: ImagesSettings] = [:]
    /// Earlier prompts, newest first.
    var prompt = ""
    var prompts: [String] = []
    /// Lines of the command line, the newest last.
    var commands: [String] = []
    /// The first picture of a blend.
    var mate: Parent?
    /// The unfinished mask, to continue with.
    var mask: MaskEditor?
}
