import GRDB
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite struct WalkTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    @Test("a tree of two generations is found again by a new store, picture for picture")
    func wholeWalk() async throws {
        var tree: Lineage
        do {
            let store = try directory.open()
            let source = try await store.source()
            let settings = ImagesSettings(
                backend: "local", model: "dall-e-2", n: 2, size: .square(256), responseFormat: .base64JSON, user: "me",
                strength: 0.25, seed: .max, manner: ["oil", "night"])
            var first = try await store.begin(source: source.id, settings: settings, mend: .pad, engine: "1.2")
            #expect(first.state == .running)
            let second = try await store.keep(
                ArrivedImage(bytes: picture(2), url: "https://example.com/2", seed: .max, manner: "oil"), facts: facts,
                request: first.id, index: 1)
            var one = try await store.keep(1, first)
            try await store.finish(first.id, as: .finished, message: nil, serverRequestID: "req-1")
            var again = try await store.begin(one)
            let three = try await store.keep(3, again)
            try await store.finish(again.id, as: .failed, message: "no answer", serverRequestID: nil)
            try await store.mark([.entry(one.id)], .favourite(true))
            try await store.markSeen([one.id])

            first.state = .finished
            again.state = .failed
            again.message = "no answer"
            one.isFavourite = true
            one.isSeen = true
            tree = Lineage(root: source, requests: [first, again], entries: [second, one, three])
            #expect(try await store.lineage(root: source.id) == tree)
        }

        let store = try directory.open()
        #expect(try await store.lineage(path: "/p/cat.png") == [tree])
        #expect(try await store.lineage(path: "/p/dog.png") == [])
        for entry in [tree.root!] + tree.entries {
            #expect(try await store.entry(entry.id) == entry)
            #expect(try await store.root(of: entry.id) == tree.root)
        }
        #expect(try await store.bytes(digest: tree.entries[2].digest) == picture(3))
        let lines = try await store.requests(before: nil, limit: 10)
        #expect(lines.map(\.record) == tree.requests.reversed())
        #expect(lines.map(\.root) == [tree.root, tree.root])
        #expect(lines.map(\.arrived) == [1, 2])
        #expect(lines.map(\.favourites) == [0, 1])
    }

    @Test("a file that was changed and changed back has two sources, the newer first")
    func changedFile() async throws {
        let store = try directory.open()
        let before = try await store.source(1)
        let after = try await store.source(2)
        #expect(before.id != after.id)
        #expect(try await store.source(1) == before)
        #expect(try await store.lineage(path: "/p/cat.png").map(\.root) == [after, before])
        #expect(try await store.source(1, path: "/p/copy.png").id == before.id, "a copy is the same picture")
    }

    @Test("the history comes in pages, newest first, none twice", arguments: [1, 3, 7, 8])
    func pages(limit: Int) async throws {
        let store = try directory.open()
        let source = try await store.source()
        var made: [RequestID] = []
        for _ in 0..<7 { made.append(try await store.begin(source).id) }

        var found: [RequestID] = []
        while true {
            let page = try await store.requests(before: found.last, limit: limit)
            #expect(page.count <= limit)
            if page.isEmpty { break }
            found += page.map(\.id)
        }
        #expect(found == made.reversed())
        #expect(try await store.requests(before: nil, limit: 0).isEmpty)
        #expect(try await store.requests(before: nil, limit: -1).isEmpty)
    }

    @Test("what is not there is nil to a question and an error to a change")
    func missing() async throws {
        let store = try directory.open()
        let variation = try await store.keep(1, try await store.begin(try await store.source()))
        let nobody = EntryID(99)
        #expect(try await store.entry(nobody) == nil)
        #expect(try await store.root(of: nobody) == nil)
        #expect(try await store.lineage(root: nobody) == nil)
        #expect(try await store.lineage(root: variation.id) == nil)
        try await store.markSeen([nobody])
        await #expect(throws: HistoryError.noSuchEntry(nobody)) {
            try await store.mark([.entry(nobody)], .favourite(true))
        }
        await #expect(throws: HistoryError.noSuchEntry(nobody)) {
            try await store.begin(source: nobody, settings: ImagesSettings(), mend: .none, engine: nil)
        }
        await #expect(throws: HistoryError.noSuchRequest(RequestID(99))) {
            try await store.finish(RequestID(99), as: .failed, message: nil, serverRequestID: nil)
        }
    }

    @Test("a deep tree knows its root as recursion finds it")
    func deepTree() async throws {
        let store = try directory.open()
        let source = try await store.source()
        var last = source
        for depth in 1...40 { last = try await store.keep(depth, try await store.begin(last)) }
        #expect(try await store.root(of: last.id) == source)

        let climbed = try await store.reading { db in
            try Int64.fetchOne(
                db,
                sql: """
                    WITH RECURSIVE climb(id, request) AS (
                        SELECT id, request FROM entry WHERE id = ?
                        UNION ALL
                        SELECT entry.id, entry.request FROM climb JOIN request ON request.id = climb.request
                        JOIN entry ON entry.id = request.source)
                    SELECT id FROM climb WHERE request IS NULL
                    """, arguments: [last.id.value])
        }
        #expect(climbed == source.id.value)
        #expect(try await store.lineage(root: source.id)?.entries.count == 40)
    }
}
