import Foundation
import Glibc
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite struct RecoveryTests {
    let directory: TestDirectory
    let living = Owner(process: 10, start: 100, boot: "now")
    let dead = Owner(process: 11, start: 100, boot: "now")

    init() throws { directory = try TestDirectory() }

    @Test("only running requests of processes that ended become interrupted")
    func deadOwners() async throws {
        let ended = try directory.open(as: dead, alive: [])
        let source = try await ended.source()
        let abandoned = try await ended.begin(source)
        let done = try await ended.begin(source)
        try await ended.finish(done.id, as: .finished, message: nil, serverRequestID: nil)
        let store = try directory.open(as: living, alive: [living])
        let running = try await store.begin(source)

        #expect(try await store.recover() == [abandoned.id])
        #expect(try await store.recover() == [])
        let states = try await store.requests(before: nil, limit: 9).map { [$0.id: $0.record.state] }
        #expect(states == [[running.id: .running], [done.id: .finished], [abandoned.id: .interrupted]])
    }

    @Test("a request wrongly taken for interrupted becomes what its owner says")
    func ownerSpeaks() async throws {
        let store = try directory.open(as: dead, alive: [])
        let request = try await store.begin(try await store.source())
        try await store.recover()
        _ = try await store.keep(1, request)
        try await store.finish(request.id, as: .finished, message: nil, serverRequestID: nil)
        #expect(try await store.requests(before: nil, limit: 1).map(\.record.state) == [.finished])
    }

    @Test("half-written files of processes that ended go, all others stay")
    func leftovers() async throws {
        let store = try directory.open(as: living, alive: [living])
        let source = try await store.source()
        let names = ["\(dead.word).1.part", "\(living.word).1.part", "notes.part", "\(dead.word).txt"]
        for name in names { try Data("half".utf8).write(to: URL(fileURLWithPath: "\(directory.incoming)/\(name)")) }
        try await store.recover()
        #expect(Set(PosixFile.names(in: directory.incoming)) == Set(names.dropFirst()))
        #expect(try await store.bytes(digest: source.digest) == picture(0))
    }

    @Test("an owner reads back from its word")
    func ownerWord() {
        let owner = Owner(process: 7, start: 123_456, boot: "ebafef8d-04af-40a3-aadc-e2c566be47b4")
        #expect(Owner(word: owner.word[...]) == owner)
        #expect(Owner(word: Owner.current.word[...]) == .current)
        #expect(Owner(word: "notes") == nil)
        #expect(Owner(word: "1-x-y") == nil)
    }

    @Test("this process lives; one with its id and another start or boot does not")
    func liveness() throws {
        let this = Owner.current
        #expect(this.process == getpid())
        #expect(this.start > 0)
        #expect(this.boot.utf8.count == 36)
        #expect(this.isAlive)
        #expect(!Owner(process: this.process, start: this.start - 1, boot: this.boot).isAlive)
        #expect(!Owner(process: this.process, start: this.start, boot: "earlier").isAlive)
        #expect(!Owner(process: .max, start: 0, boot: this.boot).isAlive)
        #expect(!Owner(process: 0, start: 0, boot: this.boot).isAlive)
    }

    @Test("a process killed in the middle of an answer leaves every picture that had arrived")
    func killed() async throws {
        let path = directory.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let store = try HistoryStore(directory: path)
            let request = try await store.begin(try await store.source())
            for index in 0..<3 { _ = try await store.keep(index + 1, request, index: index) }
            try Data("half".utf8).write(
                to: URL(fileURLWithPath: "\(path)/pictures/incoming/\(Owner.current.word).9.part"))
            kill(getpid(), SIGKILL)
        }
        let store = try directory.open()
        let interrupted = try await store.recover()
        #expect(interrupted.count == 1)
        let tree = try #require(try await store.lineage(path: "/p/cat.png").first)
        #expect(tree.requests.map(\.state) == [.interrupted])
        for (entry, number) in zip(tree.entries, 1...3) {
            #expect(try await store.bytes(digest: entry.digest) == picture(number))
        }
        #expect(tree.entries.count == 3)
        #expect(PosixFile.names(in: directory.incoming).isEmpty)
    }
}
