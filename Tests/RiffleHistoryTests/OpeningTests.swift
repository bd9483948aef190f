import Foundation
import GRDB
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite struct OpeningTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    @Test("directories that are missing are made, for their owner alone")
    func makesDirectories() async throws {
        let path = directory.path + "/share/riffle/"
        let store = try HistoryStore(directory: path)
        let entry = try await store.source()
        #expect(try store.path(digest: entry.digest).hasPrefix(directory.path + "/share/riffle/pictures/"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test("a file in the way is told as such")
    func fileInTheWay() throws {
        let file = directory.path + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: HistoryError.notADirectory(path: file)) { try HistoryStore(directory: file) }
        #expect(throws: HistoryError.notADirectory(path: file + "/in/it")) {
            try HistoryStore(directory: file + "/in/it")
        }
    }

    // Of /proc nothing can be made or written, by root neither, unlike a directory without the permission.
    @Test("a place that cannot be written is told as such", arguments: ["/proc", "/proc/riffle/data"])
    func notWritable(path: String) throws {
        let error = #expect(throws: HistoryError.self) { try HistoryStore(directory: path) }
        guard case .notWritable(let told, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(told.hasPrefix("/proc"))
    }

    /// What can be found in place of a history.
    enum Damage: CaseIterable { case text, nothing, noTables, cutShort, overwritten }

    @Test("a file that holds no history is set aside as it is, and told; the pictures stay", arguments: Damage.allCases)
    func damaged(_ damage: Damage) async throws {
        let file = URL(fileURLWithPath: directory.database)
        let entry: Entry
        do {
            let store = try directory.open()
            entry = try await store.source()
            #expect(store.repair == nil)
        }
        let whole = try Data(contentsOf: file)
        let found =
            switch damage {
            case .text: Data("This is not a database, but it is long enough.".utf8)
            case .nothing: Data()
            case .noTables: Data()
            case .cutShort: whole.prefix(8192)
            // The first page stays, with its table of contents; what it leads to is gone.
            case .overwritten: whole.prefix(4096) + Data(repeating: 0xA5, count: whole.count - 4096)
            }
        try found.write(to: file)
        if damage == .noTables { try directory.run("PRAGMA user_version = 1") }
        let before = try Data(contentsOf: file)
        for number in 1...2 {
            let store = try directory.open()
            let path = directory.database + ".damaged"
            // The picture is kept, and nothing names it any more: it is a source.
            let repair = HistoryRepair(old: path, pictures: 0, requests: 0, found: 1)
            #expect(store.repair == (number == 1 ? repair : nil))
            // A database, if one without tables, is opened before that is known.
            let kept = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(damage == .noTables || kept == before)
            #expect(try await store.bytes(digest: entry.digest) == picture(0))
            #expect(try await store.entries(digest: entry.digest).map(\.request) == [nil])
        }
        // A second one takes no other's name.
        try Data().write(to: file)
        #expect(try directory.open().repair?.old == directory.database + ".damaged-2")
    }

    @Test("a database of a newer Riffle is refused and left as it is")
    func newerSchema() throws {
        _ = try directory.open()
        var newer = Schema.migrator
        newer.registerMigration("later") { try $0.execute(sql: "CREATE TABLE later (id INTEGER)") }
        try newer.migrate(try DatabaseQueue(path: directory.database))
        let known = Schema.migrator.migrations.count
        #expect(throws: HistoryError.newerSchema(path: directory.database, found: known + 1, known: known)) {
            try directory.open()
        }
        #expect(try directory.count("later") == 0)
    }

    @Test("a database of the first schema opens with everything in it")
    func firstSchema() async throws {
        let queue = try DatabaseQueue(path: directory.database)
        try Schema.migrator.migrate(queue, upTo: "v1")
        try await queue.write { db in
            let digest = String(repeating: "0a", count: 32)
            try db.execute(sql: "INSERT INTO picture VALUES (1, '\(digest)', 64, 32, 100, 'grey 16-bit')")
            try db.execute(
                sql: """
                    INSERT INTO entry VALUES (1, NULL, 0, 1, '/p/old.png', NULL, NULL, 10.5, 0, 1);
                    INSERT INTO request VALUES (1, 1, 1, 'builtin', 'm', 3, '256x256', 'b64_json', 'u', 0.75, -1,
                        'crop-end', '1.0', 11.5, 12.5, 'cancelled', 'why', 'req', 5, 'boot', 6);
                    INSERT INTO entry VALUES (2, 1, 2, 1, NULL, -2, 'https://example.com', 12, 1, 0);
                    """)
        }
        try queue.close()

        let store = try directory.open()
        let tree = try #require(try await store.lineage(path: "/p/old.png").first)
        let facts = PictureFacts(width: 64, height: 32, byteCount: 100, kind: "grey 16-bit")
        let digest = String(repeating: "0a", count: 32)
        #expect(
            tree.root
                == Entry(
                    id: EntryID(1), request: nil, index: 0, digest: digest, facts: facts, originPath: "/p/old.png",
                    created: 10.5, isSeen: true))
        #expect(
            tree.entries == [
                Entry(
                    id: EntryID(2), request: RequestID(1), index: 2, digest: digest, facts: facts, originPath: nil,
                    created: 12, isFavourite: true, seed: .max - 1)
            ])
        let settings = ImagesSettings(
            backend: "builtin", model: "m", n: 3, size: .square(256), responseFormat: .base64JSON, user: "u",
            strength: 0.75,
            seed: .max)
        #expect(
            tree.requests == [
                RequestRecord(
                    id: RequestID(1), source: EntryID(1), settings: settings, mend: .cropEnd, created: 11.5,
                    state: .cancelled, message: "why")
            ])
        #expect(try await store.requests(HistorySearch("old"), before: nil, limit: 9).map(\.id) == [RequestID(1)])
        #expect(try await store.keep(7, try await store.begin(tree.entries[0])).id == EntryID(3))
    }

    @Test("settings that nobody chose are taken out of the rows of an earlier Riffle, where it is known which they are")
    func unchosen() async throws {
        let queue = try DatabaseQueue(path: directory.database)
        try Schema.migrator.migrate(queue, upTo: "v4")
        try await queue.write { db in
            // As the index was then: its triggers name columns that go.
            try db.execute(sql: "CREATE VIRTUAL TABLE search USING fts5(model, day)")
            try db.execute(
                sql: """
                    CREATE TRIGGER search_added AFTER INSERT ON request BEGIN
                        INSERT INTO search (rowid, model) VALUES (new.id, new.model);
                    END
                    """)
            let image =
                #"{"backend":"s","model":"m","n":2,"partialImages":1,"quality":"high","seed":18446744073709551615,"size":"1536x1024"}"#
            for (kind, backend, size, format, strength, seed, image, weight) in [
                ("variation", "builtin", "512x512", "url", "0.5", "7", "NULL", "0.25"),
                ("variation", "s", "256x256", "url", "0.5", "-1", "NULL", "NULL"),
                ("variation", "s", "1024x1024", "b64_json", "0.8", "NULL", "NULL", "NULL"),
                ("edit", "s", "1024x1024", "b64_json", "0.5", "NULL", "'\(image)'", "NULL"),
                ("generation", "s", "1024x1024", "b64_json", "0.5", "NULL", "NULL", "NULL"),
            ] {
                try db.execute(
                    sql: """
                        INSERT INTO request (kind, backend, n, size, responseFormat, strength, seed, image, weight,
                            user, note, mend, created, state, ownerProcess, ownerBoot, ownerStart)
                        VALUES ('\(kind)', '\(backend)', 3, '\(size)', '\(format)', \(strength), \(seed), \(image),
                            \(weight), 'ada', 'wires', 'none', 1, 'finished', 1, '', 1)
                        """)
            }
        }
        try queue.close()

        let store = try directory.open()
        let found = try await store.requests(before: nil, limit: 9).reversed().map(\.record.settings)
        #expect(
            found == [
                ImagesSettings(n: 3, size: .square(512), user: "ada", strength: 0.5, seed: 7, weight: 0.25),
                ImagesSettings(backend: "s", n: 3, size: .square(256), user: "ada", seed: .max),
                ImagesSettings(
                    backend: "s", n: 3, size: .square(1024), responseFormat: .base64JSON, user: "ada", strength: 0.8),
                ImagesSettings(
                    backend: "s", model: "m", n: 2, size: .pixels(width: 1536, height: 1024), quality: "high",
                    stream: true, partialImages: 1, seed: .max),
                ImagesSettings(backend: "s", n: 3, user: "ada"),
            ])
        #expect(try await store.requests(HistorySearch("wires"), before: nil, limit: 9).count == 5)
        _ = try await store.begin(try await store.source())
        #expect(try await store.requests(HistorySearch("cat"), before: nil, limit: 9).count == 1)
    }

    @Test("words of a later Riffle are shown as the nearest known and stay in the database")
    func laterWords() async throws {
        let store = try directory.open()
        let request = try await store.begin(try await store.source())
        let fields = #"{"n":40,"size":"1536x1024","response_format":"stream","later":[1]}"#
        try directory.run("UPDATE request SET settings = '\(fields)', mend = 'outpaint', state = 'queued'")
        let record = try #require(try await store.requests(before: nil, limit: 1).first?.record)
        #expect(record.id == request.id)
        #expect(record.settings == ImagesSettings(n: 40, size: .pixels(width: 1536, height: 1024)))
        #expect(record.mend == .none)
        #expect(record.state == .interrupted)
        try await store.recover()
        #expect(try await store.requests(before: nil, limit: 1).first?.record.settings.n == 40)
        try directory.run("DELETE FROM request WHERE settings <> '\(fields)'")
        #expect(try directory.count("request") == 1)
    }
}
