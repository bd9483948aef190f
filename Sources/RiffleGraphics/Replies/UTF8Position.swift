/// Tracks character boundaries in a UTF-8 stream, to tell C1 controls from continuation bytes.
struct UTF8Position: Sendable {
    /// Continuation bytes that are still missing.
    private var missing = 0
    private var previous: UInt8 = 0

    /// Whether the position is inside a character.
    var isInside: Bool { missing > 0 }

    /// Advances by one byte. Returns whether it is a C1 control (0x80…0x9F), as a single byte or as the second byte of
    /// its UTF-8 form.
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
