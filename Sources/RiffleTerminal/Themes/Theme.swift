import RiffleGraphics
package import RiffleUI

/// Which colours and attributes every `Style` has.
///
/// A style that a theme does not name, or names in part, takes what is missing from its parent:
/// `popup.border` from `popup`, and that from `text`.
package struct Theme: Sendable, Equatable {
    package enum Appearance: String, Sendable, Hashable {
        case dark, light
    }

    package var name: String
    /// The kind of background it is made for.
    package var appearance: Appearance
    private var paints: [Style: Paint]

    /// What a theme says about one style; `nil` is left to the style's parent.
    struct Entry: Sendable, Equatable {
        var foreground: CellColor?
        var background: CellColor?
        var attributes: TextAttributes?
    }

    init(name: String, appearance: Appearance, entries: [Style: Entry]) {
        self.name = name
        self.appearance = appearance
        paints = [:]
        for style in Style.allCases { paints[style] = Self.resolve(style, in: entries) }
    }

    package subscript(style: Style) -> Paint {
        paints[style] ?? Paint()
    }

    private static func resolve(_ style: Style, in entries: [Style: Entry]) -> Paint {
        let own = entries[style] ?? Entry()
        guard let parent = style.parent else {
            return Paint(
                foreground: own.foreground ?? .terminalDefault, background: own.background ?? .terminalDefault,
                attributes: own.attributes ?? [])
        }
        let inherited = resolve(parent, in: entries)
        return Paint(
            foreground: own.foreground ?? inherited.foreground, background: own.background ?? inherited.background,
            attributes: own.attributes ?? inherited.attributes)
    }
}

extension Style {
    /// `a.b` → `a` → `text` → none.
    var parent: Style? {
        if self == .text { return nil }
        guard let dot = rawValue.lastIndex(of: ".") else { return .text }
        return Style(rawValue: String(rawValue[..<dot])) ?? .text
    }
}
