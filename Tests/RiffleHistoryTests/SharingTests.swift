import Glibc
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite struct SharingTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    @Test("two stores on one directory see each other's changes, and that there were some")
    func twoStores() async throws {
        let one = try directory.open()
        let two = try directory.open()
        let before = try await two.changeCount()
        #expect(try await two.changeCount() == before)

        let request = try await one.begin(try await one.source())
        let entry = try await one.keep(1, request)
        let after = try await two.changeCount()
        #expect(after != before)
        #expect(try await two.entry(entry.id) == entry)

        try await two.mark([.entry(entry.id)], .favourite(true))
        #expect(try await two.changeCount() == after)
        #expect(try await one.entry(entry.id)?.isFavourite == true)
    }

    @Test("the same source and the same picture from two stores are one entry each")
    func sameFromTwo() async throws {
        let one = try directory.open()
        let two = try directory.open()
        let source = try await one.source()
        #expect(try await two.source() == source)
        let request = try await one.begin(source)
        let entry = try await one.keep(1, request)
        #expect(try await two.keep(1, request) == entry)
    }

    @Test("many stores that open a new directory at once make one database")
    func openTogether() async throws {
        let sources = try await withThrowingTaskGroup(of: EntryID.self) { group in
            for _ in 0..<8 {
                group.addTask { try await directory.open().source().id }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(sources.count == 1)
        #expect(try directory.count("entry") == 1)
    }

    @Test("who opens a database while another does waits, and not for ever")
    func openingWaits() throws {
        let path = directory.database
        let lock = open(path + ".lock", O_RDWR | O_CREAT, 0o600)
        #expect(flock(lock, LOCK_EX) == 0)
        #expect(throws: HistoryError.busy(path: path + ".lock")) {
            try HistoryDatabase.open(path, pictures: "", patience: 0)
        }
        close(lock)
        #expect(throws: Never.self) { try HistoryDatabase.open(path, pictures: "", patience: 0) }
    }

    @Test("pictures kept by several stores at once all arrive")
    func keepTogether() async throws {
        let source = try await directory.open().source()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    let store = try directory.open()
                    let request = try await store.begin(source)
                    for index in 0..<10 { _ = try await store.keep(writer * 5 + index, request, index: index) }
                }
            }
            try await group.waitForAll()
        }
        let tree = try #require(try await directory.open().lineage(root: source.id))
        #expect(tree.requests.count == 3)
        #expect(tree.entries.count == 30)
    }
}
