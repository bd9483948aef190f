extension PNG {
    /// The file with a note added, its pixels and all else byte for byte as they were. A note of the same keyword that
    /// was added this way is replaced. Bytes that are no whole PNG come back unchanged.
    ///
    /// - Complexity: O(bytes).
    public static func adding(_ text: PNGText, to bytes: [UInt8]) -> [UInt8] {
        replacing(text.keyword, by: text, in: bytes)
    }

    /// The file without the notes of a keyword that `adding` added: the bytes that it was before.
    ///
    /// - Complexity: O(bytes).
    public static func removing(_ keyword: String, from bytes: [UInt8]) -> [UInt8] {
        replacing(keyword, by: nil, in: bytes)
    }

    private static func replacing(_ keyword: String, by text: PNGText?, in bytes: [UInt8]) -> [UInt8] {
        guard PNGHeader.isPNG(bytes) else { return bytes }
        var chunks = PNGChunks(of: bytes)
        var made = PNGHeader.signature
        let head = keyword.unicodeScalars.map { UInt8($0.value) } + [0]
        while true {
            guard let next = try? chunks.next() else { return bytes }
            guard next.type == .internationalText, bytes[next.data].starts(with: head) else {
                // Text may stand anywhere between the header and the end; in front it is found first.
                if next.type == .end, let text { made += chunk(.internationalText, text.internationalChunkData) }
                made += bytes[next.whole]
                if next.type == .end { return made }
                continue
            }
        }
    }
}
