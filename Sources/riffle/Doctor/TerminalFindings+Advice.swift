import RiffleGraphics

extension TerminalFindings {
    /// What would improve pictures or the interface, most useful first, with the text to type.
    var advice: [String] {
        var advice: [String] = []
        let product = (capabilities.outerName ?? capabilities.name ?? "").lowercased()
        if !capabilities.isUTF8 {
            advice.append("The locale is not UTF-8, so pictures are letters: export LC_ALL=C.UTF-8")
        }
        switch capabilities.multiplexer {
        case .tmux where capabilities.outerName == nil && capabilities.kittyLevel == nil:
            advice.append(
                "tmux lets nothing through to the terminal. Where that is kitty, Ghostty or Rio, put "
                    + "`set -g allow-passthrough on` into ~/.tmux.conf and type: tmux source ~/.tmux.conf")
            if !capabilities.hasSixel {
                advice.append(
                    "For sixels in tmux: tmux 3.4 or later, built with --enable-sixel, in a terminal with sixels")
            }
        case .screen:
            advice.append("GNU screen shows mosaics only; tmux with allow-passthrough can show more")
        default: break
        }
        if product.hasPrefix("xterm("), !capabilities.hasSixel, capabilities.multiplexer == .none {
            advice.append("This xterm draws sixels when it is started as: xterm -ti vt340")
        }
        if capabilities.colorDepth < .truecolor, capabilities.colorDepth > .mono {
            advice.append(
                "Where the terminal has 16 million colours, say so: export COLORTERM=truecolor"
                    + (environment["SSH_CONNECTION"] != nil ? " (ssh does not pass it on by itself)" : ""))
        }
        if !isDescribed, let term = environment["TERM"], !term.isEmpty {
            advice.append(
                "This machine does not know the terminal \(term). From the one that does: infocmp -x \(term) | ssh HOST -- "
                    + "tic -x -")
        }
        if !capabilities.isCellKnown {
            advice.append(
                "The terminal does not tell the size of its cells; pictures may come out too wide or too high")
        }
        if capabilities.isWorthAsking, !capabilities.isSettled {
            advice.append(
                "The terminal has answered nothing in time. If it can show pictures, say how: riffle --graphics sixel")
        }
        return advice
    }
}
