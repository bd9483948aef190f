import GRDB

/// Copies what can be read of a damaged database into a new one.
///
/// SQLite reports a damaged page when a statement reaches it. A range of rows that fails is therefore halved until only
/// the rows on damaged pages are left out.
struct Salvage {
    /// What came over.
    struct Outcome: Sendable, Hashable {
        var pictures = 0
        var requests = 0
    }

    private let old: Database
    private let new: Database
    /// Failed statements after which a table is given up: with its root page damaged, every range fails.
    private static let patience = 20_000

    private init(from old: Database, into new: Database) {
        self.old = old
        self.new = new
    }

    /// - Parameters:
    ///   - path: The damaged database. It is opened read-only.
    ///   - pool: A new history without rows.
    ///   - pictures: The folder of the kept pictures.
    static func run(from path: String, into pool: DatabasePool, pictures: String) throws -> Outcome {
        var configuration = Configuration()
        configuration.readonly = true
        // Without a readable first page there are no tables, and nothing comes over.
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return Outcome() }
        defer {
            try? queue.close()
            // Left behind by a reader, which may not remove them.
            if PosixFile.size(path + "-wal") == 0 { for end in ["-wal", "-shm"] { PosixFile.remove(path + end) } }
        }
        return try pool.write { new in
            try new.execute(sql: "PRAGMA defer_foreign_keys = ON")
            try queue.unsafeRead { old in
                let salvage = Salvage(from: old, into: new)
                for table in ["picture", "entry", "request", "change"] { try salvage.copy(table) }
                for table in ["changed", "file", "hint"] { try salvage.copyWithoutRowID(table) }
            }
            try connect(in: new, pictures: pictures)
            try new.execute(sql: Search.removal + Search.table + Search.fill)
            return Outcome(
                pictures: try Int.fetchOne(new, sql: "SELECT count(*) FROM entry") ?? 0,
                requests: try Int.fetchOne(new, sql: "SELECT count(*) FROM request") ?? 0)
        }
    }

    private func copy(_ table: String) throws {
        guard let insert = try insertion(into: table) else { return }
        let last = try? Int64.fetchOne(old, sql: "SELECT max(rowid) FROM \(table)")
        // Breadth first, so that large readable ranges come before the limit is reached.
        var ranges = [0...(last ?? Int64(Int32.max))]
        var failures = 0
        while !ranges.isEmpty, failures < Self.patience {
            var damaged: [ClosedRange<Int64>] = []
            for range in ranges {
                var next = range.lowerBound
                do {
                    let sql = "SELECT rowid, \(insert.columns) FROM \(table) WHERE rowid BETWEEN ? AND ?"
                    let rows = try Row.fetchCursor(old, sql: sql, arguments: [range.lowerBound, range.upperBound])
                    while let row = try rows.next() {
                        try insert(row.databaseValues.dropFirst())
                        next = row[0] + 1
                    }
                } catch let error as DatabaseError where error.isDamage {
                    failures += 1
                    guard next < range.upperBound else { continue }
                    let middle = next + (range.upperBound - next) / 2
                    damaged += [next...middle, middle + 1...range.upperBound]
                }
            }
            ranges = damaged
        }
    }

    /// Up to the first damaged page: what these tables hold is a convenience.
    private func copyWithoutRowID(_ table: String) throws {
        guard let insert = try insertion(into: table) else { return }
        do {
            let rows = try Row.fetchCursor(old, sql: "SELECT \(insert.columns) FROM \(table)")
            while let row = try rows.next() { try insert(row.databaseValues) }
        } catch let error as DatabaseError where error.isDamage {}
    }

    /// Inserts rows with the columns that both databases have; nil where the old table cannot be read.
    private struct Insertion {
        let columns: String
        let statement: Statement

        /// A row that breaks a constraint is left out: its page was damaged in a way that SQLite did not see.
        func callAsFunction(_ values: some Sequence<DatabaseValue>) throws {
            do {
                try statement.execute(arguments: StatementArguments(values))
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {}
        }
    }

    private func insertion(into table: String) throws -> Insertion? {
        guard let there = try? old.columns(in: table).map(\.name) else { return nil }
        let names = try new.columns(in: table).map(\.name).filter(there.contains)
        let columns = names.joined(separator: ", ")
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        return Insertion(
            columns: columns,
            statement: try new.makeStatement(sql: "INSERT OR IGNORE INTO \(table) (\(columns)) VALUES (\(marks))"))
    }

    /// Repairs references to rows that did not come over. A picture whose request is gone becomes a source, named by its
    /// kept file; a request whose own source is gone hangs on the root of its tree.
    private static func connect(in new: Database, pictures: String) throws {
        try new.execute(sql: "DELETE FROM entry WHERE picture NOT IN (SELECT id FROM picture)")
        try new.execute(
            sql: """
                UPDATE request SET mate = NULL WHERE mate NOT IN (SELECT id FROM entry);
                UPDATE request SET mask = NULL WHERE mask NOT IN (SELECT id FROM picture);
                UPDATE hint SET subject = NULL WHERE subject NOT IN (SELECT id FROM picture);
                UPDATE request SET source = root
                    WHERE source NOT IN (SELECT id FROM entry) AND root IN (SELECT id FROM entry);
                DELETE FROM request WHERE source NOT IN (SELECT id FROM entry) OR root NOT IN (SELECT id FROM entry);
                """)
        try new.execute(
            sql: """
                UPDATE OR IGNORE entry SET request = NULL, position = 0, originPath = coalesce(originPath,
                        (SELECT ? || '/' || substr(digest, 1, 2) || '/' || digest || '.png'
                            FROM picture WHERE picture.id = entry.picture))
                    WHERE request NOT IN (SELECT id FROM request)
                """, arguments: [pictures])
        // The same picture is such a source already.
        try new.execute(
            sql: """
                UPDATE request SET source = root WHERE source IN
                    (SELECT id FROM entry WHERE request NOT IN (SELECT id FROM request));
                DELETE FROM entry WHERE request NOT IN (SELECT id FROM request);
                DELETE FROM changed WHERE change NOT IN (SELECT id FROM change)
                    OR kind = 0 AND node NOT IN (SELECT id FROM entry)
                    OR kind = 1 AND node NOT IN (SELECT id FROM request);
                DELETE FROM change WHERE NOT EXISTS (SELECT 1 FROM changed WHERE change = change.id);
                """)
    }
}

extension DatabaseError {
    fileprivate var isDamage: Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_IOERR].contains(resultCode)
    }
}
