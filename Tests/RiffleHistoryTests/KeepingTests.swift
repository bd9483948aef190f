import Foundation
import GRDB
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite struct KeepingTests {
    let directory: TestDirectory
    let store: HistoryStore

    init() throws {
        directory = try TestDirectory()
        store = try directory.open()
    }

    @Test("a picture's file is named by the SHA-256 of its bytes")
    func naming() async throws {
        // Source: FIPS 180-2, appendix B.1.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let entry = try await store.source(bytes: Array("abc".utf8), facts: facts, originPath: "/p/abc.png")
        #expect(entry.digest == digest)
        #expect(try store.path(digest: digest) == "\(directory.path)/pictures/ba/\(digest).png")
        #expect(directory.fileNames() == ["ba/\(digest).png"])
        #expect(try await store.bytes(digest: digest) == Array("abc".utf8))
    }

    @Test("the same picture from two requests is one file and two entries")
    func sameTwice() async throws {
        let source = try await store.source()
        let one = try await store.keep(1, try await store.begin(source))
        let two = try await store.keep(1, try await store.begin(source))
        #expect(one.id != two.id)
        #expect(one.digest == two.digest)
        #expect(directory.fileNames().count == 2)
        #expect(try directory.count("picture") == 2)
    }

    @Test("the same picture at the same place again is the same entry, another one is refused")
    func samePlace() async throws {
        let request = try await store.begin(try await store.source())
        let entry = try await store.keep(1, request)
        #expect(try await store.keep(1, request) == entry)
        await #expect(throws: HistoryError.placeTaken(request.id, index: 0)) { try await store.keep(2, request) }
        #expect(try await store.lineage(root: try #require(request.source))?.entries == [entry])
    }

    @Test(
        "a picture that arrives after its request ended is kept",
        arguments: [RequestState.finished, .failed, .cancelled, .interrupted])
    func late(state: RequestState) async throws {
        let request = try await store.begin(try await store.source())
        try await store.finish(request.id, as: state, message: nil, serverRequestID: nil)
        let entry = try await store.keep(1, request)
        #expect(try await store.lineage(root: try #require(request.source))?.entries == [entry])
    }

    @Test("when the row fails the file is there already and no row is, and the next try succeeds")
    func rowFails() async throws {
        let request = try await store.begin(try await store.source())
        try directory.run(
            "CREATE TRIGGER fault BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'fault'); END")
        await #expect(throws: HistoryError.self) { try await store.keep(1, request) }
        #expect(try directory.count("entry") == 1)
        #expect(try directory.count("picture") == 1)
        #expect(directory.fileNames().count == 2)
        #expect(directory.fileNames(under: "pictures/incoming").isEmpty)

        try await store.recover()
        try directory.run("DROP TRIGGER fault")
        let entry = try await store.keep(1, request)
        #expect(try await store.bytes(digest: entry.digest) == picture(1))
    }

    @Test("when the file fails there is no row and nothing half-written")
    func fileFails() async throws {
        let request = try await store.begin(try await store.source())
        let shard = "\(directory.path)/pictures/\(Digest(of: picture(1)).shard)"
        try Data().write(to: URL(fileURLWithPath: shard))
        await #expect(throws: HistoryError.notADirectory(path: shard)) { try await store.keep(1, request) }
        #expect(try directory.count("entry") == 1)
        #expect(directory.fileNames(under: "pictures/incoming").isEmpty)
    }

    @Test("a picture for no request leaves no row")
    func noRequest() async throws {
        await #expect(throws: HistoryError.noSuchRequest(RequestID(5))) {
            try await store.keep(ArrivedImage(bytes: picture(1)), facts: facts, request: RequestID(5), index: 0)
        }
        #expect(try directory.count("picture") == 0)
    }

    @Test("a kept file that was cut short, changed or removed is told, and kept whole the next time")
    func damagedFile() async throws {
        let entry = try await store.source()
        let path = try store.path(digest: entry.digest)
        try Data("Picture 0".utf8).write(to: URL(fileURLWithPath: path))
        await #expect(throws: HistoryError.pictureDamaged(path: path)) { try await store.bytes(digest: entry.digest) }
        try Data("pic".utf8).write(to: URL(fileURLWithPath: path))
        await #expect(throws: HistoryError.pictureDamaged(path: path)) { try await store.bytes(digest: entry.digest) }
        #expect(try await store.source() == entry)
        #expect(try await store.bytes(digest: entry.digest) == picture(0))
        try FileManager.default.removeItem(atPath: path)
        await #expect(throws: HistoryError.pictureMissing(path: path)) { try await store.bytes(digest: entry.digest) }
    }

    @Test(
        "what is no digest names no file",
        arguments: [
            "", "..", "../../../../etc/passwd", String(repeating: "a", count: 63), String(repeating: "A", count: 64),
            "../" + String(repeating: "a", count: 61), String(repeating: "a", count: 63) + "\0",
            String(repeating: "é", count: 32),
        ])
    func notADigest(text: String) async throws {
        #expect(throws: HistoryError.notADigest(text)) { try store.path(digest: text) }
        await #expect(throws: HistoryError.notADigest(text)) { try await store.bytes(digest: text) }
    }

    @Test("a megabyte comes back as it was", arguments: [0, 4095, 4096, 4097, 1_000_000])
    func sizes(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let entry = try await store.source(bytes: bytes, facts: facts, originPath: "/p/big.png")
        #expect(try await store.bytes(digest: entry.digest) == bytes)
    }
}
