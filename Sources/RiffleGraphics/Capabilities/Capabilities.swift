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
    /// The parameters of DA1, once they have come; the last question, so all answers are in by then.
    public internal(set) var deviceAttributes: [Int]?
    /// Inside tmux, which answers in the terminal's place.
    public internal(set) var isTmux = false
    /// Whether the locale is UTF-8; if not, only bytes below 128 are sent.
    public internal(set) var isUTF8 = true

    /// What the cell size was found from.
    var cellSources = CellSources()
    /// NO_COLOR or a terminal without colours: not undone by a reply.
    var isColorRefused = false

    /// - Parameters:
    ///   - environment: `TERM`, `COLORTERM`, `NO_COLOR`, `TMUX` and `TERM_PROGRAM` are looked at.
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
        case .name(let text): name = text
        case .cellSize, .textArea, .textCells: foldSize(reply)
        default: break
        }
    }

    /// More colours than were nominated, unless the person wants none.
    mutating func promote(to depth: ColorDepth) {
        if !isColorRefused { colorDepth = max(colorDepth, depth) }
    }

    /// How pictures are best drawn.
    public func method(preferring choice: GraphicsChoice) -> GraphicsMethod {
        switch choice {
        case .sixel: return .sixel(registers: sixelRegisters)
        case .kitty: return .kitty(.direct)
        case .iterm: return .iterm2
        case .auto where hasSixel && !isColorRefused: return .sixel(registers: sixelRegisters)
        case .ascii: return .ascii(colorDepth)
        case _ where !isUTF8: return .ascii(colorDepth)
        case .quadrant: return .quadrant(colorDepth)
        case .sextant: return .sextant(colorDepth)
        case .octant: return .octant(colorDepth)
        case .braille: return .braille(colorDepth)
        case .auto, .half: return .half(colorDepth)
        }
    }

    /// Options for previews on this terminal, transparent parts on its own background.
    public func previewOptions(preferring choice: GraphicsChoice) -> PreviewOptions {
        PreviewOptions(
            method: method(preferring: choice), cell: cell,
            background: background ?? Pixel(red: 0, green: 0, blue: 0), maximumSixel: maximumSixel)
    }
}
