import Foundation
import GRDB
import RiffleAPI

@testable import RiffleHistory

/// A data directory of a test's own; it goes with the value.
final class TestDirectory: Sendable {
    let path: String
    var database: String { path + "/history.db" }
    var incoming: String { path + "/pictures/incoming" }

    init() throws {
        path = NSTemporaryDirectory() + "riffle-history-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open() throws -> HistoryStore { try HistoryStore(directory: path) }

    /// A store of another process, and with the processes that live.
    func open(as owner: Owner, alive: Set<Owner>) throws -> HistoryStore {
        try HistoryStore(directory: path, owner: owner, isAlive: alive.contains, now: { 1000 })
    }

    /// Runs SQL behind the store's back.
    func run(_ sql: String) throws {
        try DatabaseQueue(path: database).write { try $0.execute(sql: sql) }
    }

    func count(_ table: String) throws -> Int {
        try DatabaseQueue(path: database).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    func fileNames(under folder: String = "pictures") -> [String] {
        let all = FileManager.default.enumerator(atPath: path + "/" + folder)?.allObjects as? [String] ?? []
        return all.filter { $0.hasSuffix(".png") || $0.hasSuffix(".part") }.sorted()
    }
}

/// Bytes that stand for a picture; the store does not look into them.
func picture(_ number: Int) -> [UInt8] { Array("picture \(number)".utf8) }

let facts = PictureFacts(width: 256, height: 256, byteCount: 9, kind: "RGBA")

extension HistoryStore {
    /// A source with the picture of a number.
    func source(_ number: Int = 0, path: String = "/p/cat.png") throws -> Entry {
        try source(bytes: picture(number), facts: facts, originPath: path)
    }

    func begin(_ source: Entry, settings: ImagesSettings = ImagesSettings()) throws -> RequestRecord {
        try begin(source: source.id, settings: settings, mend: .none, engine: nil)
    }

    func keep(_ number: Int, _ request: RequestRecord, index: Int = 0) throws -> Entry {
        try keep(ArrivedImage(bytes: picture(number)), facts: facts, request: request.id, index: index)
    }
}
