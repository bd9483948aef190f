import GRDB
package import RiffleAPI

extension HistoryStore {
    /// Says something about nodes, and notes what was said before, so that it can be undone. What could still be made
    /// again is forgotten.
    ///
    /// A favourite, a rating and a rejection are of pictures alone: requests among the nodes are passed over.
    ///
    /// - Throws: `noSuchEntry`, `noSuchRequest`; then nothing has changed.
    /// - Complexity: O(nodes), for the trash O(nodes in the branches).
    package func mark(_ nodes: [Node], _ mark: Mark) throws(HistoryError) {
        try writing { db in
            try db.execute(sql: "DELETE FROM change WHERE undone = 1")
            try db.execute(
                sql: "INSERT INTO change (mark, made, value) VALUES (?, ?, ?)",
                arguments: [mark.kind.rawValue, now(), mark.value(now: now())])
            let change = db.lastInsertedRowID
            let targets = mark.kind == .trashed ? try db.branches(of: nodes) : nodes
            try db.apply(mark.kind, mark.value(now: now()), to: targets, noting: change)
            // A mark that everything had already is no change.
            try db.execute(
                sql: "DELETE FROM change WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM changed WHERE change = ?1)",
                arguments: [change])
            // What nobody will ever go back to.
            try db.execute(sql: "DELETE FROM change WHERE id <= ?", arguments: [change - 1000])
        }
    }

    /// Takes back the last change that was not taken back yet, whichever process made it; nil where there is none.
    package func undo() throws(HistoryError) -> Undoing? {
        try writing { db in
            let last = "SELECT id, mark FROM change WHERE undone = 0 ORDER BY id DESC LIMIT 1"
            guard let row = try Row.fetchOne(db, sql: last) else { return nil }
            let (change, kind) = (row[0] as Int64, Mark.Kind(rawValue: row[1]) ?? .note)
            try db.putBack(kind, change)
            try db.execute(sql: "UPDATE change SET undone = 1 WHERE id = ?", arguments: [change])
            return try db.undoing(kind, change, but: faulty)
        }
    }

    /// Makes the change again that was taken back last; nil where there is none.
    package func redo() throws(HistoryError) -> Undoing? {
        try writing { db in
            let next = "SELECT id, mark, value FROM change WHERE undone = 1 ORDER BY id LIMIT 1"
            guard let row = try Row.fetchOne(db, sql: next) else { return nil }
            let (change, kind) = (row[0] as Int64, Mark.Kind(rawValue: row[1]) ?? .note)
            let value = row[2] as DatabaseValue
            var nodes = try db.nodes(of: change)
            // What each had is noted still, and holds: another mark would have ended what can be made again. But something may
            // have grown on the branch in between.
            if kind == .trashed { nodes = try db.branches(of: nodes) }
            try db.apply(kind, value, to: nodes, noting: change)
            try db.execute(sql: "UPDATE change SET undone = 0 WHERE id = ?", arguments: [change])
            return try db.undoing(kind, change, but: faulty)
        }
    }

    /// Notes that a person looked at pictures; ids of none are passed over. This is no change to be undone.
    package func markSeen(_ ids: [EntryID]) throws(HistoryError) {
        guard !ids.isEmpty else { return }
        try writing { db in
            let mark = try db.cachedStatement(sql: "UPDATE entry SET seen = 1 WHERE id = ?")
            for id in ids { try mark.execute(arguments: [id.value]) }
        }
    }
}

extension Mark {
    /// What the database holds for it.
    fileprivate func value(now: Double) -> DatabaseValue {
        switch self {
        case .favourite(let isSet), .rejected(let isSet): isSet.databaseValue
        case .rating(let stars): min(max(stars, 0), 5).databaseValue
        case .note(let text): text.databaseValue
        case .trashed(let isSet): isSet ? now.databaseValue : .null
        }
    }
}

extension Mark.Kind {
    fileprivate var column: String {
        switch self {
        case .favourite: "favourite"
        case .rating: "rating"
        case .rejected: "rejected"
        case .note: "note"
        case .trashed: "deleted"
        // In a table of its own.
        case .hints: "hint"
        }
    }

    /// The tables that hold it, with the number that stands for each in a change.
    fileprivate var tables: [(number: Int, table: String)] {
        switch self {
        case .note, .trashed: [(0, "entry"), (1, "request")]
        case .favourite, .rating, .rejected: [(0, "entry")]
        case .hints: []
        }
    }
}

extension Node {
    /// - Parameter kind: 0 for a picture, 1 for a request.
    init(kind: Int, id: Int64) { self = kind == 0 ? .entry(EntryID(id)) : .request(RequestID(id)) }

    var kindNumber: Int { if case .entry = self { 0 } else { 1 } }

