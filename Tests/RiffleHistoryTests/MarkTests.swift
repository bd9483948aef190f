import GRDB
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite struct MarkTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    @Test("marks of every kind are undone one by one, and made again, by a store that was opened later")
    func undoAcrossRestart() async throws {
        let store = try directory.open()
        let request = try await store.begin(try await store.source())
        let one = try await store.keep(1, request)
        let two = try await store.keep(2, request, index: 1)
        try await store.mark([.entry(one.id), .entry(two.id)], .rating(4))
        try await store.mark([.entry(one.id)], .favourite(true))
        try await store.mark([.entry(one.id), .request(request.id)], .note("the blue one"))
        try await store.mark([.entry(two.id)], .rejected(true))
        var marked = one
        (marked.rating, marked.isFavourite, marked.note) = (4, true, "the blue one")
        #expect(try await store.entry(one.id) == marked)

        let later = try directory.open()
        #expect(try await later.undo()?.first == .entry(two.id))
        #expect(try await later.undo()?.kind == .note)
        #expect(try await later.undo()?.kind == .favourite)
        let last = try #require(try await later.undo())
        #expect(last.first == .entry(one.id) && last.pictures == 2)
        #expect(last.root == (try await later.root(of: one.id)))
        #expect(try await later.undo() == nil)
        #expect(try await later.entry(one.id) == one)
        #expect(try await later.entry(two.id) == two)

        for kind in [Mark.Kind.rating, .favourite, .note] { #expect(try await later.redo()?.kind == kind) }
        #expect(try await later.entry(one.id) == marked)
        #expect(try await later.request(request.id)?.record.note == "the blue one")
        // A new mark forgets what could still have been made again.
        try await later.mark([.entry(two.id)], .favourite(true))
        #expect(try await later.redo() == nil)
    }

    @Test("a mark that is there already is no change to be undone")
    func noChange() async throws {
        let store = try directory.open()
        let entry = try await store.keep(1, try await store.begin(try await store.source()))
        try await store.mark([.entry(entry.id)], .rating(0))
        #expect(try await store.undo() == nil)
    }

    @Test("a picture goes into the trash with its branch, and comes back with it")
    func trash() async throws {
        let store = try directory.open()
        let source = try await store.source()
        let request = try await store.begin(source)
        let one = try await store.keep(1, request)
        let stays = try await store.keep(2, request, index: 1)
        let below = try await store.begin(one)
        _ = try await store.keep(3, below)
        let whole = try await store.lineage(root: source.id)

        try await store.mark([.entry(one.id)], .trashed(true))
        let tree = try #require(try await store.lineage(root: source.id))
        #expect(tree.entries == [stays])
        #expect(tree.requests == [request])
        #expect(try await store.requests(before: nil, limit: 9).map(\.id) == [request.id])
        #expect(try await store.trash() == TrashFacts(pictures: 2, requests: 1, byteCount: 18))
        #expect(try await store.undo()?.first == .entry(one.id))
        #expect(try await store.lineage(root: source.id) == whole)

        // What grew meanwhile goes along.
        let more = try await store.keep(4, below, index: 1)
        _ = try await store.redo()
        #expect(try await store.trash().pictures == 3)
        // What is made of a picture in the trash brings it back, and nothing else.
        _ = try await store.begin(more)
        #expect(try await store.lineage(root: source.id)?.entries.map(\.id) == [one.id, stays.id, more.id])
    }

    @Test("emptying the trash frees the files that nothing else needs, and only these")
    func empty() async throws {
        let store = try directory.open()
        let source = try await store.source()
        let request = try await store.begin(source)
        let one = try await store.keep(1, request)
        let same = try await store.keep(2, request, index: 1)
        let twin = try await store.keep(2, try await store.begin(source))
        try await store.mark([.request(request.id)], .trashed(true))
        try await store.mark([.entry(twin.id)], .rating(2))
        let facts = TrashFacts(pictures: 2, requests: 1, byteCount: 9)
        #expect(try await store.emptyTrash() == facts)
        await #expect(throws: HistoryError.pictureMissing(path: try store.path(digest: one.digest))) {
            try await store.bytes(digest: one.digest)
        }
        #expect(try await store.bytes(digest: same.digest) == picture(2))
        #expect(try await store.trash() == TrashFacts(pictures: 0, requests: 0, byteCount: 0))
        // The rating can be undone; the deletion has left the journal.
        #expect(try await store.undo()?.kind == .rating)
        #expect(try await store.undo() == nil)
        #expect(try directory.count("changed") == 1)
        try directory.run("PRAGMA foreign_key_check")
    }

    @Test("a picture that arrives for a request in the trash lies there too")
    func lateArrival() async throws {
        let store = try directory.open()
        let request = try await store.begin(try await store.source())
        try await store.mark([.request(request.id)], .trashed(true))
        _ = try await store.keep(1, request)
        #expect(try await store.trash().pictures == 1)
    }

    @Test("a recipe tells parents, seed, engine and how long it took")
    func recipe() async throws {
        let store = try directory.open(as: Owner(process: 1, start: 1, boot: "b"), alive: [])
        let source = try await store.source()
        let request = try await store.begin(source: source.id, settings: ImagesSettings(), mend: .pad, engine: "2.0")
        let one = try await store.keep(
            ArrivedImage(bytes: picture(1), seed: .max), facts: facts, request: request.id, index: 0)
        try await store.finish(
            request.id, as: .finished, message: nil, serverRequestID: "req-1",
            cost: Price(amount: 0.02, currency: "USD"))
        let recipe = try #require(try await store.provenance(of: one.id))
        #expect(recipe.parent == source)
        #expect(recipe.root == source)
        #expect(recipe.request?.mend == .pad)
        #expect((recipe.entry.seed, recipe.engine, recipe.serverRequest) == (.max, "2.0", "req-1"))
        #expect((recipe.cost, recipe.duration) == (Price(amount: 0.02, currency: "USD"), 0))
        #expect(try await store.provenance(of: source.id) == Provenance(entry: source))
    }
}
