import GRDB
package import RiffleAPI

extension HistoryStore {
    /// What lies in the trash, and what emptying it would free.
    ///
    /// - Complexity: O(what lies there).
    package func trash() throws(HistoryError) -> TrashFacts {
        try reading { try $0.trash() }
    }

    /// Takes what lies in the trash out of the tree for ever, and the files that nothing else needs off the disk, those
    /// too that a process which died left without a row.
    ///
    /// It cannot be undone; changes of what is gone leave the journal too.
    ///
    /// - Returns: What went.
    package func emptyTrash() throws(HistoryError) -> TrashFacts {
        do {
            return try removeTrash()
        } catch {
            guard case .diskFull = error else { throw error }
            // The database cannot be written on a full disk: the files go first.
            for digest in try reading({ try String.fetchAll($0, sql: "SELECT digest FROM (\(Query.loosePictures))") }) {
                folder.remove(try Digest(digest))
            }
            return try removeTrash()
        }
    }

    /// Frees the disk of what lies in the trash of a history that cannot be opened because the disk is full.
    ///
    /// The pictures' rows stay in the trash. Nothing is done if another process has the history open: it may be taking
    /// pictures out of the trash.
    ///
    /// - Returns: false if nothing was freed.
    package static func freeTrash(directory: String) throws(HistoryError) -> Bool {
        let path = directory + "/history.db"
        guard PosixFile.size(path + "-wal") ?? 0 == 0 else { return false }
        let folder = try PictureFolder(path: directory + "/pictures", owner: .current)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            // Without shared memory, for which a full disk has no room either. Source: SQLite, "Uniform Resource
            // Identifiers", 3.3.
            let name = path.utf8.map { "%" + String(Int($0) | 0x100, radix: 16).suffix(2) }.joined()
            let queue = try DatabaseQueue(path: "file:\(name)?immutable=1", configuration: configuration)
            let digests = try queue.read { db in
                try String.fetchAll(db, sql: "SELECT digest FROM (\(Query.loosePictures))")
            }
            for digest in digests { folder.remove(try Digest(digest)) }
            return !digests.isEmpty
        } catch {
            throw HistoryError(error, database: path)
        }
    }

    private func removeTrash() throws(HistoryError) -> TrashFacts {
        try writing { db in
            let facts = try db.trash()
            // Requests and pictures refer to each other: it comes out even at the end.
            try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
            let loose = try db.cachedStatement(sql: Query.loosePictures).all([]) { columns in
                (id: try columns.next(Int64.self), digest: try columns.next(String.self))
            }
            try db.execute(
                sql: """
                    DELETE FROM changed WHERE kind = 0 AND node IN (SELECT id FROM entry WHERE deleted IS NOT NULL);
                    DELETE FROM changed WHERE kind = 1 AND node IN (SELECT id FROM request WHERE deleted IS NOT NULL);
                    DELETE FROM change WHERE NOT EXISTS (SELECT 1 FROM changed WHERE change = change.id);
                    UPDATE request SET mate = NULL
                        WHERE mate IS NOT NULL AND mate IN (SELECT id FROM entry WHERE deleted IS NOT NULL);
                    DELETE FROM entry WHERE deleted IS NOT NULL;
                    DELETE FROM request WHERE deleted IS NOT NULL;
                    """)
            let remove = try db.cachedStatement(sql: "DELETE FROM picture WHERE id = ?")
            for picture in loose { try remove.execute(arguments: [picture.id]) }
            // Within the transaction: whoever keeps the same picture meanwhile looks for its file once more when it is
            // their turn to write.
            for picture in loose { folder.remove(try Digest(picture.digest)) }
            let listed = Set(try String.fetchAll(db, sql: "SELECT digest FROM picture"))
            // A picture that is just being kept has its file before its row.
            folder.removeUnlisted(but: listed, olderThan: now() - 86_400)
            return facts
        }
    }
}

extension Database {
    fileprivate func trash() throws -> TrashFacts {
        let entries = "SELECT count(*) FROM entry WHERE deleted IS NOT NULL"
        let requests = "SELECT count(*) FROM request WHERE deleted IS NOT NULL"
        let bytes = "SELECT coalesce(sum(byteCount), 0) FROM (\(Query.loosePictures))"
        return TrashFacts(
            pictures: try Int.fetchOne(self, sql: entries) ?? 0,
            requests: try Int.fetchOne(self, sql: requests) ?? 0,
            byteCount: try Int.fetchOne(self, sql: bytes) ?? 0)
    }
}
