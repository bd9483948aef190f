/// What a terminal can be asked. Unknown questions are ignored by nearly all.
///
/// Source: XTerm Control Sequences (invisible-island.net/xterm/ctlseqs/ctlseqs.html); for `kitty` the kitty graphics
/// protocol, "Querying support"; for `synchronizedOutput` contour-terminal.org/vt-extensions/synchronized-output.
public enum TerminalQuestion: String, Sendable, CaseIterable {
    /// Name and version.
    case name = "XTVERSION"
    /// The terminal's own colours.
    case foreground = "OSC 10"
    case background = "OSC 11"
    /// Whether what is written between two marks appears at once.
    case synchronizedOutput = "DECRQM 2026"
    /// Colour registers, and the largest sixel.
    case registers = "XTSMGRAPHICS 1"
    case sixelSize = "XTSMGRAPHICS 2"
    /// One cell in pixels; for terminals without it the text area in pixels and in cells.
    case cellSize = "CSI 16 t"
    case textArea = "CSI 14 t"
    case textCells = "CSI 18 t"
    /// Sets a background in true colour and asks what is set. Cursor, colours and attributes are saved before and
    /// restored after (DECSC, DECRC), whatever they are.
    case trueColor = "DECRQSS m"
    /// The terminfo extensions RGB and Tc, in hexadecimal.
    case terminfo = "XTGETTCAP RGB"
    /// Whether kitty's protocol is there: one pixel that is not kept.
    case kitty = "kitty graphics"
    /// What it is and can (DA1). All terminals answer, and in order, so it is asked last.
    case attributes = "DA1"

    public var bytes: [UInt8] {
        let text =
            switch self {
            case .name: "\u{1B}[>0q"
            case .foreground: "\u{1B}]10;?\u{1B}\\"
            case .background: "\u{1B}]11;?\u{1B}\\"
            case .synchronizedOutput: "\u{1B}[?2026$p"
            case .registers: "\u{1B}[?1;1;0S"
            case .sixelSize: "\u{1B}[?2;4;0S"
            case .cellSize: "\u{1B}[16t"
            case .textArea: "\u{1B}[14t"
            case .textCells: "\u{1B}[18t"
            case .trueColor: "\u{1B}7\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}8"
            case .terminfo: "\u{1B}P+q524742;5463\u{1B}\\"
            case .kitty: "\u{1B}_Gi=\(TerminalQuestion.kittyNumber),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
            case .attributes: "\u{1B}[c"
            }
        return Array(text.utf8)
    }

    /// The question as it goes through this many tmuxes. kitty's answer repeats a number, which tells how many.
    public func bytes(throughTmux level: Int) -> [UInt8] {
        let plain =
            self == .kitty
            ? Array("\u{1B}_Gi=\(TerminalQuestion.kittyNumber + level),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\".utf8) : bytes
        return Passthrough.tmux(depth: level).wrapped(plain)
    }

    static let kittyNumber = 31

    /// Whether a reply is one to this question (kitty's: asked of the terminal itself).
    public func isAnswered(by reply: TerminalReply) -> Bool {
        switch (self, reply) {
        case (.name, .name), (.foreground, .color(.foreground, _)), (.background, .color(.background, _)),
            (.synchronizedOutput, .mode(2026, _)), (.registers, .graphicsAttribute(item: 1, _, _)),
            (.sixelSize, .graphicsAttribute(item: 2, _, _)), (.cellSize, .cellSize), (.textArea, .textArea),
            (.textCells, .textCells), (.trueColor, .setting), (.terminfo, .terminfo),
            (.kitty, .graphics(id: TerminalQuestion.kittyNumber, _)), (.attributes, .deviceAttributes):
            true
        default: false
        }
    }
}
