/// A note inside a PNG: a keyword and a text.
public struct PNGText: Sendable, Hashable {
    /// 1 to 79 printable Latin-1 characters, no space at either end and no two together.
    public let keyword: String
    /// Any text. Bytes of 0 cannot be stored and are left out when written.
    public let text: String

    /// - Precondition: `isKeyword(keyword)`.
    public init(keyword: String, text: String) {
        precondition(Self.isKeyword(keyword), "not a PNG keyword")
        self.keyword = keyword
        self.text = text
    }

    /// Whether PNG allows it as a keyword.
    /// Source: PNG (third edition), section 11.3.3.2.
    public static func isKeyword(_ keyword: String) -> Bool {
        let scalars = keyword.unicodeScalars
        return 1...79 ~= scalars.count
            && scalars.allSatisfy { 32...126 ~= $0.value || 161...255 ~= $0.value }
            && scalars.first != " " && scalars.last != " " && !keyword.contains("  ")
    }

    /// The data of an `iTXt` chunk, uncompressed, without a language.
    var internationalChunkData: [UInt8] {
        keyword.unicodeScalars.map { UInt8($0.value) } + [0, 0, 0, 0, 0] + text.utf8.filter { $0 != 0 }
    }
}

extension PNG {
    /// The notes of a file in order: `tEXt`, `zTXt` and `iTXt`.
    ///
    /// Reads as far as the file is whole and passes over notes that are damaged. Compressed notes are unpacked up to
    /// 1 MiB each and 8 MiB together; what is longer is passed over.
    public static func text(in bytes: [UInt8]) -> [PNGText] {
        guard PNGHeader.isPNG(bytes) else { return [] }
        var texts: [PNGText] = []
        var chunks = PNGChunks(of: bytes)
        var allowance = NoteParser.totalAllowance
        // A file that ends early still has the notes that came before.
        while let chunk = try? chunks.next() {
            guard let parse = NoteParser.parsers[chunk.type], chunk.checksumFits(in: bytes) else { continue }
            var note = NoteParser(bytes[chunk.data], allowance: allowance)
            if let text = parse(&note) { texts.append(text) }
            allowance = note.allowance
        }
        return texts
    }
}

/// Takes the data of a text chunk apart.
private struct NoteParser {
    static let totalAllowance = 8 << 20
    private static let noteAllowance = 1 << 20

    /// What is not yet read.
    private var rest: ArraySlice<UInt8>
    /// How many more bytes may be unpacked in this file.
    private(set) var allowance: Int

    init(_ data: ArraySlice<UInt8>, allowance: Int) {
        rest = data
        self.allowance = allowance
    }

    static let parsers: [PNGChunkType: @Sendable (inout NoteParser) -> PNGText?] = [
        .latinText: { $0.latin() }, .compressedText: { $0.compressedLatin() },
        .internationalText: { $0.international() },
    ]

    /// keyword, 0, Latin-1.
    private mutating func latin() -> PNGText? {
        guard let keyword = field() else { return nil }
        return note(keyword, Self.latin1(rest))
    }

    /// keyword, 0, compression method 0, zlib stream of Latin-1.
    private mutating func compressedLatin() -> PNGText? {
        guard let keyword = field(), rest.popFirst() == 0, let text = inflated() else { return nil }
        return note(keyword, Self.latin1(text[...]))
    }

    /// keyword, 0, compressed or not, method 0, language, 0, translated keyword, 0, UTF-8.
    private mutating func international() -> PNGText? {
        guard let keyword = field(), let isCompressed = rest.popFirst(), let method = rest.popFirst(),
            field() != nil, field() != nil
        else { return nil }
        switch (isCompressed, method) {
        case (0, _): return note(keyword, String(validating: rest, as: UTF8.self))
        case (1, 0): return note(keyword, inflated().flatMap { String(validating: $0, as: UTF8.self) })
        default: return nil
        }
    }

    private func note(_ keyword: ArraySlice<UInt8>, _ text: String?) -> PNGText? {
        let keyword = Self.latin1(keyword)
        guard let text, PNGText.isKeyword(keyword) else { return nil }
        return PNGText(keyword: keyword, text: text)
    }

    /// The bytes up to the next 0, which is taken too; nil if there is none.
    private mutating func field() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    /// The rest unpacked, within the allowance.
    private mutating func inflated() -> [UInt8]? {
        let capacity = min(Self.noteAllowance, allowance)
        var outcome = Inflater.Outcome.corrupt
        let text = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            outcome = rest.withUnsafeBufferPointer { Inflater().inflate($0, into: output) }
            if case .inflated(let length) = outcome { count = length }
        }
        // A stream that fails has cost its time too: many of them must not add up.
        guard case .inflated(let length) = outcome else {
            allowance -= capacity
            return nil
        }
        allowance -= length
        return text
    }

    private static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
