import RiffleAPI
import RiffleHistory
import RiffleImage

extension HistoryStore {
    /// In bytes.
    private static let largestOrigin = 256 << 20

    /// A kept picture's bytes with its recipe in them, as a copy leaves the program. The kept file stays as it is.
    func bytesWithRecipe(of id: EntryID) throws(HistoryError) -> [UInt8] {
        guard let recipe = try provenance(of: id) else { throw .noSuchEntry(id) }
        return RecipeCard(recipe).written(into: try bytes(digest: recipe.entry.digest))
    }

    /// What became of a file that was imported.
    enum Adoption: Equatable {
        /// It was in a tree already; nothing changed.
        case known
        /// It is where its recipe says that it was.
        case placed
        /// What it was made from is not here: it is a source.
        case source
    }

    /// Puts a picture back to where its recipe says that it was: under its parent, which has to be known or to be found
    /// where it was, or to the words it was made from. Otherwise the picture becomes a source. One that is in a tree
    /// already stays as it is.
    ///
    /// A mate that is not known is left out, and so is a mask that is not kept here.
    ///
    /// - Parameter path: the file it comes from, absolute.
    func adopt(_ bytes: [UInt8], from path: String) async throws(HistoryError) -> (entry: Entry, Adoption) {
        let digest = try await FileMatcher.digest(of: bytes, in: self)
        if let known = try place(digest: digest, path: path) {
            // The kept file may be gone or changed.
            if (try? self.bytes(digest: known.digest)) == nil {
                _ = try restore(PNG.removing(RecipeCard.keyword, from: bytes), digest: known.digest)
            }
            return (known, .known)
        }
        let card = RecipeCard(in: bytes)
        // Without its recipe it has the bytes that the recipes of what was made from it name.
        let bytes = PNG.removing(RecipeCard.keyword, from: bytes)
        let facts = PictureFacts(of: bytes)
        var above: Entry?
        if let parent = card?.parent { above = try known(parent) }
        guard let card, let request = card.request, above != nil || (card.parent == nil && request.kind == .generation)
        else { return (try source(bytes: bytes, facts: facts, originPath: path), .source) }
        let record = try self.request(like: request, of: card, above: above)
        let taken = Set(try self.request(record.id)?.entries.map(\.index) ?? [])
        // Another picture may be there, where a server made the same request anew.
        let place = taken.contains(request.place) ? (taken.max() ?? 0) + 1 : request.place
        let image = ArrivedImage(bytes: bytes, seed: card.seed, manner: card.manner)
        let entry = try keep(image, facts: facts, request: record.id, index: place)
        // It was chosen from a file, so it has been looked at.
        try markSeen([entry.id])
        if card.marks.favourite { try self.mark([.entry(entry.id)], .favourite(true)) }
        if card.marks.rating > 0 { try self.mark([.entry(entry.id)], .rating(card.marks.rating)) }
        if card.marks.rejected { try self.mark([.entry(entry.id)], .rejected(true)) }
        if !card.marks.note.isEmpty { try self.mark([.entry(entry.id)], .note(card.marks.note)) }
        return (entry, .placed)
    }

    /// The request that a recipe tells of: the one that is here, so that its pictures come together, or a new one.
    private func request(
        like request: RecipeCard.Request, of card: RecipeCard, above: Entry?
    ) throws(HistoryError) -> RequestRecord {
        let candidates =
            if let above {
                try lineageRequests(of: above.id)
            } else {
                try requests(fromWordsAt: request.created)
            }
        let same = candidates.first {
            $0.created == request.created && $0.settings == request.settings && $0.prompt == request.prompt
        }
        if let same { return same }
        let mask = request.mask.flatMap { try? bytes(digest: $0) }
        var mate: Entry?
        if let named = card.mate { mate = try known(named) }
        let record = try begin(
            request.kind, source: above?.id, prompt: request.prompt, settings: request.settings,
            mask: mask.map { ($0, PictureFacts(of: $0)) }, mate: mate?.id, mend: request.mend,
            idempotencyKey: request.idempotencyKey, engine: request.engine, created: request.created)
        if !request.note.isEmpty { try mark([.request(record.id)], .note(request.note)) }
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
