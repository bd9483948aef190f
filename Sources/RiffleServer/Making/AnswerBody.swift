import FoundationEssentials
import Hummingbird
import RiffleAPI

/// A JSON answer with pictures, written in pieces, so that the base64 of all pictures is never in memory at once.
struct AnswerBody: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case base64([UInt8])
    }

    private let pieces: [Piece]

    /// One picture of an answer.
    struct Picture: Sendable {
        var image: ArrivedImage
        /// nil: the picture is embedded.
        var url: String?
    }

    /// - Parameter extras: the other members of the object.
    init(_ pictures: [Picture], extras: Extras) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var pieces: [Piece] = []
        // `created` is always present, so the object is not empty.
        let head = String(decoding: try encoder.encode(extras), as: UTF8.self)
        pieces.append(.text(head.dropLast() + ",\"data\":["))
        for (index, picture) in pictures.enumerated() {
            let facts = Facts(
                url: picture.url, revisedPrompt: picture.image.revisedPrompt, seed: picture.image.seed,
                manner: picture.image.manner)
            let text = String(decoding: try encoder.encode(facts), as: UTF8.self)
            let comma = index == 0 ? "" : ","
            if picture.url != nil {
                pieces.append(.text(comma + text))
            } else {
                pieces.append(.text(comma + "{\"b64_json\":\""))
                pieces.append(.base64(picture.image.bytes))
                pieces.append(.text(text == "{}" ? "\"}" : "\"," + text.dropFirst()))
            }
        }
        pieces.append(.text("]}"))
        self.pieces = pieces
    }

    /// In bytes.
    var length: Int {
        pieces.reduce(0) { length, piece in
            switch piece {
            case .text(let text): length + text.utf8.count
            case .base64(let bytes): length + (bytes.count + 2) / 3 * 4
            }
        }
    }

    func write(to writer: inout any ResponseBodyWriter) async throws {
        for piece in pieces {
            switch piece {
            case .text(let text): try await writer.write(ByteBuffer(string: text))
            case .base64(let bytes):
                for start in stride(from: 0, to: bytes.count, by: Self.sliceLength) {
                    let slice = Data(bytes[start..<min(start + Self.sliceLength, bytes.count)])
                    try await writer.write(ByteBuffer(string: slice.base64EncodedString()))
                }
            }
        }
        try await writer.finish(nil)
    }

    /// A multiple of three, so that only the last piece has padding.
    private static let sliceLength = 48 * 1024

    private struct Facts: Encodable {
        var url: String?
        var revisedPrompt: String?
        var seed: UInt64?
        var manner: String?

        private enum CodingKeys: String, CodingKey {
            case url, seed, manner
            case revisedPrompt = "revised_prompt"
        }
    }

    /// The members of an answer besides its pictures.
    struct Extras: Encodable, Sendable {
        var created: Int
        var background: String?
        var outputFormat: String?
        var quality: String?
        var size: String?
        var usage: Usage?
        /// An extension, like `seed` of each picture: the requested strength.
        var strength: Double?
        /// An extension: remarks for the user on how the pictures were made.
        var notes: [String]?

        private enum CodingKeys: String, CodingKey {
            case created, background, quality, size, usage, strength, notes
            case outputFormat = "output_format"
        }

        init(_ facts: AnswerFacts, of request: ImagesRequest) {
            created = facts.created
            background = facts.background
            outputFormat = facts.outputFormat
            quality = facts.quality
            size = facts.size
            usage = facts.usage
            strength = request.settings.strength
            notes = facts.notes.isEmpty ? nil : facts.notes.map(\.description)
        }
    }
}
