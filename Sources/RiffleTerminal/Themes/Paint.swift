package import RiffleGraphics

/// Colours and attributes of a style, fully resolved.
package struct Paint: Sendable, Hashable {
    package var foreground: CellColor
    package var background: CellColor
    package var attributes: TextAttributes

    package init(
        foreground: CellColor = .terminalDefault, background: CellColor = .terminalDefault,
        attributes: TextAttributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// Text attributes besides colours.
package struct TextAttributes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let bold = TextAttributes(rawValue: 1)
    package static let underline = TextAttributes(rawValue: 2)
    package static let dim = TextAttributes(rawValue: 4)
    package static let reverse = TextAttributes(rawValue: 8)

    /// The names in theme files.
    static let names: [String: TextAttributes] = [
        "bold": .bold, "underline": .underline, "dim": .dim, "reverse": .reverse,
    ]
}
