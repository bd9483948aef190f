/// A program between Riffle and the terminal that answers queries itself.
public enum Multiplexer: Sendable, Hashable {
    case none, tmux, screen
}

extension Capabilities {
    /// Sets initial values from the environment. It is lost or wrong behind ssh, sudo and tmux, so it may raise the
    /// number of colours but never enables a graphics protocol.
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
            // tmux converts colours that its terminal lacks; GNU screen prints garbage.
            if multiplexer != .screen { promote(to: .truecolor) }
        }
    }

    /// Applies the terminal's terminfo entry; like the environment it is only an initial guess.
    ///
    /// - Parameters:
    ///   - colors: the `colors` capability; 0 for none.
    ///   - hasDirectColor: whether the entry has `RGB` or `Tc`, the extensions for true colour.
    package mutating func described(colors: Int, hasDirectColor: Bool) {
        if hasDirectColor || colors >= 1 << 24 { promote(to: .truecolor) }
        if colors >= 256 { promote(to: .palette256) }
    }

    /// Terminals that print unknown queries, or never answer.
    private static let printsQuestions = ["dumb", "linux", "vt52", "vt100", "vt102", "ansi", "cons25", "unknown"]

    /// The number of colours by the name of the terminal type.
    private static func depth(term: String) -> ColorDepth {
        if term.hasSuffix("-direct") { return .truecolor }
        if term.contains("256color") { return .palette256 }
        if term.isEmpty || term == "dumb" || term.hasSuffix("-mono") || term.hasSuffix("-m") { return .mono }
        // vt52 to vt525; only the last has colours.
        if term.hasPrefix("vt"), term != "vt525" { return .mono }
        for name in ["xterm-", "kitty", "alacritty", "foot", "wezterm", "ghostty", "konsole", "mlterm", "contour"]
        where term.hasPrefix(name) && !term.hasSuffix("16color") {
            return .palette256
        }
        return .palette16
    }
}
