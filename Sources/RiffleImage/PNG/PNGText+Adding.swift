extension PNG {
    /// Adds a text as an `iTXt` chunk; pixels and other chunks stay byte for byte the same. Replaces earlier `iTXt`
    /// chunks with the same keyword. Returns bytes that are not a complete PNG unchanged.
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
                // Text may stand anywhere between header and end chunk; it is inserted before the end.
                if next.type == .end, let text { made += chunk(.internationalText, text.internationalChunkData) }
                made += bytes[next.whole]
                if next.type == .end { return made }
                continue
            }
        }
    }
}
