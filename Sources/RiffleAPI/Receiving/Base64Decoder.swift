/// Decodes base64 as it arrives, in pieces of any length.
///
/// Accepts both alphabets, with and without padding and line breaks.
/// Source: RFC 4648, sections 4 and 5.
package struct Base64Decoder {
    /// The bits of an incomplete group of four digits, and the number of its digits.
    private var group: UInt32 = 0
    private var digits = 0
    private var padding = 0
    /// Whether a byte was not base64.
    private(set) var isBroken = false

    /// Decodes digits up to the first other byte.
    ///
    /// - Returns: how many bytes of `text` were decoded.
    /// - Complexity: about a nanosecond per three bytes.
    mutating func decodeRun(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Int {
        guard padding == 0, !isBroken, let base = text.baseAddress else { return 0 }
        let values = Base64Table.shared.values
        var at = 0
        while digits != 0, at < text.count, values[Int(base[at])] < 64 {
            push(UInt32(values[Int(base[at])]), to: &bytes)
            at += 1
        }
        guard digits == 0 else { return at }
        let table = Base64Table.shared.words
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count / 4 * 3 + 8) { room in
            let out = room.baseAddress!
            var filled = 0
            // Eight digits make six bytes. A byte that is not a digit sets the top bit of its word.
            while at + 8 <= text.count {
                let high =
                    table[Int(base[at])] | table[256 + Int(base[at + 1])] | table[512 + Int(base[at + 2])]
                    | table[768 + Int(base[at + 3])]
                let low =
                    table[Int(base[at + 4])] | table[256 + Int(base[at + 5])] | table[512 + Int(base[at + 6])]
                    | table[768 + Int(base[at + 7])]
                if (high | low) & 0x8000_0000 != 0 { break }
                // Writes two bytes too many each time; the next six overwrite them.
                let joined = UInt64(high) << 40 | UInt64(low) << 16
                UnsafeMutableRawPointer(out + filled).storeBytes(of: joined.bigEndian, as: UInt64.self)
                filled += 6
                at += 8
            }
            bytes.append(contentsOf: UnsafeBufferPointer(start: out, count: filled))
        }
        while at < text.count, values[Int(base[at])] < 64 {
            push(UInt32(values[Int(base[at])]), to: &bytes)
            at += 1
        }
        return at
    }

    /// Reads one byte.
    mutating func take(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "="): padding += 1
        case 0x20, 0x09, 0x0A, 0x0D: break
        default:
            let value = Base64Table.shared.values[Int(byte)]
            if value < 64, padding == 0 { push(UInt32(value), to: &bytes) } else { isBroken = true }
        }
        if padding > 2 { isBroken = true }
    }

    /// Decodes the last, incomplete group.
    ///
    /// - Returns: false if the text was not base64.
    mutating func finish(to bytes: inout [UInt8]) -> Bool {
        switch digits {
        case 0: break
        case 2: bytes.append(UInt8(truncatingIfNeeded: group >> 4))
        case 3:
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        default: isBroken = true
        }
        return !isBroken
    }

    private mutating func push(_ value: UInt32, to bytes: inout [UInt8]) {
        group = group << 6 | value
        digits += 1
        guard digits == 4 else { return }
        bytes.append(UInt8(truncatingIfNeeded: group >> 16))
        bytes.append(UInt8(truncatingIfNeeded: group >> 8))
        bytes.append(UInt8(truncatingIfNeeded: group))
        group = 0
        digits = 0
    }

    /// Decodes a complete text; nil if it is not base64.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var decoder = Base64Decoder()
        var bytes: [UInt8] = []
        Array(text).withUnsafeBufferPointer { text in
            var at = 0
            while at < text.count {
                at += decoder.decodeRun(UnsafeBufferPointer(rebasing: text[at...]), to: &bytes)
                guard at < text.count else { break }
                decoder.take(text[at], to: &bytes)
                at += 1
            }
        }
        return decoder.finish(to: &bytes) ? bytes : nil
    }
}

/// The value of each byte as a base64 digit.
private struct Base64Table: @unchecked Sendable {
    static let shared = Base64Table()

    /// 64 and above: not a digit.
    let values: UnsafeMutablePointer<UInt8>
    /// Four tables of 256 entries: the bits of a digit at its position in a group of 24; the top bit if it is not a digit.
    let words: UnsafeMutablePointer<UInt32>

    private init() {
        values = .allocate(capacity: 256)
        words = .allocate(capacity: 1024)
        values.initialize(repeating: 255, count: 256)
        words.initialize(repeating: 0x8000_0000, count: 1024)
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for (value, byte) in digits.enumerated() { set(byte, value) }
        set(UInt8(ascii: "-"), 62)
        set(UInt8(ascii: "_"), 63)
    }

    private func set(_ byte: UInt8, _ value: Int) {
        values[Int(byte)] = UInt8(value)
        for place in 0..<4 { words[place * 256 + Int(byte)] = UInt32(value) << UInt32(18 - 6 * place) }
    }
}
