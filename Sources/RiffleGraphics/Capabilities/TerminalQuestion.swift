/// The queries that a terminal can answer. Nearly all terminals ignore unknown ones.
///
/// Source: XTerm Control Sequences (invisible-island.net/xterm/ctlseqs/ctlseqs.html); for `kitty` the kitty graphics
/// protocol, "Querying support"; for `synchronizedOutput` contour-terminal.org/vt-extensions/synchronized-output.
public enum TerminalQuestion: String, Sendable, CaseIterable {
    /// Name and version.
    case name = "XTVERSION"
    /// The terminal's own colours.
    case foreground = "OSC 10"
    case background = "OSC 11"
    /// Whether mode 2026 is supported.
    case synchronizedOutput = "DECRQM 2026"
    /// Number of colour registers, and the largest sixel image.
    case registers = "XTSMGRAPHICS 1"
    case sixelSize = "XTSMGRAPHICS 2"
    /// One cell in pixels; where unsupported, the text area in pixels and in cells.
    case cellSize = "CSI 16 t"
    case textArea = "CSI 14 t"
    case textCells = "CSI 18 t"
    /// Sets a true-colour background and reads it back. DECSC and DECRC save and restore the cursor and all attributes.
    case trueColor = "DECRQSS m"
    /// The terminfo extensions RGB and Tc, in hexadecimal.
    case terminfo = "XTGETTCAP RGB"
    /// Whether kitty's protocol is supported: transmits one pixel, which is not stored.
    case kitty = "kitty graphics"
    /// Terminal class and features (DA1). All terminals answer, and in order, so it is sent last.
    case attributes = "DA1"

    /// The control sequence, not wrapped for a multiplexer.
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

    /// The query wrapped for this many nested tmuxes. kitty's answer repeats an id, which tells the nesting level.
    public func bytes(throughTmux level: Int) -> [UInt8] {
        let plain =
            self == .kitty
            ? Array("\u{1B}_Gi=\(TerminalQuestion.kittyNumber + level),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\".utf8) : bytes
        return Passthrough.tmux(depth: level).wrapped(plain)
    }

    static let kittyNumber = 31

    /// Whether a reply answers this query (for kitty's: the unwrapped query).
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
