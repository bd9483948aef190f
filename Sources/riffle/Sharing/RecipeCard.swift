import Foundation
import RiffleAPI
import RiffleHistory
import RiffleImage

/// A picture's recipe as it is written into PNGs, and told in JSON: enough to make it again, and to find its place in
/// the tree of another history.
struct RecipeCard: Codable, Equatable, Sendable {
    /// Of the PNG note that holds it.
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
        var kind: RequestKind
        var settings: VariationSettings
        var mend: Mend
        var prompt: String?
        /// Place of the picture in the answer, from 0.
        var place: Int
        /// Seconds since 1970.
        var created: Double
        var seconds: Double?
        var dollars: Double?
        var serverRequest: String?
        var engine: String?
        var note: String
    }

    var format = 1
    var picture: Picture
    var marks: Marks
    /// Makes the one picture again with the built-in engine.
    var seed: UInt64?
    var request: Request?
    var parent: Picture?
    var source: Picture?

    init(_ recipe: Recipe) {
        picture = Picture(recipe.entry)
        marks = Marks(
            favourite: recipe.entry.isFavourite, rating: recipe.entry.rating, rejected: recipe.entry.isRejected,
            note: recipe.entry.note)
        seed = recipe.entry.seed
        parent = recipe.parent.map(Picture.init)
        source = recipe.root.map(Picture.init)
        request = recipe.request.map { record in
            Request(
                id: record.id.value, kind: record.kind, settings: record.settings, mend: record.mend,
                prompt: record.prompt, place: recipe.entry.index, created: record.created, seconds: recipe.duration,
                dollars: recipe.cost, serverRequest: recipe.serverRequest, engine: recipe.engine, note: record.note)
        }
    }

    /// The card in a PNG; nil where there is none that can be read.
    init?(in bytes: [UInt8]) {
        guard let note = PNG.text(in: bytes).last(where: { $0.keyword == RecipeCard.keyword }),
            let card = try? JSONDecoder().decode(RecipeCard.self, from: Data(note.text.utf8)), card.format == 1
        else { return nil }
        self = card
    }

    /// The PNG with this card in it; other bytes as they are.
    func written(into bytes: [UInt8]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else { return bytes }
        return PNG.adding(PNGText(keyword: RecipeCard.keyword, text: String(decoding: json, as: UTF8.self)), to: bytes)
    }
}

extension RecipeCard.Picture {
    init(_ entry: Entry) {
        self.init(
            id: entry.id.value, sha256: entry.digest, width: entry.facts.width, height: entry.facts.height,
            bytes: entry.facts.byteCount, path: entry.originPath)
    }
}

extension HistoryStore {
    /// A kept picture's bytes with its recipe in them, as a copy leaves the program. The kept file stays as it is.
    func bytesWithRecipe(of id: EntryID) throws(HistoryError) -> [UInt8] {
        guard let recipe = try recipe(of: id) else { throw .noSuchEntry(id) }
        return RecipeCard(recipe).written(into: try bytes(digest: recipe.entry.digest))
    }

    /// Puts a picture back to where its recipe says that it was: under its parent, which has to be known or to be found
    /// where it was. Otherwise the picture becomes a source.
    ///
    /// - Parameter path: the file it comes from, absolute.
    /// - Returns: the picture, and whether its place was found.
    func adopt(_ bytes: [UInt8], from path: String) throws(HistoryError) -> (entry: Entry, isPlaced: Bool) {
        let facts = PictureFacts(of: bytes)
        guard let card = RecipeCard(in: bytes), let request = card.request, let parent = card.parent else {
            return (try source(bytes: bytes, facts: facts, originPath: path), false)
        }
        var above = try entries(digest: parent.sha256).first
        if above == nil, let origin = parent.path, let there = try? Files.read(origin) {
            let found = try source(bytes: there, facts: PictureFacts(of: there), originPath: origin)
            if found.digest == parent.sha256 { above = found }
        }
        guard let above else { return (try source(bytes: bytes, facts: facts, originPath: path), false) }
        // The same request again: its pictures come together.
        let siblings = try lineageRequests(of: above.id)
        let same = siblings.first { $0.settings == request.settings && $0.note == "imported \(request.id)" }
        let record: RequestRecord
        if let same {
            record = same
        } else {
            record = try begin(
                source: above.id, kind: request.kind, prompt: request.prompt, settings: request.settings,
                mend: request.mend, engine: request.engine)
            try mark([.request(record.id)], .note("imported \(request.id)"))
            try finish(
                record.id, as: .finished, message: nil, serverRequestID: request.serverRequest, cost: request.dollars)
        }
        let entry = try keep(
            bytes, facts: facts, request: record.id, index: request.place, seed: card.seed, url: nil)
        if card.marks.favourite { try mark([.entry(entry.id)], .favourite(true)) }
        if card.marks.rating > 0 { try mark([.entry(entry.id)], .rating(card.marks.rating)) }
        if !card.marks.note.isEmpty { try mark([.entry(entry.id)], .note(card.marks.note)) }
        return (entry, true)
    }
}
