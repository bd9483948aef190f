import GRDB
import Glibc

/// Opens the database file: one writer and several readers that do not wait for each other (WAL).
enum HistoryDatabase {
    /// A file that is there and holds no history, damaged or empty, is set aside, and a new one is begun with what can be
    /// read of it.
    ///
    /// - Parameters:
    ///   - pictures: The folder of the kept pictures.
    ///   - isDamaged: The database is known to be damaged, and set aside even if it can be opened.
    ///   - patience: Seconds that each connection, and this call, waits for other processes.
    /// - Returns: also where a file was set aside, and what was read of it.
    /// - Throws: `notWritable`, `damaged` where nothing can be set aside, `newerSchema`, `busy`, `database`.
    static func open(
        _ path: String, pictures: String, isDamaged: Bool = false, patience: Double = 10
    ) throws(HistoryError) -> (pool: DatabasePool, salvage: (old: String, outcome: Salvage.Outcome)?) {
        // Two processes that make the same new database trip over each other in the change to WAL, which SQLite does
        // not wait for, and in the migrations.
        let lock = try FileLock(path: path + ".lock", patience: patience)
        defer { lock.release() }
        do throws(HistoryError) {
            if isDamaged { throw .damaged(path: path) }
            return (try openUnderLock(path, patience), nil)
        } catch {
            // Without the lock the file may be one that another process is just beginning.
            guard case .damaged = error, lock.isHeld else { throw error }
        }
        let old = try setAside(path)
        let pool = try openUnderLock(path, patience)
        do {
            return (pool, (old, try Salvage.run(from: old, into: pool, pictures: pictures)))
        } catch {
            throw HistoryError(error, database: path)
        }
    }

    /// Renames the file and what SQLite keeps beside it.
    private static func setAside(_ path: String) throws(HistoryError) -> String {
        var other = path + ".damaged"
        var number = 2
        while access(other, F_OK) == 0 {
            other = "\(path).damaged-\(number)"
            number += 1
        }
        // The database last: what is beside it would be taken for the new one's.
        for suffix in ["-wal", "-shm", "-journal", ""] where access(path + suffix, F_OK) == 0 {
            guard rename(path + suffix, other + suffix) == 0 else { throw HistoryError(errno: errno, path: path) }
        }
        return other
    }

    private static func openUnderLock(_ path: String, _ patience: Double) throws(HistoryError) -> DatabasePool {
        let exists = access(path, F_OK) == 0
        if exists {
            try PosixFile.requireWritable(path)
            if PosixFile.size(path) == 0 { throw .damaged(path: path) }
        }
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
            if exists, applied.isEmpty { throw HistoryError.damaged(path: path) }
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
    /// False on a file system without locks.
    let isHeld: Bool

    /// Waits up to `patience` seconds: a stopped process may hold it for ever.
    init(path: String, patience: Double) throws(HistoryError) {
        file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw HistoryError(errno: errno, path: path) }
        let pause: UInt32 = 10_000
        for _ in 0...Int(patience * 1_000_000) / Int(pause) {
            if flock(file, LOCK_EX | LOCK_NB) == 0 {
                isHeld = true
                return
            }
            // A file system without locks: SQLite's own must do.
            if errno != EWOULDBLOCK, errno != EINTR {
                isHeld = false
                return
            }
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
            // SQLite has other names for a disk that is full when it maps shared memory or makes a file.
            case .SQLITE_IOERR where PosixFile.isFull(path), .SQLITE_CANTOPEN where PosixFile.isFull(path):
                .diskFull(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: .notWritable(path: path, errno: EROFS)
            default:
                .database(path: path, code: error.extendedResultCode.rawValue, message: error.message ?? "")
            }
    }
}
