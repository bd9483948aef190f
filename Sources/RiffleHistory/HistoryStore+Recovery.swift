import GRDB
package import RiffleAPI

extension HistoryStore {
    /// Tells what processes that ended left undone: their running requests become `interrupted`, their half-written
    /// files go. Pictures that had arrived stay, and requests of processes that live are left alone.
    ///
    /// - Returns: The requests that were interrupted.
    @discardableResult
    package func recover() throws(HistoryError) -> [RequestID] {
        folder.removeLeftovers(isAlive: isAlive)
        // Looked for without the right to write, which is seldom needed and would wait for other processes.
        let running = try reading { db in
            try db.cachedStatement(sql: Query.running).all([]) { columns in
                (
                    id: RequestID(try columns.next()),
                    owner: Owner(
                        process: try columns.next(), start: try columns.next(), boot: try columns.next())
                )
            }
        }
        let abandoned = running.filter { !isAlive($0.owner) }.map(\.id)
        guard !abandoned.isEmpty else { return [] }
        return try writing { db in
            // When it ended nobody knows, so `finished` stays empty.
            let interrupt = try db.cachedStatement(
                sql: "UPDATE request SET state = 'interrupted' WHERE id = ? AND state = 'running'")
            return try abandoned.filter { id in
                try interrupt.execute(arguments: [id.value])
                return db.changesCount == 1
            }
        }
    }

    /// Takes over the requests that processes which ended had not sent yet, the oldest first: they are this process's
    /// from now on, and no other's.
    ///
    /// - Returns: Each with the source at the root of its tree; nil where it is from words alone.
    package func adoptPending() throws(HistoryError) -> [(record: RequestRecord, root: Entry?)] {
        func abandoned(_ db: Database) throws -> [Int64] {
            try db.cachedStatement(sql: Query.pending).all([]) { columns in
                let id: Int64 = try columns.next()
                return (id, Owner(process: try columns.next(), start: try columns.next(), boot: try columns.next()))
            }.filter { $0.1 != owner && !isAlive($0.1) }.map(\.0)
        }
        // As above: seldom are there any.
        guard try !reading({ try abandoned($0) }).isEmpty else { return [] }
        return try writing { db in
            // Looked for once more: another process may have been quicker.
            try abandoned(db).compactMap { id in
                try db.execute(
                    sql: "UPDATE request SET ownerProcess = ?, ownerStart = ?, ownerBoot = ? WHERE id = ?",
                    arguments: [owner.process, owner.start, owner.boot, id])
                let record = try db.cachedStatement(sql: Query.request).all([id], as: RequestRecord.self, but: faulty)
                    .first
                let root = try Int64.fetchOne(db, sql: "SELECT root FROM request WHERE id = ?", arguments: [id])
                return try record.map { record in
                    (
                        record,
                        try root.flatMap {
                            try db.cachedStatement(sql: Query.entry).all([$0], as: Entry.self, but: faulty).first
                        }
                    )
                }
            }
        }
    }
}
