/// Drops the pixel data of pictures: the screen model and the answers only need the start and end of a picture.
/// Processing everything would be slower than the measured program.
struct PictureFilter {
    private enum State {
        case text
        case escape
        /// In a DCS, OSC or APC, with the number of bytes so far.
        case string(Int)
        case stringEscape(Int)
    }

    private var state = State.text
    /// Longer than any query.
    private static let kept = 64

    /// - Complexity: O(bytes).
    mutating func filtered(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for byte in bytes {
            switch state {
            case .text:
                if byte == 0x1B { state = .escape }
            case .escape:
                let opens = byte == UInt8(ascii: "P") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "]")
                state = opens ? .string(0) : byte == 0x1B ? .escape : .text
            case .string(let count):
                if byte == 0x1B {
                    state = .stringEscape(count)
                } else if byte == 0x07 {
                    state = .text
                } else {
                    state = .string(count + 1)
                    if count >= Self.kept { continue }
                }
            case .stringEscape(let count):
                state = byte == UInt8(ascii: "\\") ? .text : .string(count + 1)
            }
            out.append(byte)
        }
        return out
    }
}
