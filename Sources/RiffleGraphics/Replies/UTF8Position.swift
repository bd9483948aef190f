/// Follows the characters of a byte stream in UTF-8, to tell the controls of C1 from continuation bytes.
struct UTF8Position: Sendable {
    /// Continuation bytes that the character still needs.
    private var missing = 0
    private var previous: UInt8 = 0

    /// Whether a character has begun and is not whole.
    var isInside: Bool { missing > 0 }

    /// Goes on by one byte. Returns whether it is a C1 control (0x80…0x9F): alone, or as the second half
    /// of one that is written in UTF-8.
    mutating func isC1(_ byte: UInt8) -> Bool {
        defer { previous = byte }
        switch byte {
        case 0x80...0xBF where missing > 0:
            missing -= 1
            return previous == 0xC2 && byte < 0xA0
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default:
            missing = 0
            return (0x80...0x9F).contains(byte)
        }
        return false
    }
}
