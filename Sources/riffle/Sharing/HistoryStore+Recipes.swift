import RiffleAPI
import RiffleHistory
import RiffleImage

extension HistoryStore {
    /// In bytes.
    private static let largestOrigin = 256 << 20

    /// A kept picture's bytes with its recipe added, for a copy. The kept file does not change.
    func bytesWithRecipe(of id: EntryID) throws(HistoryError) -> [UInt8] {
        guard let recipe = try provenance(of: id) else { throw .noSuchEntry(id) }
        return RecipeCard(recipe).written(into: try bytes(digest: recipe.entry.digest))
    }

    /// The result of an import.
    enum Adoption: Equatable {
        /// The picture was in a tree already; nothing changed.
        case known
        /// It is at the place that its recipe names.
        case placed
        /// Its parent is unknown here, so it became a source.
        case source
    }

    /// Puts a picture at the place that its recipe names: under its parent, which must be known or still be at its path, or
    /// under its prompt. Otherwise the picture becomes a source. A picture that is in a tree already does not move.
    ///
    /// An unknown second parent is left out, and so is an unknown mask.
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
        // Without its recipe, because the recipes of its variations name its bytes without one.
        let bytes = PNG.removing(RecipeCard.keyword, from: bytes)
        let facts = PictureFacts(of: bytes)
        var above: Entry?
        if let parent = card?.parent { above = try known(parent) }
        guard let card, let request = card.request, above != nil || (card.parent == nil && request.kind == .generation)
        else { return (try source(bytes: bytes, facts: facts, originPath: path), .source) }
        let record = try self.request(like: request, of: card, above: above)
        let taken = Set(try self.request(record.id)?.entries.map(\.index) ?? [])
        // Another picture may be at that place, if a server repeated the request.
        let place = taken.contains(request.place) ? (taken.max() ?? 0) + 1 : request.place
        let image = ArrivedImage(bytes: bytes, seed: card.seed, manner: card.manner)
        let entry = try keep(image, facts: facts, request: record.id, index: place)
        // The user chose the file, so it counts as seen.
        try markSeen([entry.id])
        if card.marks.favourite { try self.mark([.entry(entry.id)], .favourite(true)) }
        if card.marks.rating > 0 { try self.mark([.entry(entry.id)], .rating(card.marks.rating)) }
        if card.marks.rejected { try self.mark([.entry(entry.id)], .rejected(true)) }
        if !card.marks.note.isEmpty { try self.mark([.entry(entry.id)], .note(card.marks.note)) }
        return (entry, .placed)
    }

    /// The request that a recipe names: the existing one, so that its pictures stay together, or a new one.
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

    /// The picture that a recipe names: an entry, or the file at its path.
    private func known(_ picture: RecipeCard.Picture) throws(HistoryError) -> Entry? {
        if let here = try entries(digest: picture.sha256).first { return here }
        // A recipe is not trusted: the file is used only if its bytes have the digest that it names.
        guard let origin = picture.path, let there = try? Files.read(origin, upTo: Self.largestOrigin),
            HistoryStore.digest(of: there) == picture.sha256
        else { return nil }
        return try source(bytes: there, facts: PictureFacts(of: there), originPath: origin)
    }
}
