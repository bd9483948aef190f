import FoundationEssentials
import GRDB
import Glibc
package import RiffleAPI

/// The saved tree: every source that was varied, every request, every picture that arrived.
///
/// It lives in one directory: `history.db`, and the pictures' files by the SHA-256 of their bytes under `pictures`.
/// Whatever a call wrote is on the disk when it returns; a picture's file always before the row that names it. Any
/// number of stores, in this process and in others, may be open on the same directory.
///
/// Calls wait for the disk, a few to some tens of milliseconds when they write. Beside the cases that each names,
/// any of them throws `busy`, `diskFull`, `damaged`, `notWritable`, `file` or `database`.
package actor HistoryStore {
    /// Absolute, without a slash at its end.
    package nonisolated let directory: String
    /// What became of a damaged database that was in the place of this one; nil where there was none.
    package nonisolated let repair: HistoryRepair?
    let pool: DatabasePool
    let folder: PictureFolder
    let owner: Owner
    let isAlive: @Sendable (Owner) -> Bool
    /// Seconds since 1970.
    let now: @Sendable () -> Double
    let faulty: FaultyRows

    /// Opens the tree in a directory, and makes or migrates it where need be.
    ///
    /// A damaged database is set aside; what can be read of it, and kept pictures that it no longer names, are taken over
    /// into a new one.
    ///
    /// - Parameters:
    ///   - directory: An absolute path; the directory and those above it are made where they are missing.
    ///   - isDamaged: The database is known to be damaged, and set aside even if it can be opened. No other process may
    ///     have it open.
    ///   - facts: The facts of a picture from the first bytes of its file and its size in bytes.
    ///   - report: Told of each row that is left out, once, on any thread.
    /// - Throws: `notADirectory`, `notWritable`, `damaged`, `newerSchema`, `busy`.
    package init(
        directory: String, isDamaged: Bool = false,
        facts: @escaping (_ head: [UInt8], _ byteCount: Int) -> PictureFacts = HistoryStore.unknownFacts,
        report: @escaping @Sendable (FaultyRow) -> Void = { _ in }
    ) throws(HistoryError) {
        try self.init(
            directory: directory, isDamaged: isDamaged, owner: .current, isAlive: { $0.isAlive }, now: Self.wallClock,
            facts: facts, report: report)
    }

    /// As above; tests say who this process is, who lives, and what time it is.
    init(
        directory: String, isDamaged: Bool = false, owner: Owner, isAlive: @escaping @Sendable (Owner) -> Bool,
        now: @escaping @Sendable () -> Double,
        facts: (_ head: [UInt8], _ byteCount: Int) -> PictureFacts = HistoryStore.unknownFacts,
        report: @escaping @Sendable (FaultyRow) -> Void = { _ in }
    ) throws(HistoryError) {
        var directory = directory
        while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
        try PosixFile.makeDirectory(directory)
        try PosixFile.requireWritable(directory)
        self.directory = directory
        let folder = try PictureFolder(path: directory + "/pictures", owner: owner)
        let path = directory + "/history.db"
        let opened = try HistoryDatabase.open(path, pictures: folder.path, isDamaged: isDamaged)
        do {
            repair = try opened.salvage.map { old, outcome in
                HistoryRepair(
                    old: old, pictures: outcome.pictures, requests: outcome.requests,
                    found: try folder.enterUnlisted(into: opened.pool, now: now(), facts: facts))
            }
        } catch {
            throw HistoryError(error, database: path)
        }
        self.folder = folder
        pool = opened.pool
        self.owner = owner
        self.isAlive = isAlive
        self.now = now
        faulty = FaultyRows(report: report)
    }

    /// A history that ends with this process, for one that cannot write its own: in memory where the system has a file
    /// system there. `removeScratch()` removes it; what processes that died left behind is removed here.
    ///
    /// - Parameter folders: where it may lie, best first.
    package static func scratch(in folders: [String]) throws(HistoryError) -> HistoryStore {
        let prefix = "riffle-scratch-"
        var failure = HistoryError.notADirectory(path: folders.first ?? "/")
        for folder in folders {
            for name in PosixFile.names(in: folder) where name.hasPrefix(prefix) {
                guard let owner = Owner(word: name.dropFirst(prefix.count)), !owner.isAlive else { continue }
                try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
            do throws(HistoryError) {
                try PosixFile.requireWritable(folder)
                return try HistoryStore(directory: "\(folder)/\(prefix)\(Owner.current.word)")
            } catch {
                failure = error
            }
        }
        throw failure
    }

    /// Removes the directory of a scratch history; nothing can be done with it any more.
    package nonisolated func removeScratch() { try? FileManager.default.removeItem(atPath: directory) }

    /// Where the file of a kept picture is; it need not exist.
    ///
    /// - Throws: `notADigest`, so no text leads out of the directory.
    package nonisolated func path(digest: String) throws(HistoryError) -> String {
        folder.path(of: try Digest(digest))
    }

    /// The file that holds a picture: the kept one, or where the bytes were not kept the user's own.
    ///
    /// - Throws: `notADigest`.
    package nonisolated func readablePath(digest: String) throws(HistoryError) -> String {
        let kept = try path(digest: digest)
        guard PosixFile.size(kept) == nil else { return kept }
        let paths = try onDatabase {
            try pool.read { try String.fetchAll($0, sql: Query.pathsOf, arguments: [digest]) }
        }
        return paths.first { PosixFile.size($0) != nil } ?? kept
    }

    /// The bytes of a picture, checked against their digest.
    ///
    /// - Throws: `notADigest`, `pictureMissing`, `pictureDamaged`.
    package func bytes(digest: String) throws(HistoryError) -> [UInt8] {
        let wanted = try Digest(digest)
        let path = try readablePath(digest: digest)
        guard path != folder.path(of: wanted) else { return try folder.bytes(of: wanted) }
        let bytes = try PosixFile.read(path)
        guard Digest(of: bytes) == wanted else { throw .pictureMissing(path: path) }
        return bytes
    }

    /// Keeps the file of a picture again.
    ///
    /// - Returns: false if the bytes are not the picture's.
    /// - Throws: `notADigest`.
    package func restore(_ bytes: [UInt8], digest: String) throws(HistoryError) -> Bool {
        let wanted = try Digest(digest)
        guard Digest(of: bytes) == wanted else { return false }
        // One that was changed and kept its size would be taken for whole.
        folder.remove(wanted)
        try folder.keep(bytes, as: wanted)
        return true
    }

    /// A number that differs from an earlier one when another store or process changed the tree in between.
    ///
    /// What this store writes does not change it.
    package func changeCount() throws(HistoryError) -> Int {
        // Always on the same connection: SQLite counts for each apart.
        try onDatabase { try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 } }
    }

    /// One consistent look at the database.
    func reading<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        try onDatabase { try pool.read(body) }
    }

    /// One transaction: all of it is on the disk when this returns, or none.
    func writing<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        try onDatabase { try pool.write(body) }
    }

    private nonisolated func onDatabase<Value>(_ access: () throws -> Value) throws(HistoryError) -> Value {
        do {
            return try access()
        } catch {
            throw HistoryError(error, database: pool.path)
        }
    }

    package static let unknownFacts: @Sendable ([UInt8], Int) -> PictureFacts = {
        PictureFacts(width: 0, height: 0, byteCount: $1, kind: "unknown")
    }

    private static let wallClock: @Sendable () -> Double = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
