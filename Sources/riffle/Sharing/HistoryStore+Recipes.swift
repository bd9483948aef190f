import RiffleAPI
import RiffleHistory

extension HistoryStore {
    /// In bytes.
    private static let largestOrigin = 256 << 20

    /// A kept picture's bytes with its recipe in them, as a copy leaves the program. The kept file stays as it is.
    func bytesWithRecipe(of id: EntryID) throws(HistoryError) -> [UInt8] {
        guard let recipe = try provenance(of: id) else { throw .noSuchEntry(id) }
        return RecipeCard(recipe).written(into: try bytes(digest: recipe.entry.digest))
    }

    /// Puts a picture back to where its recipe says that it was: under its parent, which has to be known or to be found
    /// where it was, or to the words it was made from. Otherwise the picture becomes a source.
    ///
    /// A mate that is not known is left out, and so is a mask that is not kept here.
    ///
    /// - Parameter path: the file it comes from, absolute.
    /// - Returns: the picture, and whether its place was found.
    func adopt(_ bytes: [UInt8], from path: String) throws(HistoryError) -> (entry: Entry, isPlaced: Bool) {
        let facts = PictureFacts(of: bytes)
        let card = RecipeCard(in: bytes)
        var above: Entry?
        if let parent = card?.parent { above = try known(parent) }
        guard let card, let request = card.request, above != nil || (card.parent == nil && request.kind == .generation)
        else { return (try source(bytes: bytes, facts: facts, originPath: path), false) }
        // The same request again: its pictures come together.
        let mark = "imported \(request.id)"
        var siblings: [RequestRecord] = []
        if let above {
            siblings = try lineageRequests(of: above.id)
        } else {
            siblings = try requests(HistorySearch(mark), before: nil, limit: 100).map(\.record)
        }
        let same = siblings.first {
            $0.source == above?.id && $0.settings == request.settings && $0.prompt == request.prompt && $0.note == mark
        }
        let record = if let same { same } else { try again(request, of: card, above: above, note: mark) }
        let image = ArrivedImage(bytes: bytes, seed: card.seed, manner: card.manner)
        let entry = try keep(image, facts: facts, request: record.id, index: request.place)
        if card.marks.favourite { try self.mark([.entry(entry.id)], .favourite(true)) }
        if card.marks.rating > 0 { try self.mark([.entry(entry.id)], .rating(card.marks.rating)) }
        if !card.marks.note.isEmpty { try self.mark([.entry(entry.id)], .note(card.marks.note)) }
        return (entry, true)
    }

    /// A request as a recipe tells it, with how it ended.
    private func again(
        _ request: RecipeCard.Request, of card: RecipeCard, above: Entry?, note: String
    ) throws(HistoryError) -> RequestRecord {
        let mask = request.mask.flatMap { try? bytes(digest: $0) }
        var mate: Entry?
        if let named = card.mate { mate = try known(named) }
        let record = try begin(
            request.kind, source: above?.id, prompt: request.prompt, settings: request.settings,
            mask: mask.map { ($0, PictureFacts(of: $0)) }, mate: mate?.id, mend: request.mend,
            idempotencyKey: request.idempotencyKey, engine: request.engine)
        try mark([.request(record.id)], .note(note))
        try finish(
            record.id, as: .finished, message: nil, serverRequestID: request.serverRequest,
            cost: request.dollars.map { Price(amount: $0, currency: request.currency ?? "USD") })
        return record
    }

    /// The picture that a recipe names: one of the trees, or the file that it was read from.
    private func known(_ picture: RecipeCard.Picture) throws(HistoryError) -> Entry? {
        if let here = try entries(digest: picture.sha256).first { return here }
        // Nothing is taken in on a recipe's word: only the very bytes that it names.
        guard let origin = picture.path, let there = try? Files.read(origin, upTo: Self.largestOrigin),
            HistoryStore.digest(of: there) == picture.sha256
        else { return nil }
        return try source(bytes: there, facts: PictureFacts(of: there), originPath: origin)
    }
}
