public import RiffleImage

/// What is known about a terminal: the environment gives initial values, replies correct them.
///
/// Usable from the start (half blocks in the colours of the environment); each reply adds information.
public struct Capabilities: Sendable, Equatable {
    /// Whether DA1 lists 4. It is compared as a whole number, because terminals without sixel may list 42.
    public internal(set) var hasSixel = false
    /// Colour registers for sixel. Terminals that do not answer usually have 256.
    public internal(set) var sixelRegisters = 256
    /// The largest sixel image in pixels, if reported.
    public internal(set) var maximumSixel: PixelSize?
    /// Through how many nested tmuxes kitty's query got OK: 0 for the terminal itself, `nil` if there was no OK.
    public internal(set) var kittyLevel: Int?
    /// Size of one cell in pixels.
    public internal(set) var cell = CellSize.assumed
    /// Whether the terminal or the system reported `cell`; otherwise it is `CellSize.assumed`.
    public internal(set) var isCellKnown = false
    /// Number of colours that cells can have.
    public internal(set) var colorDepth = ColorDepth.palette256
    /// The terminal's default background, if reported.
    public internal(set) var background: Pixel?
    /// The terminal's default text colour, if reported.
    public internal(set) var foreground: Pixel?
    /// Whether the terminal prefers a dark scheme, if reported.
    public internal(set) var prefersDark: Bool?
    /// Whether mode 2026 is supported: the output between its begin and end appears at once.
    public internal(set) var hasSynchronizedOutput = false
    /// Name and version as reported (XTVERSION). Untrusted: sanitise before display.
    public internal(set) var name: String?
    /// The name of the terminal behind tmux, if tmux's `allow-passthrough` is on. Untrusted too.
    public internal(set) var outerName: String?
    /// The parameters of DA1, once received. DA1 is queried last, so no more answers are expected by then.
    public internal(set) var deviceAttributes: [Int]?
    /// The multiplexer that answers instead of the terminal.
    public internal(set) var multiplexer = Multiplexer.none
    /// Whether the locale is UTF-8; if not, only ASCII is sent.
    public internal(set) var isUTF8 = true
    /// Whether it is safe to send queries: some terminals print them.
    public internal(set) var isWorthAsking = true

    var cellSources = CellSources()
    /// How many tmuxes are nested, as far as known.
    var tmuxLevels = 1
    /// The number of nested tmuxes that were queried so far.
    var levelAsked = 0
    /// Whether kitty's query was sent to the terminal itself.
    var isKittyAsked = false
    /// Whether the terminal behind tmux was asked for its name again and has not answered.
    var isOuterNameOld = false
    /// Whether kitty's query was answered since then.
    private var isKittyNew = false

    /// - Parameters:
    ///   - environment: only `TERM`, `COLORTERM`, `TMUX`, `STY` and `TERM_PROGRAM` are read.
    ///   - isUTF8: whether the locale's character set is UTF-8.
    public init(environment: [String: String] = [:], isUTF8: Bool = true) {
        self.isUTF8 = isUTF8
        nominate(environment)
    }

    /// Whether all expected answers have arrived: the terminal answers in order, and DA1 is queried last.
    public var isSettled: Bool { deviceAttributes != nil }

    /// Applies a reply. Replies may come in any order, repeatedly, or unrequested.
    public mutating func fold(_ reply: TerminalReply) {
        switch reply {
        case .deviceAttributes(let parameters):
            deviceAttributes = parameters
            // The first parameter is the terminal class, but builds of st with sixel put the 4 there.
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
            // The terminal repeats the test colour in one of two spellings, or has replaced it.
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

    /// In tmux, XTVERSION is answered by tmux and, with passthrough, by its host: the terminal or another tmux.
    private mutating func foldName(_ text: String) {
        let found = TerminalName(text)
        guard found.isTmux else {
            // A multiplexer answers before its terminal can. If the first name is another one, the environment was
            // inherited: the terminal was opened from within tmux.
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
        // tmux converts colours to those of its terminal.
        promote(to: .truecolor)
    }

    /// Raises the number of colours, never lowers it.
    mutating func promote(to depth: ColorDepth) {
        colorDepth = max(colorDepth, depth)
    }
}