    var number: Int64 {
        switch self {
        case .entry(let id): id.value
        case .request(let id): id.value
        }
    }

    fileprivate var isMissing: HistoryError {
        switch self {
        case .entry(let id): .noSuchEntry(id)
        case .request(let id): .noSuchRequest(id)
        }
    }
}

extension Database {
    /// Sets a mark of nodes and writes down what each had; those that have it already are left out.
    ///
    /// - Complexity: O(nodes), in a few statements however many there are.
    fileprivate func apply(_ kind: Mark.Kind, _ value: DatabaseValue, to nodes: [Node], noting change: Int64) throws {
        if kind == .hints, let node = nodes.first { try setHints(value, of: node.number) }
        for (number, table) in kind.tables {
            // The ids as JSON, null where a node is of the other table: its place stays its place.
            let ids = nodes.map { $0.kindNumber == number ? "\($0.number)" : "null" }
            guard ids.contains(where: { $0 != "null" }) else { continue }
            let list = "[\(ids.joined(separator: ","))]"
            let missing = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM \(table)) LIMIT 1"
            if let id = try Int64.fetchOne(self, sql: missing, arguments: [list]) {
                throw Node(kind: number, id: id).isMissing
            }
            let isOther =
                kind == .trashed
                ? "(node.\(kind.column) IS NULL) <> (?2 IS NULL)" : "node.\(kind.column) IS NOT ?2"
            try execute(
                sql: """
                    INSERT OR IGNORE INTO changed (change, kind, node, place, value)
                        SELECT ?3, \(number), node.id, list.key, node.\(kind.column)
                        FROM json_each(?1) AS list CROSS JOIN \(table) AS node ON node.id = list.value
                        WHERE \(isOther)
                    """, arguments: [list, value, change])
            try execute(
                sql: """
                    UPDATE \(table) SET \(kind.column) = ?1
                        WHERE id IN (SELECT node FROM changed WHERE change = ?2 AND kind = \(number))
                    """, arguments: [value, change])
        }
    }

    /// Gives every node of a change what it had before.
    fileprivate func putBack(_ kind: Mark.Kind, _ change: Int64) throws {
        if kind == .hints, let node = try nodes(of: change).first {
            let before = try DatabaseValue.fetchOne(
                self, sql: "SELECT value FROM changed WHERE change = ?", arguments: [change])
            try setHints(before ?? .null, of: node.number)
        }
        for (number, table) in kind.tables {
            try execute(
                sql: """
                    UPDATE \(table) SET \(kind.column) = changed.value FROM changed
                        WHERE changed.change = ? AND changed.kind = \(number) AND changed.node = \(table).id
                    """, arguments: [change])
        }
    }

    /// The nodes of a change, in the order in which they were named.
    fileprivate func nodes(of change: Int64) throws -> [Node] {
        try cachedStatement(sql: "SELECT kind, node FROM changed WHERE change = ? ORDER BY place").all([change]) {
            Node(kind: try $0.next(), id: try $0.next())
        }
    }

    /// The nodes and all that descends from them, each once, in this order.
    fileprivate func branches(of nodes: [Node]) throws -> [Node] {
        var found: [Node] = []
        var known: Set<Node> = []
        let statement = try cachedStatement(sql: Query.branch)
        for node in nodes where !known.contains(node) {
            let branch = try statement.all([node.kindNumber, node.number]) { columns in
                Node(kind: try columns.next(), id: try columns.next())
            }
            for node in branch where known.insert(node).inserted { found.append(node) }
        }
        return found
    }

    fileprivate func undoing(_ kind: Mark.Kind, _ change: Int64, but faulty: FaultyRows) throws -> Undoing {
        let first = try cachedStatement(sql: "SELECT kind, node FROM changed WHERE change = ? ORDER BY place LIMIT 1")
            .all([change]) { Node(kind: try $0.next(), id: try $0.next()) }.first
        let counts = "SELECT count(*) FILTER (WHERE kind = 0), count(*) FILTER (WHERE kind = 1) FROM changed"
        let row = try Row.fetchOne(self, sql: "\(counts) WHERE change = ?", arguments: [change])
        var root: Entry?
        if let first {
            let id =
                first.kindNumber == 0
                ? try Int64.fetchOne(self, sql: Query.root, arguments: [first.number])
                : try Int64.fetchOne(self, sql: "SELECT root FROM request WHERE id = ?", arguments: [first.number])
            root = try id.flatMap { try cachedStatement(sql: Query.entry).all([$0], as: Entry.self, but: faulty).first }
        }
        return Undoing(kind: kind, first: first, pictures: row?[0] ?? 0, requests: row?[1] ?? 0, root: root)
    }
}
