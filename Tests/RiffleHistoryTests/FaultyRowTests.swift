import RiffleAPI
import Synchronization
import Testing

@testable import RiffleHistory

@Suite struct FaultyRowTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    @Test(
        "a row with a number that cannot be is left out and told once; the others are there",
        arguments: [
            ("request", "settings", #"'{"strength":1e300}'"#), ("request", "settings", #"'{"strength":-1.0}'"#),
            ("request", "settings", #"'{"n":1000000000000}'"#), ("request", "settings", #"'{"n":-1}'"#),
            ("request", "settings", #"'{"weight":1e17}'"#), ("request", "created", "9e999"),
            ("request", "created", "-1e17"), ("request", "below", "-5"),
            ("entry", "position", "9223372036854775807"), ("entry", "rating", "1000000000"),
            ("entry", "created", "1e17"), ("picture", "width", "9223372036854775807"), ("picture", "byteCount", "-1"),
        ])
    func left(table: String, column: String, value: String) async throws {
        let told = Mutex<[FaultyRow]>([])
        let made: [(request: RequestRecord, entry: Entry)]
        do {
            let store = try directory.open()
            let source = try await store.source()
            var all: [(RequestRecord, Entry)] = []
            for number in 1...3 {
                let request = try await store.begin(source)
                all.append((request, try await store.keep(number, request)))
            }
            made = all
        }
        let id = table == "picture" ? "(SELECT picture FROM entry WHERE id = 3)" : table == "request" ? "2" : "3"
        try directory.run("UPDATE \(table) SET \(column) = \(value) WHERE id = \(id)")

        let store = try HistoryStore(directory: directory.path, report: { row in told.withLock { $0.append(row) } })
        let isRequest = table == "request"
        let root = try #require(try await store.root(of: made[0].entry.id))
        for _ in 0..<2 {
            let lineage = try #require(try await store.lineage(root: root.id))
            #expect(lineage.requests.map(\.id.value) == (isRequest ? [1, 3] : [1, 2, 3]))
            #expect(lineage.entries.map(\.id.value) == (isRequest ? [2, 3, 4] : [2, 4]))
            // A page is as long as it can be: the row is made up for by one of an older request.
            let page = try await store.requests(before: nil, limit: 2)
            #expect(page.map(\.record.id.value) == (isRequest ? [3, 1] : [3, 2]))
            #expect(try await store.requests(before: nil, limit: 10).count == (isRequest ? 2 : 3))
        }
        let rows = told.withLock { $0 }
        #expect(rows.map(\.node) == [isRequest ? .request(RequestID(2)) : .entry(EntryID(3))])
    }

    @Test("a cost and a time that cannot be are left out of a recipe", arguments: ["1e300", "9e999", "-1e17"])
    func recipes(value: String) async throws {
        let told = Mutex<[FaultyRow]>([])
        let store = try HistoryStore(directory: directory.path, report: { row in told.withLock { $0.append(row) } })
        let request = try await store.begin(try await store.source())
        let entry = try await store.keep(1, request)
        try directory.run("UPDATE request SET cost = \(value), finished = \(value)")
        let recipe = try #require(try await store.provenance(of: entry.id))
        #expect(recipe.request == request && recipe.cost == nil && recipe.duration == nil)
        #expect(told.withLock { Set($0.map(\.column)) } == ["cost", "duration in seconds"])
        #expect(try await store.pictureCount(of: request.settings.backend, since: 0) == 1)
        try directory.run(#"UPDATE request SET settings = '{"n":9223372036854775807}'"#)
        #expect(try await store.pictureCount(of: request.settings.backend, since: 0) == 1)
    }
}
