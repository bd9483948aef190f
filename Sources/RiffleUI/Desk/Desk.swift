package import RiffleAPI

/// What a person works on: the folder, its tree, the strip of variations, the requests, and what was last said. Panes
/// show it, popups work on it; what concerns the screen as a whole is `App`'s.
package struct Desk: Sendable, Equatable {
    package internal(set) var display: Display
    package internal(set) var browser: Browser
    package internal(set) var tree = Tree()
    package internal(set) var results = Results()
    /// The pane that has the keys while no popup has them.
    package internal(set) var focus: Pane = .files
    package internal(set) var jobs = Jobs()
    /// Pictures in any tree that nobody has looked at.
    package internal(set) var unseen = 0
    package internal(set) var notices = Notices()
    package internal(set) var recent: Recent
    /// The time of day, in seconds since 1970; a minute late at most.
    package internal(set) var clock = 0.0
    /// Where the cursor goes once the tree that was asked for is there.
    var destination: Destination?
    package internal(set) var environment: Environment
    package internal(set) var looks: Looks

    /// A place in a tree that is being loaded.
    enum Destination: Sendable, Equatable {
        /// A request that was chosen in the history or the queue.
        case request(RequestID)
        /// What an undo brought back.
        case node(Node)
        /// A picture that was looked for, to be looked at.
        case picture(EntryID)
    }

    /// What is known of the screen.
    package struct Display: Sendable, Equatable {
        package internal(set) var size: Size
        /// Pixels of a cell across and down, as far as the terminal tells.
        package internal(set) var cell = Size(columns: 10, rows: 20)
        package internal(set) var isMaximised = false
        /// How pictures are drawn, in the header's words.
        package internal(set) var graphics = ""
        /// Name of the theme that is shown.
        package internal(set) var theme = ""
    }

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
        /// The folder that pictures were copied to last; nil: none yet.
        package var folder: String?
        /// What was chosen last at each server; it changes while the program runs.
        package var choices: [String: ServerChoice] = [:]
        /// How the screen was when the program ended.
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

    /// The day that it is, in days since 1970 of the person's own time.
    var today: Int { Moment(seconds: clock, offset: environment.zone).dayNumber }

    /// The context of the pane with the keys, whatever covers it.
    var paneContext: Context { focus == .files && browser.showsThumbnails ? .thumbnails : focus.context }

    // MARK: Saying something

    mutating func say(_ text: String) { notices.show(.info(text), at: clock) }

    mutating func report(_ problem: Problem) { notices.show(.problem(problem), at: clock) }
}

/// What was chosen, typed and painted last: what the next form, line or mask begins with.
package struct Recent: Sendable, Equatable {
    /// The settings that were sent last.
    package internal(set) var settings: ImagesSettings
    /// The prompt of the variations that were sent last.
    var variationPrompt: String?
    /// What was sent last of each other kind, while the program runs.
    var imageSettings: [ImageOperation: ImagesSettings] = [:]
    /// What was asked for in words: last, and before that, newest first.
    var prompt = ""
    var prompts: [String] = []
    /// Lines of the command line, the newest last.
    var commands: [String] = []
    /// The picture that the next one is bred with.
    var mate: Parent?
    /// The mask that was left, to go on with.
    var mask: MaskEditor?
}
