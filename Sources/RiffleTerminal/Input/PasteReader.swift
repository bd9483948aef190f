/// Collects a bracketed paste up to its end. Uses at most `limit` bytes of memory.
///
/// Source: XTerm Control Sequences, "Bracketed Paste Mode".
struct PasteReader {
    private var kept: [UInt8] = []
    private var isTooLong = false
    private var end = ByteMarker("\u{1B}[201~")

    /// The longest accepted paste, in bytes; a hundred times the length of a prompt.
    static let limit = 1 << 20

    /// - Returns: the event when the paste has ended.
    mutating func consume(_ byte: UInt8) -> InputEvent? {
        kept.append(byte)
        if end.advance(over: byte) {
            kept.removeLast(end.count)
            return isTooLong || kept.count > Self.limit ? .oversizedPaste : .paste(Self.cleaned(kept))
        }
        // From here on only a partial end marker must be kept.
        if isTooLong || kept.count > Self.limit + end.count {
            isTooLong = true
            kept.removeFirst(max(0, kept.count - end.count))
        }
        return nil
    }

    private static func cleaned(_ bytes: [UInt8]) -> String {
        var out = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\r": out.append("\n")
            case "\n": if previous != "\r" { out.append("\n") }
            case "\t": out.append("\t")
            default: if scalar.properties.generalCategory != .control { out.append(scalar) }
            }
            previous = scalar
        }
        return String(out)
    }
}

/// Finds a marker in a byte stream that may be split anywhere. The marker's only ESC is its first byte.
struct ByteMarker {
    private let bytes: [UInt8]
    private var matched = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var count: Int { bytes.count }

    /// - Returns: whether the marker ends with this byte.
    mutating func advance(over byte: UInt8) -> Bool {
        // Only the first byte is ESC, so after a mismatch a new match can only start at the current byte.
        matched = byte == bytes[matched] ? matched + 1 : byte == bytes[0] ? 1 : 0
        guard matched == bytes.count else { return false }
        matched = 0
        return true
    }
}
