import GRDB
import Glibc

/// Opens the database file: one writer and several readers that do not wait for each other (WAL).
enum HistoryDatabase {
    /// - Parameter patience: Seconds that each connection, and this call, waits for other processes.
    /// - Throws: `notWritable`, `damaged`, `newerSchema`, `busy`, `database`.
    static func open(_ path: String, patience: Double = 10) throws(HistoryError) -> DatabasePool {
        if access(path, F_OK) == 0 { try PosixFile.requireWritable(path) }
        // Two processes that make the same new database trip over each other in the change to WAL, which SQLite does
        // not wait for, and in the migrations.
        let lock = try FileLock(path: path + ".lock", patience: patience)
        defer { lock.release() }
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(patience)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // Each commit waits for the disk: a row that says a picture is kept must outlive a power cut as its
                // file does. WAL's usual NORMAL may forget the last commits.
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            let migrator = Schema.migrator
            let applied = try pool.read(migrator.appliedIdentifiers)
            let known = Set(migrator.migrations)
            guard applied.isSubset(of: known) else {
                throw HistoryError.newerSchema(path: path, found: applied.count, known: known.count)
            }
            try migrator.migrate(pool)
            return pool
        } catch {
            throw HistoryError(error, database: path)
        }
    }
}

/// A lock on a file that the system gives back when its process ends, however it ends.
private struct FileLock {
    private let file: Int32

    /// Waits up to `patience` seconds: a stopped process may hold it for ever.
    init(path: String, patience: Double) throws(HistoryError) {
        file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw HistoryError(errno: errno, path: path) }
        let pause: UInt32 = 10_000
        for _ in 0...Int(patience * 1_000_000) / Int(pause) {
            if flock(file, LOCK_EX | LOCK_NB) == 0 { return }
            // A file system without locks: SQLite's own must do.
            if errno != EWOULDBLOCK, errno != EINTR { return }
            usleep(pause)
        }
        close(file)
        throw .busy(path: path)
    }

    func release() { close(file) }
}

extension HistoryError {
    /// What an error out of a database access means; errors of this room pass through.
    init(_ error: any Error, database path: String) {
        if let known = error as? HistoryError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            // Only a value of the wrong type or a missing column is left: the tables are strict, so a page is bad.
            self = .damaged(path: path)
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: .damaged(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: .notWritable(path: path, errno: EROFS)
            default:
                .database(path: path, code: error.extendedResultCode.rawValue, message: error.message ?? "")
            }
    }
}
