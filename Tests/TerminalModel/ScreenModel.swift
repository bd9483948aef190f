/// A small terminal emulator: interprets the bytes of a frame.
///
/// Supports what ncurses sends for xterm-256color and what mosaics need. Anything else is recorded in `strange`, so
/// that a test cannot pass because a sequence was not understood.
package struct ScreenModel {
    package struct Cell: Equatable {
        package var text: String
        package var rendition: String

        package init(text: String = " ", rendition: String = "") {
            self.text = text
            self.rendition = rendition
        }

        /// The visible appearance: blanks have no foreground, and a half block can be written in two ways.
        package var look: String {
            let terms = rendition.split(separator: ";").map(String.init)
            let ink = terms.first { $0.hasPrefix("3:") }?.dropFirst(2) ?? "ink"
            let ground = terms.first { $0.hasPrefix("4:") }?.dropFirst(2) ?? "ground"
            switch text {
            case " ", "\u{A0}": return "\(ground) \(ground)"
            case "▀": return "\(ink) \(ground)"
            case "▄": return "\(ground) \(ink)"
            default: return text + rendition
            }
        }
    }

    package let columns: Int
    package let rows: Int
    package private(set) var cells: [Cell]
    package private(set) var column = 0
    package private(set) var row = 0
    package private(set) var isCursorVisible = true
    package private(set) var isAlternate = false
    /// Unknown sequences.
    package private(set) var strange: [String] = []
    /// Written cells, one entry for each write.
    package private(set) var written: [Int] = []
    private var rendition: [String] = []
    private var saved: (column: Int, row: Int, rendition: [String]) = (0, 0, [])
    private var last = " "
    /// The start of an incomplete sequence or character.
    private var pending: [UInt8] = []

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Cell(), count: columns * rows)
    }

    package subscript(column: Int, row: Int) -> Cell { cells[row * columns + column] }

    /// The characters of a row; U+00A0 counts as a blank.
    package func text(row: Int) -> String {
        cells[row * columns..<(row + 1) * columns].map { $0.text == "\u{A0}" ? " " : $0.text }.joined()
    }

    package mutating func forgetWritten() { written = [] }

    /// The whole screen, one line per row.
    package var text: String { (0..<rows).map { text(row: $0) }.joined(separator: "\n") }

    /// Processes the next bytes of a stream, split anywhere.
    package mutating func feed(_ bytes: [UInt8]) {
        pending += bytes
        let whole = ScreenModel.wholePart(of: pending)
        let text = String(decoding: pending[..<whole], as: UTF8.self)
        pending.removeFirst(whole)
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": escape(&scalars)
            case "\r": column = 0
            case "\n": row = min(row + 1, rows - 1)
            case "\u{08}": column = max(0, column - 1)
            default:
                if scalar.value < 0x20 { strange.append("C0 \(scalar.value)") } else { put(String(scalar)) }
            }
        }
    }

    /// The length of the prefix that consists of complete sequences and characters.
    private static func wholePart(of bytes: [UInt8]) -> Int {
        var end = bytes.count
        if let escape = bytes.lastIndex(of: 0x1B), !isWhole(bytes[escape...]) { end = escape }
        // An unterminated string sequence.
        if let string = unfinishedString(in: bytes[..<end]) { return string }
        // Skip the bytes of an incomplete character.
        guard let lead = bytes[..<end].lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[lead] >= 0xC0 else { return end }
        let length = bytes[lead] < 0xE0 ? 2 : bytes[lead] < 0xF0 ? 3 : 4
        return end - lead < length ? lead : end
    }

    private static func isWhole(_ sequence: ArraySlice<UInt8>) -> Bool {
        guard let kind = sequence.dropFirst().first else { return false }
        switch kind {
        case UInt8(ascii: "["): return sequence.dropFirst(2).contains { (0x40...0x7E).contains($0) }
        case UInt8(ascii: "("), UInt8(ascii: ")"): return sequence.count > 2
        default: return true
        }
    }

    /// The start of an unterminated DCS, OSC or APC.
    private static func unfinishedString(in bytes: ArraySlice<UInt8>) -> Int? {
        let openers = Set("P]_".utf8)
        guard
            let start = bytes.indices.dropLast().last(where: { bytes[$0] == 0x1B && openers.contains(bytes[$0 + 1]) })
        else { return nil }
        let rest = bytes[(start + 2)...]
        let isClosed =
            rest.contains(0x07) || zip(rest, rest.dropFirst()).contains { $0 == 0x1B && $1 == UInt8(ascii: "\\") }
        return isClosed ? nil : start
    }

    private mutating func put(_ text: String) {
        if text.unicodeScalars.first?.properties.canonicalCombiningClass != .notReordered, column > 0 {
            cells[row * columns + column - 1].text += text
            return
        }
        let isWide =
            text.unicodeScalars.first.map {
                (0x1100...0x115F).contains($0.value) || (0x2E80...0xA4CF).contains($0.value)
                    || (0x1F300...0x3FFFD).contains($0.value)
            } ?? false
        // The cursor stays behind the last column until the next character.
        if column >= columns { strange.append("wrap at row \(row)") }
        guard column < columns, row < rows else { return }
        write(text)
        if isWide { write("") }
        last = text
    }

    private mutating func write(_ text: String) {
        guard column < columns else { return }
        written.append(row * columns + column)
        cells[row * columns + column] = Cell(text: text, rendition: rendition.joined(separator: ";"))
        column += 1
    }

    private mutating func erase(_ range: Range<Int>) {
        let background = rendition.filter { $0.hasPrefix("4") }.joined(separator: ";")
        for index in range {
            written.append(index)
            cells[index] = Cell(text: " ", rendition: background)
        }
    }

    private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
        guard let kind = rest.popFirst() else { return strange.append("cut") }
        switch kind {
        case "7": saved = (column, row, rendition)
        case "8": (column, row, rendition) = saved
        case "(", ")": _ = rest.popFirst()
        case "=", ">", "\\": break
        case "P", "]", "_":
            var before: Unicode.Scalar = " "
            while let scalar = rest.popFirst(), scalar != "\u{07}", !(before == "\u{1B}" && scalar == "\\") {
                before = scalar
            }
        case "[":
            var parameters = ""
            while let scalar = rest.popFirst() {
                if (0x40...0x7E).contains(scalar.value) { return control(parameters, scalar) }
                parameters.unicodeScalars.append(scalar)
            }
        default: strange.append("ESC \(kind)")
        }
    }

    private mutating func control(_ parameters: String, _ final: Unicode.Scalar) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = max(1, numbers.first ?? 1)
        let here = row * columns + min(column, columns - 1)
        switch final {
        case "H":
            row = min(rows, first) - 1
            column = min(columns, numbers.count > 1 ? max(1, numbers[1]) : 1) - 1
        case "A": row = max(0, row - first)
        case "B": row = min(rows - 1, row + first)
        case "C": column = min(columns - 1, column + first)
        case "D": column = max(0, column - first)
        case "G": column = min(columns, first) - 1
        case "d": row = min(rows, first) - 1
        case "K" where numbers.first == 1: erase(row * columns..<here + 1)
        case "K": erase(here..<(row + 1) * columns)
        case "J" where numbers.first == 2: erase(0..<cells.count)
        case "J": erase(here..<cells.count)
        case "X": erase(here..<min(here + first, (row + 1) * columns))
        case "b": for _ in 0..<first { put(last) }
        case "m": select(numbers)
        case "h" where parameters == "?25": isCursorVisible = true
        case "l" where parameters == "?25": isCursorVisible = false
        case "h" where parameters == "?12;25": isCursorVisible = true
        case "h" where parameters == "?1049": isAlternate = true
        case "l" where parameters == "?1049": isAlternate = false
        case "h", "l":
            if !["?7", "4", "?1", "?12", "?2026", "?2004", "?1004"].contains(parameters) {
                strange.append("\(parameters)\(final)")
            }
        case "t": break
        // A fence.
        case "n" where parameters == "5": break
        case "r": if parameters != "1;\(rows)" { strange.append("scroll region \(parameters)") }
        default: strange.append("CSI \(parameters)\(final)")
        }
    }

    /// Stores the rendition as sorted attributes, so that equivalent ones compare equal.
    private mutating func select(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: rendition = []
            case 1, 2, 3, 4, 5, 7, 8: set("a\(number)", replacing: "a\(number)")
            case 22: rendition.removeAll { $0 == "a1" || $0 == "a2" }
            case 23...28: rendition.removeAll { $0 == "a\(number - 20)" }
            case 30...37, 90...97: set("3:\(number)", replacing: "3:")
            case 40...47, 100...107: set("4:\(number)", replacing: "4:")
            case 39: rendition.removeAll { $0.hasPrefix("3:") }
            case 49: rendition.removeAll { $0.hasPrefix("4:") }
            case 38, 48:
                let count = rest.first == 5 ? 2 : 4
                let layer = number == 38 ? "3:" : "4:"
                set(layer + rest.prefix(count).map(String.init).joined(separator: ","), replacing: layer)
                rest = rest.dropFirst(count)
            default: strange.append("SGR \(number)")
            }
        }
    }

    private mutating func set(_ term: String, replacing prefix: String) {
        rendition.removeAll { $0.hasPrefix(prefix) }
        rendition.append(term)
        rendition.sort()
    }
}
