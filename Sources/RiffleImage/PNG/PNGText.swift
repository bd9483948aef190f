/// A text chunk of a PNG: a keyword and a text.
public struct PNGText: Sendable, Hashable {
    /// 1 to 79 printable Latin-1 characters without leading, trailing or double spaces.
    public let keyword: String
    /// Any text. Zero bytes cannot be stored and are dropped when writing.
    public let text: String

    /// - Precondition: `isKeyword(keyword)`.
    public init(keyword: String, text: String) {
        precondition(Self.isKeyword(keyword), "not a PNG keyword")
        self.keyword = keyword
        self.text = text
    }

    /// Whether a string is a valid PNG keyword. Source: PNG (third edition), section 11.3.3.2.
    public static func isKeyword(_ keyword: String) -> Bool {
        let scalars = keyword.unicodeScalars
        return 1...79 ~= scalars.count
            && scalars.allSatisfy { 32...126 ~= $0.value || 161...255 ~= $0.value }
            && scalars.first != " " && scalars.last != " " && !keyword.contains("  ")
    }

    /// The data of an uncompressed `iTXt` chunk without a language.
    var internationalChunkData: [UInt8] {
        keyword.unicodeScalars.map { UInt8($0.value) } + [0, 0, 0, 0, 0] + text.utf8.filter { $0 != 0 }
    }
}

extension PNG {
    /// The texts of a file in order: `tEXt`, `zTXt` and `iTXt`. Unreadable ones are skipped.
    public static func text(in bytes: [UInt8]) -> [PNGText] { notes(in: bytes).texts }

    /// The texts of a file in order, and the faults of those that cannot be read.
    ///
    /// Reads up to the first structural error. Compressed texts are limited to 1 MiB each and 8 MiB together.
    static func notes(in bytes: [UInt8]) -> (texts: [PNGText], faults: [PictureNotes.Fault]) {
        guard PNGHeader.isPNG(bytes) else { return ([], []) }
        var texts: [PNGText] = []
        var faults: [PictureNotes.Fault] = []
        var chunks = PNGChunks(of: bytes)
        var allowance = NoteParser.totalAllowance
        // Texts before the end of a truncated file are kept.
        while let chunk = try? chunks.next() {
            guard let parse = NoteParser.parsers[chunk.type], chunk.checksumFits(in: bytes) else { continue }
            var note = NoteParser(bytes[chunk.data], allowance: allowance)
            do throws(NoteParser.Failure) {
                texts.append(try parse(&note))
            } catch {
                if let keyword = note.keyword, faults.count < PictureNotes.faultLimit {
                    faults.append(PictureNotes.Fault(keyword: keyword, cause: error.cause))
                }
            }
            allowance = note.allowance
        }
        return (texts, faults)
    }
}

/// Parses the data of a text chunk.
private struct NoteParser {
    static let totalAllowance = 8 << 20
    private static let noteAllowance = PictureNotes.textLimit

    struct Failure: Error {
        var cause: PictureNotes.Fault.Cause

        static let damaged = Failure(cause: .damaged)
    }

    /// The unread part.
    private var rest: ArraySlice<UInt8>
    /// How many more bytes may be decompressed in this file.
    private(set) var allowance: Int
    /// Nil until it is read.
    private(set) var keyword: String?

    init(_ data: ArraySlice<UInt8>, allowance: Int) {
        rest = data
        self.allowance = allowance
    }

    static let parsers: [PNGChunkType: @Sendable (inout NoteParser) throws(Failure) -> PNGText] = [
        .latinText: { (note) throws(Failure) in try note.latin() },
        .compressedText: { (note) throws(Failure) in try note.compressedLatin() },
        .internationalText: { (note) throws(Failure) in try note.international() },
    ]

    /// Layout: keyword, 0, Latin-1.
    private mutating func latin() throws(Failure) -> PNGText {
        let keyword = try readKeyword()
        return PNGText(keyword: keyword, text: Self.text(rest))
    }

    /// Layout: keyword, 0, compression method 0, zlib stream of Latin-1.
    private mutating func compressedLatin() throws(Failure) -> PNGText {
        let keyword = try readKeyword()
        guard rest.popFirst() == 0 else { throw .damaged }
        return PNGText(keyword: keyword, text: Self.text(try inflated()[...]))
    }

    /// Layout: keyword, 0, compression flag, method 0, language, 0, translated keyword, 0, UTF-8.
    private mutating func international() throws(Failure) -> PNGText {
        let keyword = try readKeyword()
        guard let isCompressed = rest.popFirst(), let method = rest.popFirst(), field() != nil, field() != nil else {
            throw .damaged
        }
        let bytes: ArraySlice<UInt8>
        switch (isCompressed, method) {
        case (0, _): bytes = rest
        case (1, 0): bytes = try inflated()[...]
        default: throw .damaged
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .damaged }
        return PNGText(keyword: keyword, text: text)
    }

    private mutating func readKeyword() throws(Failure) -> String {
        guard let keyword = field().map(Self.latin1), PNGText.isKeyword(keyword) else { throw .damaged }
        self.keyword = keyword
        return keyword
    }

    /// The bytes up to the next zero, which is consumed too; nil if there is none.
    private mutating func field() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    /// The rest, decompressed within the allowance.
    private mutating func inflated() throws(Failure) -> [UInt8] {
        let capacity = min(Self.noteAllowance, allowance)
        var outcome = Inflater.Outcome.corrupt
        let text = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            outcome = rest.withUnsafeBufferPointer { Inflater().inflate($0, into: output) }
            if case .inflated(let length) = outcome { count = length }
        }
        // Failed streams count in full, so that many of them cannot take long.
        guard case .inflated(let length) = outcome else {
            allowance -= capacity
            throw outcome == .overflows ? Failure(cause: .tooLong) : .damaged
        }
        allowance -= length
        return text
    }

    /// The format requires Latin-1, but some programs write UTF-8. Latin-1 text is rarely valid UTF-8 by accident.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self) ?? latin1(bytes)
    }

    private static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
