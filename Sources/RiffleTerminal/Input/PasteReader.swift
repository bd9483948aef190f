/// A bracketed paste as it comes in, up to its end. Holds at most `limit` bytes, however long the paste is.
///
/// Source: XTerm Control Sequences, "Bracketed Paste Mode".
struct PasteReader {
    private var kept: [UInt8] = []
    private var isTooLong = false
    private var end = ByteMarker("\u{1B}[201~")

    /// The longest paste that is delivered, in bytes; a prompt is a hundredth of this.
    static let limit = 1 << 20

    /// - Returns: the event, once the paste has ended.
    mutating func consume(_ byte: UInt8) -> InputEvent? {
        kept.append(byte)
        if end.advance(over: byte) {
            kept.removeLast(end.count)
            return isTooLong || kept.count > Self.limit ? .oversizedPaste : .paste(Self.cleaned(kept))
        }
        // From here on only the beginning of an end is worth holding.
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

/// Finds a sequence of bytes that begins with ESC and has no other, in bytes that may be cut anywhere.
struct ByteMarker {
    private let bytes: [UInt8]
    private var matched = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var count: Int { bytes.count }

    /// - Returns: whether the sequence ends with this byte.
    mutating func advance(over byte: UInt8) -> Bool {
        // Only its first byte is an ESC, so a match that fails can begin anew nowhere but here.
        matched = byte == bytes[matched] ? matched + 1 : byte == bytes[0] ? 1 : 0
        guard matched == bytes.count else { return false }
        matched = 0
        return true
    }
}
