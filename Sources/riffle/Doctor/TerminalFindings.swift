import RiffleGraphics
import RiffleImage
import RiffleTerminal

/// What is known about the terminal, and why: from its replies, the environment and the user's choices.
struct TerminalFindings {
    var capabilities: Capabilities
    var environment: [String: String]
    var choice: GraphicsChoice
    /// Where the user's choice comes from, if there is one.
    var chooser: String?
    /// Columns and rows.
    var size: (columns: Int, rows: Int)
    var pixels: PixelSize?
    /// Whether TERM has a terminfo entry on this machine.
    var isDescribed: Bool
    var replies: [TerminalReply]

    var findings: [DoctorReport.Finding] {
        [
            name, type, multiplexer, pictures, colors, cell, ownColors, synchronized, locale,
        ]
    }

    private var term: String { environment["TERM"] ?? "" }
    private var hasNoColor: Bool { environment["NO_COLOR"].map { !$0.isEmpty } ?? false }

    private func finding(_ subject: String, _ decision: String, _ reason: String) -> DoctorReport.Finding {
        DoctorReport.Finding(subject: subject, decision: decision, reason: reason)
    }

    private var name: DoctorReport.Finding {
        let name = capabilities.multiplexer == .tmux ? capabilities.outerName : capabilities.name
        return finding(
            "name", name ?? "unknown",
            name != nil
                ? "XTVERSION" + (capabilities.multiplexer == .tmux ? " through tmux" : "")
                : capabilities.multiplexer == .tmux
                    ? "no answer to XTVERSION comes through tmux"
                    : capabilities.isSettled ? "it does not answer XTVERSION" : "it answers nothing")
    }

    private var type: DoctorReport.Finding {
        finding(
            "TERM", term.isEmpty ? "not set" : term,
            isDescribed ? "terminfo describes it" : "terminfo has no entry; xterm-256color's is used")
    }

    private var multiplexer: DoctorReport.Finding {
        switch capabilities.multiplexer {
        case .none: finding("multiplexer", "none", "")
        case .screen: finding("multiplexer", "GNU screen", environment["STY"] != nil ? "STY" : "TERM")
        case .tmux:
            finding(
                "multiplexer", capabilities.name ?? "tmux",
                capabilities.outerName != nil || capabilities.kittyLevel != nil
                    ? "it passes questions on" : "it passes nothing on")
        }
    }

    private var pictures: DoctorReport.Finding {
        let method = capabilities.method(preferring: choice)
        if let chooser { return finding("pictures", method.name, "\(chooser) says \(choice.rawValue)") }
        let reason =
            switch method {
            case .sixel:
                "DA1 lists 4" + (capabilities.maximumSixel.map { ", at most \($0.width)×\($0.height) px" } ?? "")
            case .kitty(.placeholders): "kitty's query answered OK, and \(shownName) has placeholders"
            case .kitty(.direct): "kitty's query answered OK"
            case .iterm2: "\(shownName) takes iTerm2's images"
            case .octant: "\(shownName) draws octants itself"
            case .ascii: "the locale is not UTF-8"
            default: capabilities.isSettled ? "no answer tells of real pixels" : "no answer has come"
            }
        return finding("pictures", method.name, reason)
    }

    private var shownName: String { capabilities.outerName ?? capabilities.name ?? "it" }

    private var colors: DoctorReport.Finding {
        let words =
            switch capabilities.colorDepth {
            case .mono: "none"
            case .palette16: "16"
            case .palette256: "256"
            case .truecolor: "16 million"
            }
        var reason = "TERM"
        if capabilities.colorDepth == .truecolor {
            let isAnswered = replies.contains { reply in
                if case .setting(let text?) = reply { return text.contains("48:2") || text.contains("48;2") }
                if case .terminfo(_, _, isKnown: true) = reply { return true }
                return false
            }
            let isPromised = ["truecolor", "24bit"].contains(environment["COLORTERM"])
            reason =
                isAnswered
                ? "it gives the test colour back"
                : isPromised
                    ? "COLORTERM" : capabilities.multiplexer == .tmux ? "tmux reduces them as needed" : "terminfo"
        }
        if hasNoColor { reason += "; NO_COLOR: the interface has none, pictures keep theirs" }
        return finding("colours", words, reason)
    }

    private var cell: DoctorReport.Finding {
        let size = "\(capabilities.cell.width)×\(capabilities.cell.height) px"
        let window =
            "\(self.size.columns)×\(self.size.rows) cells" + (pixels.map { ", \($0.width)×\($0.height) px" } ?? "")
        let isReported = replies.contains { if case .cellSize = $0 { true } else { false } }
        return finding(
            "cell", size,
            !capabilities.isCellKnown
                ? "assumed: nothing tells; the window is \(window)"
                : isReported ? "CSI 16 t; the window is \(window)" : "the window is \(window)")
    }

    private var ownColors: DoctorReport.Finding {
        guard let background = capabilities.background else {
            return finding(
                "background", "unknown", "no answer to OSC 11; pictures' transparent parts are shown on black")
        }
        let digits = [background.red, background.green, background.blue].map { value in
            let text = String(value, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        return finding("background", "#" + digits.joined(), "OSC 11")
    }

    private var synchronized: DoctorReport.Finding {
        finding(
            "one-piece frames", capabilities.hasSynchronizedOutput ? "yes" : "no",
            "mode 2026 is \(capabilities.hasSynchronizedOutput ? "known" : "not known")")
    }

    private var locale: DoctorReport.Finding {
        let variable = ["LC_ALL", "LC_CTYPE", "LANG"].first { environment[$0].map { !$0.isEmpty } ?? false }
        let source = variable.map { "\($0)=\(environment[$0] ?? "")" } ?? "no locale is set"
        return finding("characters", capabilities.isUTF8 ? "UTF-8" : "ASCII alone", source)
    }
}
