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
}
