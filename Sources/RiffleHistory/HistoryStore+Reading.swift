import GRDB
package import RiffleAPI

extension HistoryStore {
    package func entry(_ id: EntryID) throws(HistoryError) -> Entry? {
        try reading { try $0.cachedStatement(sql: Query.entry).all([id.value], Entry.init).first }
    }

    /// The source that an entry descends from; itself where it is one. Nil where there is no such entry.
    package func root(of entry: EntryID) throws(HistoryError) -> Entry? {
        try reading { db in
            guard let root = try Int64.fetchOne(db, sql: Query.root, arguments: [entry.value]) else { return nil }
            return try db.cachedStatement(sql: Query.entry).all([root], Entry.init).first
        }
    }

    /// The trees whose sources were read from a file, newest first: one for each content that the file had.
    ///
    /// - Complexity: O(pictures in these trees).
    package func lineage(path: String) throws(HistoryError) -> [Lineage] {
        try reading { db in
            try db.cachedStatement(sql: Query.sources).all([path], Entry.init).map(db.lineage)
        }
    }

    /// The tree that grew from a source; nil where the entry is none, or not there.
    ///
    /// - Complexity: O(pictures in the tree).
    package func lineage(root: EntryID) throws(HistoryError) -> Lineage? {
        try reading { db in
            let root = try db.cachedStatement(sql: Query.entry).all([root.value], Entry.init).first
            guard let root, root.request == nil else { return nil }
            return try db.lineage(of: root)
        }
    }

    /// A page of all requests ever made, newest first.
    ///
    /// - Parameters:
    ///   - last: The last request of the page before; nil for the first page.
    ///   - limit: The most that are given.
    /// - Complexity: O(limit), wherever the page is.
    package func requests(before last: RequestID?, limit: Int) throws(HistoryError) -> [RequestSummary] {
        try reading { db in
            // To SQLite a negative limit is none.
            let arguments: StatementArguments = [last?.value ?? .max, max(limit, 0)]
            return try db.cachedStatement(sql: Query.summaries).all(arguments, RequestSummary.init)
        }
    }
}

extension Database {
    fileprivate func lineage(of root: Entry) throws -> Lineage {
        Lineage(
            root: root,
            requests: try cachedStatement(sql: Query.treeRequests).all([root.id.value], RequestRecord.init),
            entries: try cachedStatement(sql: Query.treeEntries).all([root.id.value], Entry.init))
    }
}
