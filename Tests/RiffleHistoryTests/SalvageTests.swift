import Foundation
import GRDB
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite("A damaged history is repaired")
struct SalvageTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    /// A source with a hundred requests of four pictures each, a favourite among the last, in pages that stand in the
    /// database file itself.
    private func fill() async throws -> Entry {
        let store = try directory.open()
        let source = try await store.source()
        for number in 0..<100 {
            let request = try await store.begin(source.id, number: number)
            for index in 0..<4 { _ = try await store.keep(1 + number * 4 + index, request, index: index) }
        }
        let last = try #require(try await store.requests(before: nil, limit: 1).first)
        let entry = try #require(try await store.request(last.id)?.entries.first)
        try await store.mark([.entry(entry.id)], .favourite(true))
        _ = try await store.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        return entry
    }

    /// Overwrites a page in the middle of a table's rows.
    private func damage(_ table: String) throws {
        let queue = try DatabaseQueue(path: directory.database)
        let leaves = try queue.read { db in
            try Int.fetchAll(
                db, sql: "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path",
                arguments: [table])
        }
        try queue.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: directory.database))
        try #require(leaves.count >= 3)
        try file.seek(toOffset: UInt64(leaves[leaves.count / 2] - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
    }

    @Test("of a database with a damaged page all other rows come over, with their marks and their places in the tree")
    func damagedPages() async throws {
        let favourite = try await fill()
        try damage("entry")
        let before = try Data(contentsOf: URL(fileURLWithPath: directory.database))

        let store = try HistoryStore(directory: directory.path, isDamaged: true)
        let repair = try #require(store.repair)
        #expect(repair.requests == 100)
        #expect((250..<401).contains(repair.pictures), "\(repair)")
        // Every picture is there, in its place or as a source.
        #expect(repair.pictures + repair.found == 401)
        let found = try #require(try await store.entries(digest: favourite.digest).first)
        #expect(found.isFavourite && found.request == favourite.request && found.id == favourite.id)
        #expect(try await store.requests(HistorySearch("cat"), before: nil, limit: 200).count == 100)
        #expect(try Data(contentsOf: URL(fileURLWithPath: repair.old)) == before)
    }

    @Test("pictures of requests that are lost become sources, and what was made from them stays below them")
    func lostRequests() async throws {
        _ = try await fill()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try await DatabaseQueue(path: directory.database, configuration: configuration).write {
            try $0.execute(sql: "DELETE FROM request WHERE id <= 50")
        }
        let store = try HistoryStore(directory: directory.path, isDamaged: true)
        #expect(store.repair?.pictures == 401 && store.repair?.requests == 50)
        let loose = try await store.entries(digest: Digest(of: picture(1)).text)
        #expect(loose.map(\.request) == [nil])
        #expect(loose.first?.originPath == (try store.path(digest: Digest(of: picture(1)).text)))
    }
}

extension HistoryStore {
    fileprivate func begin(_ source: EntryID, number: Int) throws -> RequestRecord {
        let prompt = String(repeating: "a long prompt ", count: 20) + "\(number)"
        return try begin(source: source, prompt: prompt, settings: ImagesSettings(), mend: .none, engine: nil)
    }
}
