/// Sequences of kitty's graphics protocol: `APC G keys ; payload ST`.
///
/// All commands suppress replies (`q=2`): with nobody reading, replies would count as typing.
/// Source: sw.kovidgoyal.net/kitty/graphics-protocol.
enum KittyCommand {
    /// Longest payload of one sequence, in base64 characters.
    static let largestChunk = 4096

    static func sequence(_ keys: String, payload: ArraySlice<UInt8> = []) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(keys.utf8.count + payload.count + 16)
        bytes += [0x1B, UInt8(ascii: "_"), UInt8(ascii: "G")]
        bytes += keys.utf8
        bytes += ",q=2".utf8
        if !payload.isEmpty {
            bytes.append(UInt8(ascii: ";"))
            bytes += payload
        }
        bytes += [0x1B, UInt8(ascii: "\\")]
        return bytes
    }

    /// The sequences that carry a payload; only the first has the keys.
    static func chunked(_ keys: String, base64 payload: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: max(1, payload.count), by: largestChunk).map { start in
            let end = min(start + largestChunk, payload.count)
            let more = end < payload.count ? "m=1" : "m=0"
            return sequence(start == 0 ? "\(keys),\(more)" : more, payload: payload[start..<end])
        }
    }
}
