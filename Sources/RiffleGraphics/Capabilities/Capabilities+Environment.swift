/// A program between this one and the terminal, which answers in its place.
public enum Multiplexer: Sendable, Hashable {
    case none, tmux, screen
}

extension Capabilities {
    /// What the environment says. It is lost or wrong behind ssh, sudo and tmux, so it is only where
    /// things start from: it may promise colours, but never a graphics protocol.
    mutating func nominate(_ environment: [String: String]) {
        let term = environment["TERM"] ?? ""
        func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
        if isSet("TMUX") || environment["TERM_PROGRAM"] == "tmux" || term.hasPrefix("tmux") {
            multiplexer = .tmux
        } else if isSet("STY") || term.hasPrefix("screen") {
            multiplexer = .screen
        }
        isWorthAsking = !Capabilities.printsQuestions.contains(term)
        colorDepth = Capabilities.depth(term: term)
        if let promise = environment["COLORTERM"], promise == "truecolor" || promise == "24bit" {
            // tmux reduces what its terminal cannot show by itself; GNU screen prints rubbish.
            if multiplexer != .screen { promote(to: .truecolor) }
        }
    }

    /// What the terminal's description (terminfo) says, where there is one: a nomination too.
    ///
    /// - Parameters:
    ///   - colors: `colors`, 0 for none.
    ///   - hasDirectColor: `RGB` or `Tc`, extensions for colours by their channels.
    package mutating func described(colors: Int, hasDirectColor: Bool) {
        if hasDirectColor || colors >= 1 << 24 { promote(to: .truecolor) }
        if colors >= 256 { promote(to: .palette256) }
    }

    /// Terminals of these kinds print what they do not understand, or have nothing to say.
    private static let printsQuestions = ["dumb", "linux", "vt52", "vt100", "vt102", "ansi", "cons25", "unknown"]

    /// Colours that the kind of terminal has by its name.
    private static func depth(term: String) -> ColorDepth {
        if term.hasSuffix("-direct") { return .truecolor }
        if term.contains("256color") { return .palette256 }
        if term.isEmpty || term == "dumb" || term.hasSuffix("-mono") || term.hasSuffix("-m") { return .mono }
        // vt52 to vt525; all but the last have no colours.
        if term.hasPrefix("vt"), term != "vt525" { return .mono }
        for name in ["xterm-", "kitty", "alacritty", "foot", "wezterm", "ghostty", "konsole", "mlterm", "contour"]
        where term.hasPrefix(name) && !term.hasSuffix("16color") {
            return .palette256
        }
        return .palette16
    }
}
