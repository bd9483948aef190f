/// A terminal's name as reported by XTVERSION: `kitty(0.42.1)`, `tmux 3.3a`, `WezTerm 20240203-110809-5046fc22`.
struct TerminalName: Sendable, Equatable {
    /// Lowercase, without the version.
    let product: String
    /// The leading numbers of the version: `3.3a` is 3, 3.
    let version: [Int]

    init(_ text: String) {
        let end = text.firstIndex { $0 == "(" || $0 == " " } ?? text.endIndex
        product = text[..<end].lowercased()
        let rest = text[end...].drop { !$0.isNumber }
        version = rest.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) ?? 0 }
    }

    var isTmux: Bool { product == "tmux" }

    /// Whether it supports placeholder cells (U+10EEEE). Source: kitty's graphics protocol, "Unicode placeholders",
    /// since kitty 0.28; release notes of ghostty and Rio. Konsole and WezTerm answer kitty's query but have no
    /// placeholders.
    var takesPlaceholders: Bool {
        switch product {
        case "kitty": isAtLeast(0, 28)
        case "ghostty", "rio": true
        default: false
        }
    }

    /// Whether to use iTerm2's inline images. No query reports them; these terminals draw them better than their
    /// alternatives.
    var takesInlineImages: Bool { ["iterm2", "wezterm", "mintty", "warp", "warpterminal"].contains(product) }

    /// Whether it draws the octants of Unicode 16 itself, independent of the font. Source: their release notes.
    var drawsOctants: Bool {
        switch product {
        case "kitty": isAtLeast(0, 40)
        case "ghostty": isAtLeast(1, 2)
        case "foot": isAtLeast(1, 20)
        // VTE reports 0.78.0 as 7800.
        case "vte": isAtLeast(7800, 0)
        default: false
        }
    }

    private func isAtLeast(_ major: Int, _ minor: Int) -> Bool {
        let (first, second) = (version.first ?? 0, version.count > 1 ? version[1] : 0)
        return first > major || first == major && second >= minor
    }
}
