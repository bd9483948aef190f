import GRDB
package import RiffleAPI

extension HistoryStore {
    /// - Throws: `noSuchEntry`.
    package func setFavourite(_ id: EntryID, _ isFavourite: Bool) throws(HistoryError) {
        try writing { db in
            try db.execute(
                sql: "UPDATE entry SET favourite = ? WHERE id = ?", arguments: [isFavourite, id.value])
            guard db.changesCount == 1 else { throw HistoryError.noSuchEntry(id) }
        }
    }

    /// Notes that a person looked at pictures; ids of none are passed over.
    package func markSeen(_ ids: [EntryID]) throws(HistoryError) {
        guard !ids.isEmpty else { return }
        try writing { db in
            let mark = try db.cachedStatement(sql: "UPDATE entry SET seen = 1 WHERE id = ?")
            for id in ids { try mark.execute(arguments: [id.value]) }
        }
    }
}
