/// The ids of a request's graphs.
///
/// They follow from the request's own name, which is in the history before anything is sent: after a crash the graphs
/// are found again by the same ids. A server wants UUIDs in lower case.
enum ComfyID {
    /// - Parameter index: of the graph in the request.
    static func graph(_ index: Int, of name: String) -> String { uuid("\(name)/\(index)") }

    /// Of the one who listens. A server has one listener for each id, so every request has its own.
    static func client(of name: String) -> String { uuid("\(name)/client") }

    /// A UUID of version 8 whose bits are those of the text's hash. Source: RFC 9562, section 5.8.
    private static func uuid(_ text: String) -> String {
        let high = hash(text, from: 0xCBF2_9CE4_8422_2325) & ~0xF000 | 0x8000
        let low = hash(text, from: 0x9E37_79B9_7F4A_7C15) >> 2 | 1 << 63
        let digits = [high, low].map { value in
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        let ends = [8, 12, 16, 20, 32]
        return zip([0] + ends, ends).map { start, end in
            String(digits.dropFirst(start).prefix(end - start))
        }.joined(separator: "-")
    }

    /// FNV-1a with SplitMix64's finish, so that texts that differ at their end differ everywhere.
    private static func hash(_ text: String, from start: UInt64) -> UInt64 {
        var hash = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }
}
