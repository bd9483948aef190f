import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite struct WordsTests {
    let directory: TestDirectory
    let asked = ImagesSettings(
        backend: "studio", model: "m", n: 2, size: .pixels(width: 1536, height: 1024), quality: "high", stream: true,
        partialImages: 1)

    init() throws { directory = try TestDirectory() }

    private func generation(_ store: HistoryStore, _ prompt: String = "an otter") async throws -> RequestRecord {
        try await store.begin(
            .generation, source: nil, prompt: prompt, settings: asked, mend: .none, engine: nil)
    }

    @Test("pictures from words are a tree, with what was made from them, found from the history")
    func tree() async throws {
        let store = try directory.open()
        let words = try await generation(store)
        let otter = try await store.keep(1, words)
        let other = try await store.keep(2, words, index: 1)
        let varied = try await store.begin(otter)
        let three = try await store.keep(3, varied)

        let found = try await directory.open().lineage(words: words.id)
        #expect(found == Lineage(root: nil, requests: [words, varied], entries: [otter, other, three]))
        #expect(found?.requests.first?.settings == asked)
        #expect(try await store.root(of: three.id) == otter)
        let lines = try await store.requests(HistorySearch("ott"), before: nil, limit: 9)
        #expect(lines.map(\.root) == [nil])
        #expect(try await store.lineage(words: varied.id) == nil)
    }

    @Test("an edit's mask is kept with its settings, and goes with its request when the trash is emptied")
    func mask() async throws {
        let store = try directory.open()
        let source = try await store.source()
        var edits: [RequestRecord] = []
        for _ in 0..<2 {
            edits.append(
                try await store.begin(
                    .edit, source: source.id, prompt: "no wires", settings: asked, mask: (picture(9), facts),
                    mend: .cropEnd, engine: "1"))
        }
        let mask = try #require(edits[0].mask)
        #expect(try await store.bytes(digest: mask) == picture(9))
        #expect(try await store.request(edits[0].id)?.record == edits[0])

        try await store.mark([.request(edits[0].id)], .trashed(true))
        #expect(try await store.emptyTrash().byteCount == 0)
        #expect(try await store.bytes(digest: mask) == picture(9), "the other edit has the same mask")
        try await store.mark([.request(edits[1].id)], .trashed(true))
        #expect(try await store.emptyTrash().byteCount == facts.byteCount)
        await #expect(throws: HistoryError.self) { try await store.bytes(digest: mask) }
    }

    @Test("a picture bred from two knows both, and outlives the one that is deleted")
    func mate() async throws {
        let store = try directory.open()
        let (one, two) = (try await store.source(1), try await store.source(2, path: "/p/dog.png"))
        let bred = try await store.begin(
            source: one.id, settings: ImagesSettings(weight: 0.25), mate: two.id, mend: .none, engine: "1")
        let child = try await store.keep(3, bred)
        let recipe = try #require(try await store.provenance(of: child.id))
        #expect((recipe.parent, recipe.mate, recipe.request?.settings.weight) == (one, two, 0.25))

        try await store.mark([.entry(two.id)], .trashed(true))
        _ = try await store.emptyTrash()
        #expect(try await store.provenance(of: child.id)?.mate == nil)
        await #expect(throws: HistoryError.noSuchEntry(two.id)) {
            try await store.begin(
                source: one.id, settings: ImagesSettings(), mate: two.id, mend: .none, engine: nil)
        }
    }

    @Test("what was asked for in words is told newest first, each once")
    func prompts() async throws {
        let store = try directory.open()
        for prompt in ["an otter", "a hat", "an otter"] { _ = try await generation(store, prompt) }
        _ = try await store.begin(try await store.source())
        #expect(try await store.prompts(limit: 10) == ["an otter", "a hat"])
        #expect(try await store.prompts(limit: 1) == ["an otter"])
    }

    @Test("what a request cost is told in its own money, with the name it was sent under")
    func cost() async throws {
        let store = try directory.open()
        let words = try await store.begin(
            .generation, source: nil, prompt: "an otter", settings: ImagesSettings(), mend: .none,
            idempotencyKey: "riffle-1", engine: nil)
        let otter = try await store.keep(1, words)
        try await store.finish(
            words.id, as: .finished, message: nil, serverRequestID: "r", cost: Price(amount: 0.08, currency: "EUR"))
        let recipe = try #require(try await store.provenance(of: otter.id))
        #expect(recipe.cost == Price(amount: 0.08, currency: "EUR"))
        #expect(recipe.request?.idempotencyKey == "riffle-1")
    }
}
