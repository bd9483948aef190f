/// Escapes text from outside (file names, server messages, metadata) for a destination, so that it is taken as text.
///
/// Escaping works on Unicode scalars: a `<` with a combining mark is another Character, but still opens a tag.
package enum Escaper: Sendable {
    /// Cells of the screen.
    case screen
    /// A printed line, and a line of a log.
    case terminal, log
    /// JSON that is printed. Its meaning does not change.
    case json
    /// HTML text and quoted attributes.
    case html
    /// The inside of a basic TOML string.
    case toml
    /// The clipboard: text that would affect the terminal when pasted is quoted for the shell.
    case clipboard

    package func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { replacement(for: $0) != nil }) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replacement = replacement(for: scalar) {
                scalars.append(contentsOf: replacement.unicodeScalars)
            } else {
                scalars.append(scalar)
            }
        }
        return self == .clipboard ? Escaper.shellQuoted(text) : String(scalars)
    }

    /// The replacement for a scalar; nil if it needs none.
    private func replacement(for scalar: Unicode.Scalar) -> String? {
        let isHarmless = !Escaper.actsOnTerminal(scalar)
        switch (self, scalar) {
        case (.screen, _), (.terminal, _), (.log, _), (.clipboard, _): return isHarmless ? nil : "·"
        case (.html, "&"): return "&amp;"
        case (.html, "<"): return "&lt;"
        case (.html, ">"): return "&gt;"
        case (.html, "\""): return "&quot;"
        case (.html, "'"): return "&#39;"
        case (.html, _): return isHarmless || scalar == "\n" || scalar == "\t" ? nil : "·"
        // Source: TOML 1.0, "String".
        case (.toml, "\""): return "\\\""
        case (.toml, "\\"): return "\\\\"
        case (.toml, "\n"): return "\\n"
        case (.toml, "\t"): return "\\t"
        case (.toml, _): return isHarmless ? nil : "\\U" + Escaper.hex(scalar.value, digits: 8)
        // Source: RFC 8259, section 7. Line breaks between members come from the encoder.
        case (.json, _) where isHarmless || scalar == "\n": return nil
        case (.json, _): return scalar.utf16.map { "\\u" + Escaper.hex(UInt32($0), digits: 4) }.joined()
        }
    }

    /// Whether a scalar could steer a terminal or reorder a line: C0 and C1 controls, bidirectional controls, line
    /// separators, invisible tags, and kitty's placeholder character.
    ///
    /// Source: ECMA-48 for the controls; Unicode TR 36, 3.2 "bidirectional text spoofing"; the kitty graphics
    /// protocol, "Unicode placeholders".
    private static func actsOnTerminal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x206F: true
        case 0x2028, 0x2029, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F, 0x10EEEE: true
        default: false
        }
    }

    /// Source: bash(1), "QUOTING", `$'string'`; zsh and ksh read it too.
    private static func shellQuoted(_ text: String) -> String {
        var quoted = "$'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case _ where actsOnTerminal(scalar):
                quoted += scalar.utf8.map { "\\x" + hex(UInt32($0), digits: 2) }.joined()
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "'"
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
