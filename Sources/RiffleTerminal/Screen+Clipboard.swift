extension Screen {
    /// What the program was started with.
    package var environment: [String: String] { options.environment }

    /// Asks the terminal to put a text on its clipboard, which is that of the person's own machine over ssh too. Terminals
    /// do not answer.
    ///
    /// - Returns: False where the text is longer than terminals take.
    ///
    /// Source: xterm's ctlseqs, OSC 52; xterm takes 74,994 bytes of it, others more.
    package func copy(_ text: String) -> Bool {
        let encoded = Base64.encoded(Array(text.utf8))
        guard encoded.count <= 74_000, state == .shown else { return false }
        output.append(Array("\u{1B}]52;c;".utf8) + encoded + Array("\u{1B}\\".utf8))
        send()
        return true
    }
}

/// Source: RFC 4648, section 4.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 as Range<UInt32> {
                text.append(place > group.count ? UInt8(ascii: "=") : digits[Int(bits >> (18 - 6 * place) & 63)])
            }
        }
        return text
    }
}
