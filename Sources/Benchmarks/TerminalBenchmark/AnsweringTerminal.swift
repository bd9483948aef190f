import Glibc

/// Answers terminal queries.
struct AnsweringTerminal {
    private let terms: Link.Terms
    /// The start of an incomplete sequence.
    private var pending: [UInt8] = []
    static let cell = (width: 10, height: 20)
    private var cell: (width: Int, height: Int) { Self.cell }

    init(_ terms: Link.Terms) { self.terms = terms }

    mutating func answers(to bytes: [UInt8]) -> [UInt8] {
        var out = ""
        pending += bytes
        var rest = pending[...]
        while let escape = rest.firstIndex(of: 0x1B) {
            rest = rest[escape...]
            guard let end = AnsweringTerminal.end(of: rest) else { break }
            out += answer(String(decoding: rest[(escape + 1)..<end], as: UTF8.self))
            rest = rest[end...]
        }
        // An incomplete picture contains no queries.
        if rest.first != 0x1B { rest = [] }
        pending = Array(rest)
        return Array(out.utf8)
    }

    /// The end of a sequence that begins with ESC; `nil` if it is incomplete.
    private static func end(of bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count > 1 else { return nil }
        let kind = bytes[bytes.startIndex + 1]
        switch kind {
        case UInt8(ascii: "["):
            return bytes.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }.map { $0 + 1 }
        case UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "]"):
            var index = bytes.startIndex + 2
            while index < bytes.endIndex {
                if bytes[index] == 0x07 { return index + 1 }
                if bytes[index] == 0x1B { return index + 1 < bytes.endIndex ? index + 2 : nil }
                index += 1
            }
            return nil
        default: return bytes.startIndex + 2
        }
    }

    private func answer(_ sequence: String) -> String {
        if terms.graphics == "mute" { return "" }
        let (width, height) = (terms.columns * cell.width, terms.rows * cell.height)
        switch sequence {
        case "[c", "[0c": return terms.graphics == "sixel" ? "\u{1B}[?62;4;22c" : "\u{1B}[?62;22c"
        case "[5n": return "\u{1B}[0n"
        case "[6n": return "\u{1B}[1;1R"
        case "[14t": return "\u{1B}[4;\(height);\(width)t"
        case "[16t": return "\u{1B}[6;\(cell.height);\(cell.width)t"
        case "[18t": return "\u{1B}[8;\(terms.rows);\(terms.columns)t"
        case "[>0q", "[>q":
            return "\u{1B}P>|" + (terms.graphics == "kitty" ? "kitty(0.42.1)" : "XTerm(379)") + "\u{1B}\\"
        case "[?2026$p": return "\u{1B}[?2026;2$y"
        case "[?1;1;0S": return terms.graphics == "sixel" ? "\u{1B}[?1;0;256S" : "\u{1B}[?1;3S"
        case "[?2;4;0S", "[?2;1;0S":
            return terms.graphics == "sixel" ? "\u{1B}[?2;0;\(width);\(height)S" : "\u{1B}[?2;3S"
        default: break
        }
        if sequence.hasPrefix("]11;?") { return "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\" }
        if sequence.hasPrefix("]10;?") { return "\u{1B}]10;rgb:ffff/ffff/ffff\u{1B}\\" }
        if sequence.hasPrefix("P$qm") { return "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\" }
        if terms.graphics == "kitty", sequence.hasPrefix("_G"), sequence.contains("a=q"),
            let id = sequence.firstRange(of: "i=")
        {
            return "\u{1B}_Gi=\(sequence[id.upperBound...].prefix { $0.isNumber });OK\u{1B}\\"
        }
        return ""
    }
}
