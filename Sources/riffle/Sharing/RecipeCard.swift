import Foundation
import RiffleAPI
import RiffleHistory
import RiffleImage

/// A picture's recipe as it is written into PNGs and printed as JSON: enough to repeat the picture, and to find its place
/// in the tree of another history.
struct RecipeCard: Codable, Equatable, Sendable {
    /// The keyword of the PNG text chunk that contains it.
    static let keyword = "Riffle recipe"

    struct Picture: Codable, Equatable, Sendable {
        var id: Int64?
        var sha256: String
        var width: Int
        var height: Int
        var bytes: Int
        var path: String?
    }

    struct Marks: Codable, Equatable, Sendable {
        var favourite: Bool
        var rating: Int
        var rejected: Bool
        var note: String
    }

    struct Request: Codable, Equatable, Sendable {
        var id: Int64
        var kind: ImageOperation
        var settings: ImagesSettings
        var mend: Mend
        var prompt: String?
        /// SHA-256 of the mask of an edit, or of a variation's subject.
        var mask: String?
        // Only in cards of format 1, which are corrected when read.
        var image: ImagesSettings?
        var weight: Double?
        /// Index of the picture in the answer, from 0.
        var place: Int
        /// Seconds since 1970.
        var created: Double
        var seconds: Double?
        /// What the request cost, in `currency`; nil means dollars.
        var dollars: Double?
        var currency: String?
        /// The idempotency key that it was sent with.
        var idempotencyKey: String?
        var serverRequest: String?
        var engine: String?
        var note: String
    }

    var format = 2
    var picture: Picture
    var marks: Marks
    /// Repeats this picture.
    var seed: UInt64?
    /// The manner that the engine made it in.
    var manner: String?
    var request: Request?
    var parent: Picture?
    /// The second parent, if it was blended from two pictures.
    var mate: Picture?
    var source: Picture?

    init(_ recipe: Provenance) {
        picture = Picture(recipe.entry)
        marks = Marks(
            favourite: recipe.entry.isFavourite, rating: recipe.entry.rating, rejected: recipe.entry.isRejected,
            note: recipe.entry.note)
        seed = recipe.entry.seed
        manner = recipe.entry.manner
        parent = recipe.parent.map(Picture.init)
        mate = recipe.mate.map(Picture.init)
        source = recipe.root.map(Picture.init)
        request = recipe.request.map { record in
            Request(
                id: record.id.value, kind: record.operation, settings: record.settings, mend: record.mend,
                prompt: record.prompt, mask: record.mask, place: recipe.entry.index, created: record.created,
                seconds: recipe.duration,
                dollars: recipe.cost?.amount,
                currency: recipe.cost.flatMap { $0.currency == "USD" ? nil : $0.currency },
                idempotencyKey: record.idempotencyKey, serverRequest: recipe.serverRequest, engine: recipe.engine,
                note: record.note)
        }
    }

    /// The card in a PNG; nil if there is no readable one.
    init?(in bytes: [UInt8]) {
        guard let note = PNG.text(in: bytes).last(where: { $0.keyword == RecipeCard.keyword }),
            let card = try? JSONDecoder().decode(RecipeCard.self, from: Data(note.text.utf8)),
            (1...2).contains(card.format)
        else { return nil }
        self = card
        if format == 1 {
            request?.correct()
            format = 2
        }
        guard isSound else { return nil }
    }

    /// The text of a picture is untrusted: a card with values that no request can have is ignored.
    private var isSound: Bool {
        guard (0...5).contains(marks.rating) else { return false }
        guard let request else { return true }
        return RequestRules.errors(in: request.settings, for: request.kind).isEmpty
            && (0..<1000).contains(request.place) && (0...1_000_000).contains(request.dollars ?? 0)
    }

    /// The PNG with this card added; other formats are returned unchanged.
    func written(into bytes: [UInt8]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else { return bytes }
        return PNG.adding(PNGText(keyword: RecipeCard.keyword, text: String(decoding: json, as: UTF8.self)), to: bytes)
    }
}

extension RecipeCard.Request {
    /// Removes values from a card of format 1 that were never set, as the migration of the history does.
    fileprivate mutating func correct() {
        if let image {
            settings = image
            settings.stream = settings.partialImages == nil ? nil : true
        } else if kind == .variation {
            if settings.responseFormat == .url { settings.responseFormat = nil }
            if settings.backend != ImagesSettings.builtin, settings.strength == 0.5 { settings.strength = nil }
            settings.weight = weight
        } else {
            settings = ImagesSettings(
                backend: settings.backend, model: settings.model, n: settings.n, user: settings.user)
        }
        (image, weight) = (nil, nil)
    }
}

extension RecipeCard.Picture {
    init(_ entry: Entry) {
        self.init(
            id: entry.id.value, sha256: entry.digest, width: entry.facts.width, height: entry.facts.height,
            bytes: entry.facts.byteCount, path: entry.originPath)
    }
}

extension RecipeCard {
    /// The card as provenance of a picture that is not in the history. Ids are those of its own history.
    var provenance: Provenance {
        func entry(_ picture: Picture) -> Entry {
            Entry(
                id: EntryID(picture.id ?? 0), request: nil, index: 0, digest: picture.sha256,
                facts: PictureFacts(
                    width: picture.width, height: picture.height, byteCount: picture.bytes, kind: ""),
                originPath: picture.path, created: 0, isSeen: true)
        }
        let own = Entry(
            id: EntryID(picture.id ?? 0), request: request.map { RequestID($0.id) }, index: request?.place ?? 0,
            digest: picture.sha256, facts: entry(picture).facts, originPath: picture.path,
            created: request?.created ?? 0, isFavourite: marks.favourite, isSeen: true, rating: marks.rating,
            isRejected: marks.rejected, note: marks.note, seed: seed, manner: manner)
        var recipe = Provenance(entry: own, parent: parent.map(entry), mate: mate.map(entry), root: source.map(entry))
        recipe.request = request.map { request in
            RequestRecord(
                id: RequestID(request.id), operation: request.kind, source: parent?.id.map { EntryID($0) },
                settings: request.settings, mend: request.mend, created: request.created, state: .finished,
                prompt: request.prompt, note: request.note, mask: request.mask,
                idempotencyKey: request.idempotencyKey)
        }
        recipe.engine = request?.engine
        recipe.serverRequest = request?.serverRequest
        recipe.cost = request?.dollars.map { Price(amount: $0, currency: request?.currency ?? "USD") }
        recipe.duration = request?.seconds
        return recipe
    }
}
