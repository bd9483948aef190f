/// What a terminal calls itself (XTVERSION): `kitty(0.42.1)`, `tmux 3.3a`, `WezTerm 20240203-110809-5046fc22`.
struct TerminalName: Sendable, Equatable {
    /// In lower case, without the version.
    let product: String
    /// The numbers of the version up to what is no number: `3.3a` is 3, 3.
    let version: [Int]

    init(_ text: String) {
        let end = text.firstIndex { $0 == "(" || $0 == " " } ?? text.endIndex
        product = text[..<end].lowercased()
        let rest = text[end...].drop { !$0.isNumber }
        version = rest.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) ?? 0 }
    }

    var isTmux: Bool { product == "tmux" }

    /// Pictures as cells of U+10EEEE. Source: kitty's graphics protocol, "Unicode placeholders", since kitty 0.28;
    /// ghostty and Rio by their release notes. Konsole and WezTerm answer kitty's query and have none.
    var takesPlaceholders: Bool {
        switch product {
        case "kitty": isAtLeast(0, 28)
        case "ghostty", "rio": true
        default: false
        }
    }

    /// iTerm2's inline images, which no query asks for. These draw them better than whatever else they have.
    var takesInlineImages: Bool { ["iterm2", "wezterm", "mintty", "warp", "warpterminal"].contains(product) }

    /// Draws the octants of Unicode 16 itself, whatever the font has. Source: their release notes.
    var drawsOctants: Bool {
        switch product {
        case "kitty": isAtLeast(0, 40)
        case "ghostty": isAtLeast(1, 2)
        case "foot": isAtLeast(1, 20)
        // 0.78.0 is 7800.
        case "vte": isAtLeast(7800, 0)
        default: false
        }
    }

    private func isAtLeast(_ major: Int, _ minor: Int) -> Bool {
        let (first, second) = (version.first ?? 0, version.count > 1 ? version[1] : 0)
        return first > major || first == major && second >= minor
    }
}
