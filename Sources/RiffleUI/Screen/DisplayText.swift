import RiffleAPI

/// Measures and cuts text for the terminal's grid of cells, and makes text from outside (file names, server messages,
/// metadata) safe.
package enum DisplayText {
    /// The text without characters that control a terminal or reorder a line.
    package static func safe(_ text: String) -> String { Escaper.screen.escaped(text) }

    /// Columns that a grapheme takes: 0 for a lone combining mark, 2 for East Asian wide and emoji, else 1.
    ///
    /// Source: Unicode 15 EastAsianWidth.txt (W and F), coarsened to blocks as terminals do.
    package static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        if character.unicodeScalars.contains(where: { $0.value == 0xfe0f }) { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return wideBlocks.contains { $0.contains(first.value) } ? 2 : 1
    }

    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x231a...0x231b, 0x23e9...0x23ec, 0x25fd...0x25fe, 0x2614...0x2615, 0x2648...0x2653,
        0x26aa...0x26ab, 0x26bd...0x26be, 0x2705...0x2705, 0x270a...0x270b, 0x2728...0x2728, 0x274c...0x274c,
        0x2753...0x2755, 0x2795...0x2797, 0x27b0...0x27b0, 0x2b1b...0x2b1c, 0x2b50...0x2b50, 0x2e80...0x303e,
        0x3041...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
        0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1faff, 0x20000...0x3fffd,
    ]

    package static func columns(of text: String) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    /// The text cut to `width` columns; what was cut is told by `…`. With `keepingEnd` the front is cut,
    /// as for paths.
    ///
    /// - Parameter isCut: whether the text was cut before; then `…` is added in any case.
    package static func fitted(
        _ text: String, to width: Int, keepingEnd: Bool = false, isCut: Bool = false
    ) -> String {
        guard width > 0 else { return "" }
        guard isCut || columns(of: text) > width else { return text }
        var room = width - 1
        var kept: [Character] = []
        for character in keepingEnd ? Array(text.reversed()) : Array(text) {
            let width = columns(of: character)
            guard width <= room else { break }
            room -= width
            kept.append(character)
        }
        return keepingEnd ? "…" + String(kept.reversed()) : String(kept) + "…"
    }

    /// A title followed by facts: facts that do not fit are left out from the end; the title is cut last.
    static func fitted(_ name: String, dropping facts: [String], to width: Int) -> String {
        let name = safe(name)
        for count in (0...facts.count).reversed() {
            let text = ([name] + facts.prefix(count)).joined(separator: "  ")
            if columns(of: text) <= width { return text }
        }
        return fittedName(name, to: width)
    }

    /// A file's name cut in the middle, because the last characters before the extension distinguish the files of a series.
    package static func fittedName(_ name: String, to width: Int) -> String {
        guard columns(of: name) > width else { return name }
        let dot = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? $0 : nil } ?? name.endIndex
        let end = String(name[..<dot].suffix(5) + name[dot...])
        let room = width - columns(of: end)
        guard room > 3 else { return fitted(name, to: width) }
        return fitted(String(name.dropLast(end.count)), to: room, isCut: true) + end
    }

    /// The text padded with blanks to at least `width` columns.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(of: text)))
    }

    /// The text in lines of at most `width` columns, broken at blanks if possible.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            var lines: [String] = []
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, columns(of: line) + 1 + columns(of: String(word)) > width {
                    lines.append(line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            return lines + [line]
        }
    }
}
