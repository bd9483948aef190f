public import RiffleImage

/// What is known of a terminal: nominated by the environment, decided by its replies.
///
/// Usable from the start (half blocks in the colours that the environment promises); every reply folded
/// in can only make it better informed.
public struct Capabilities: Sendable, Equatable {
    /// DA1 listed 4 as a whole number: there are terminals that list 42 and have no sixel.
    public internal(set) var hasSixel = false
    /// Colour registers for sixel. Terminals without an answer have 256 in practice.
    public internal(set) var sixelRegisters = 256
    /// The largest sixel in pixels, if the terminal tells.
    public internal(set) var maximumSixel: PixelSize?
    /// Through how many tmuxes kitty's query was answered with OK: 0 by the terminal itself; `nil` by none.
    public internal(set) var kittyLevel: Int?
    /// One cell in pixels.
    public internal(set) var cell = CellSize.assumed
    /// Whether `cell` was told by the terminal, or is assumed.
    public internal(set) var isCellKnown = false
    /// How many colours cells can have.
    public internal(set) var colorDepth = ColorDepth.palette256
    /// The terminal's own colours, if it tells.
    public internal(set) var background: Pixel?
    public internal(set) var foreground: Pixel?
    /// Whether it prefers dark colours, if it tells.
    public internal(set) var prefersDark: Bool?
    /// Whether mode 2026 is understood: what is written between its two ends appears at once.
    public internal(set) var hasSynchronizedOutput = false
    /// Name and version as the terminal gives them (XTVERSION). An outside string: make it safe to show.
    public internal(set) var name: String?
    /// The name of the terminal behind tmux, where its `allow-passthrough` is on. An outside string too.
    public internal(set) var outerName: String?
    /// The parameters of DA1, once they have come; the last question, so all answers are in by then.
    public internal(set) var deviceAttributes: [Int]?
    /// What answers in the terminal's place.
    public internal(set) var multiplexer = Multiplexer.none
    /// Whether the locale is UTF-8; if not, only bytes below 128 are sent.
    public internal(set) var isUTF8 = true
    /// Whether questions do no harm: some terminals print them.
    public internal(set) var isWorthAsking = true

    /// What the cell size was found from.
    var cellSources = CellSources()
    /// How many tmuxes there are within one another, as far as is known.
    var tmuxLevels = 1
    /// Through how many of them was asked.
    var levelAsked = 0
    /// Whether the terminal itself was asked for kitty's protocol.
    var isKittyAsked = false
    /// The terminal behind tmux was asked anew who it is, and has not answered.
    var isOuterNameOld = false
    /// kitty's query was answered since then.
    private var isKittyNew = false

    /// - Parameters:
    ///   - environment: `TERM`, `COLORTERM`, `TMUX`, `STY` and `TERM_PROGRAM` are looked at.
    ///   - isUTF8: whether the locale's character set is UTF-8.
    public init(environment: [String: String] = [:], isUTF8: Bool = true) {
        self.isUTF8 = isUTF8
        nominate(environment)
    }

    /// All questions have been answered that will be: the terminal answers in order and DA1 is asked last.
    public var isSettled: Bool { deviceAttributes != nil }

    /// Takes in a reply. Replies may come in any order, repeatedly, or without having been asked for.
    public mutating func fold(_ reply: TerminalReply) {
        switch reply {
        case .deviceAttributes(let parameters):
            deviceAttributes = parameters
            // The first parameter is the kind of terminal; but sixel builds of st answer 4 even there.
            hasSixel = parameters.contains(4)
        case .graphicsAttribute(item: 1, status: 0, let values):
            if let registers = values.last, registers >= 2 { sixelRegisters = registers }
        case .graphicsAttribute(item: 2, status: 0, let values):
            if values.count >= 2, values[0] > 0, values[1] > 0 {
                maximumSixel = PixelSize(width: values[0], height: values[1])
            }
        case .graphics(let id?, message: "OK"):
            let level = id &- TerminalQuestion.kittyNumber
            guard multiplexer == .tmux ? (1...max(1, levelAsked)).contains(level) : level == 0 else { return }
            kittyLevel = level
            isKittyNew = true
        case .mode(2026, let setting):
            hasSynchronizedOutput = setting == .set || setting == .reset
        case .setting(let text):
            // The test colour comes back as it was set, in one of two spellings, or has been replaced.
            if let text, text.contains("48:2:") || text.contains("48;2;") { promote(to: .truecolor) }
        case .terminfo(let name, _, isKnown: true):
            if name == "RGB" || name == "Tc" { promote(to: .truecolor) }
        case .color(.background, let color): background = color
        case .color(.foreground, let color): foreground = color
        case .colorScheme(let isDark): prefersDark = isDark
        case .name(let text): foldName(text)
        case .cellSize, .textArea, .textCells: foldSize(reply)
        default: break
        }
    }

    /// In tmux names come from tmux itself and, through it, from what it runs in: the terminal, or another tmux.
    private mutating func foldName(_ text: String) {
        let found = TerminalName(text)
        guard found.isTmux else {
            // A multiplexer answers before its terminal can. Where another name is the first answer, the
            // environment is that of a shell elsewhere: a terminal that was opened from within tmux.
            if name == nil, !isSettled, found.product != "screen" { multiplexer = .none }
            guard multiplexer == .tmux else { return name = text }
            outerName = text
            if isOuterNameOld, !isKittyNew { kittyLevel = nil }
            isOuterNameOld = false
            isKittyNew = false
            return
        }
        if multiplexer == .tmux, name != nil, levelAsked >= tmuxLevels { tmuxLevels = levelAsked + 1 }
        if name == nil || multiplexer != .tmux { name = text }
        multiplexer = .tmux
        // It reduces colours to what its terminal has.
        promote(to: .truecolor)
    }

    /// More colours than were nominated.
    mutating func promote(to depth: ColorDepth) {
        colorDepth = max(colorDepth, depth)
    }
}
