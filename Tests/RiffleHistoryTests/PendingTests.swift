import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite("Requests that were not sent")
struct PendingTests {
    private let directory: TestDirectory
    private let dead = Owner(process: 1, start: 1, boot: "b")
    private let living = Owner(process: 2, start: 2, boot: "b")
    private let other = Owner(process: 3, start: 3, boot: "b")

    init() throws { directory = try TestDirectory() }

    private func pending(_ store: HistoryStore, n: Int = 4) async throws -> RequestRecord {
        let source = try await store.source()
        return try await store.begin(
            source: source.id, settings: ImagesSettings(backend: "studio", n: n), mend: .none, engine: nil,
            isPending: true)
    }

    @Test("what a process that ended had not sent goes to one other, the oldest first; what was sent does not")
    func adopting() async throws {
        let ended = try directory.open(as: dead, alive: [])
        let first = try await pending(ended)
        let sent = try await pending(ended)
        let last = try await pending(ended)
        try await ended.start(sent.id)
        let store = try directory.open(as: living, alive: [living, other])
        _ = try await pending(store)
        try await store.recover()
        let found = try await store.adoptPending()
        #expect(found.map(\.record.id) == [first.id, last.id] && found.allSatisfy { $0.root != nil })
        let third = try directory.open(as: other, alive: [living, other])
        #expect(try await third.adoptPending().isEmpty, "two would send the same")
        #expect(try await store.adoptPending().isEmpty)
        let states = try await store.requests(before: nil, limit: 9).map(\.record.state)
        #expect(states == [.pending, .pending, .interrupted, .pending])
    }

    @Test("what was deleted, has ended or went to another process is not sent")
    func starting() async throws {
        let ended = try directory.open(as: dead, alive: [])
        let record = try await pending(ended)
        let store = try directory.open(as: living, alive: [living])
        await #expect(throws: HistoryError.noSuchRequest(record.id)) { try await store.start(record.id) }
        _ = try await store.adoptPending()
        await #expect(throws: HistoryError.noSuchRequest(record.id)) { try await ended.start(record.id) }
        try await store.start(record.id)
        try await store.start(record.id)
        let other = try await pending(store)
        try await store.mark([.request(other.id)], .trashed(true))
        await #expect(throws: HistoryError.noSuchRequest(other.id)) { try await store.start(other.id) }
        try await store.finish(record.id, as: .cancelled, message: nil, serverRequestID: nil)
        await #expect(throws: HistoryError.noSuchRequest(record.id)) { try await store.start(record.id) }
    }

    @Test("what waits counts against a limit once its turn comes, and what comes after it does not")
    func counting() async throws {
        let store = try directory.open(as: living, alive: [living])
        let first = try await pending(store, n: 4)
        let second = try await pending(store, n: 2)
        #expect(try await store.pictureCount(of: "studio", since: 0) == 0)
        #expect(try await store.pictureCount(of: "studio", since: 0, asking: first.id) == 4)
        #expect(try await store.pictureCount(of: "studio", since: 0, asking: second.id) == 6)
        try await store.start(first.id)
        #expect(try await store.pictureCount(of: "studio", since: 0) == 4)
        // Asked for before, and sent since.
        let later = second.created + 1
        #expect(try await store.pictureCount(of: "studio", since: later) == 4)
        #expect(try await store.pictureCount(of: "studio", since: later, asking: second.id) == 6)
    }
}
