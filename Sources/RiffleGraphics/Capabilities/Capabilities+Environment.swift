extension Capabilities {
    /// What the environment says. It is lost or wrong behind ssh, sudo and tmux, so it is only where
    /// things start from: it may promise colours, but never a graphics protocol.
    mutating func nominate(_ environment: [String: String]) {
        let term = environment["TERM"] ?? ""
        isTmux =
            environment["TMUX"].map { !$0.isEmpty } ?? false || environment["TERM_PROGRAM"] == "tmux"
            || term.hasPrefix("tmux")
        colorDepth = Capabilities.depth(term: term)
        if let promise = environment["COLORTERM"], promise == "truecolor" || promise == "24bit" {
            // tmux reduces what its terminal cannot show by itself; GNU screen prints rubbish.
            if !term.hasPrefix("screen") || isTmux { colorDepth = .truecolor }
        }
        // Source: no-color.org: present and not empty, whatever the value.
        if let wish = environment["NO_COLOR"], !wish.isEmpty { colorDepth = .mono }
        isColorRefused = colorDepth == .mono
    }

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
