import RiffleGraphics
import RiffleImage
package import RiffleUI

/// The colours and attributes of every `Style`.
///
/// Parts that a theme does not define come from the parent style: `popup.border` from `popup`, and that from `text`.
package struct Theme: Sendable, Equatable {
    package enum Appearance: String, Sendable, Hashable {
        case dark, light
    }

    package var name: String
    /// The kind of background that the theme is made for.
    package var appearance: Appearance
    private var paints: [Style: Paint]

    /// A theme's entry for one style; `nil` parts come from the parent style.
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

    /// The squares behind what is transparent: the ground with a little of the text's colour in it, far enough from black
    /// in a dark theme, and from white in a light one, for ink of either to be seen.
    var checkers: CheckerColors {
        let text = self[.text]
        let (dark, light) = (Pixel(red: 28, green: 28, blue: 28), Pixel(red: 255, green: 255, blue: 255))
        let isDark = appearance == .dark
        let ground = text.background.pixel ?? (isDark ? dark : light)
        let ink =
            text.foreground.pixel
            ?? (isDark ? Pixel(red: 208, green: 208, blue: 208) : Pixel(red: 48, green: 48, blue: 48))
        func mixed(_ share: Int) -> Pixel {
            func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Int(a) * (100 - share) + Int(b) * share) / 100) }
            return Pixel(
                red: mix(ground.red, ink.red), green: mix(ground.green, ink.green), blue: mix(ground.blue, ink.blue))
        }
        return isDark
            ? CheckerColors(light: mixed(26), dark: mixed(17)) : CheckerColors(light: mixed(13), dark: mixed(23))
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
    /// What a style looks like where a theme does not name it: `a.b` like `a`, and at last like `text`.
    var parent: Style? {
        switch self {
        case .text: nil
        case .guide: .border
        case .unseen, .running, .picked: .accent
        case .rejected: .dim
        case .message: .bar
        case .paid: .warning
        default: rawValue.lastIndex(of: ".").flatMap { Style(rawValue: String(rawValue[..<$0])) } ?? .text
        }
    }
}

extension CellColor {
    /// Nil for what only the terminal knows.
    fileprivate var pixel: Pixel? {
        if case .rgb(let red, let green, let blue) = self { Pixel(red: red, green: green, blue: blue) } else { nil }
    }
}
