import GRDB
package import RiffleAPI

extension HistoryStore {
    package func entry(_ id: EntryID) throws(HistoryError) -> Entry? {
        try reading { try $0.cachedStatement(sql: Query.entry).all([id.value], as: Entry.self, but: faulty).first }
    }

    /// The source that an entry descends from; itself where it is one. Nil where there is no such entry.
    package func root(of entry: EntryID) throws(HistoryError) -> Entry? {
        try reading { db in
            guard let root = try Int64.fetchOne(db, sql: Query.root, arguments: [entry.value]) else { return nil }
            return try db.cachedStatement(sql: Query.entry).all([root], as: Entry.self, but: faulty).first
        }
    }

    /// The trees whose sources were read from a file, newest first: one for each content that the file had.
    ///
    /// - Complexity: O(pictures in these trees).
    package func lineage(path: String) throws(HistoryError) -> [Lineage] {
        try reading { db in
            try db.cachedStatement(sql: Query.sources).all([path], as: Entry.self, but: faulty).map {
                try db.lineage(of: $0, but: faulty)
            }
        }
    }

    /// The tree that grew from a source; nil where the entry is none, or not there.
    ///
    /// - Complexity: O(pictures in the tree).
    package func lineage(root: EntryID) throws(HistoryError) -> Lineage? {
        try reading { db in
            let root = try db.cachedStatement(sql: Query.entry).all([root.value], as: Entry.self, but: faulty).first
            guard let root, root.request == nil else { return nil }
            return try db.lineage(of: root, but: faulty)
        }
    }

    /// The tree that grew from a request from words alone; nil where the request is none, or not there.
    ///
    /// - Complexity: O(pictures in the tree).
    package func lineage(words id: RequestID) throws(HistoryError) -> Lineage? {
        try reading { db in
            let requests = try db.cachedStatement(sql: Query.requestsFromWords).all(
                [id.value], as: RequestRecord.self, but: faulty)
            guard let first = requests.first, first.id == id, first.source == nil else { return nil }
            let entries = try db.cachedStatement(sql: Query.entriesFromWords).all(
                [id.value], as: Entry.self, but: faulty)
            return try db.lineage(root: nil, requests, entries, but: faulty)
        }
    }

    /// What was asked for in words lately, newest first, each once.
    ///
    /// - Complexity: O(limit).
    package func prompts(limit: Int) throws(HistoryError) -> [String] {
        try reading { db in
            // The same words are often asked for again and again.
            let found = try String.fetchAll(db, sql: Query.prompts, arguments: [limit * 4])
            var known: Set<String> = []
            return Array(found.filter { known.insert($0).inserted }.prefix(limit))
        }
    }

    /// Everything that is known of how a picture came to be; nil where there is no such picture.
    package func provenance(of id: EntryID) throws(HistoryError) -> Provenance? {
        try reading { db in
            let entry = try db.cachedStatement(sql: Query.entry)
            guard let picture = try entry.all([id.value], as: Entry.self, but: faulty).first else { return nil }
            var provenance = Provenance(entry: picture)
            guard let request = picture.request else { return provenance }
            let details = """
                SELECT root, engine, serverRequest, cost, currency, finished - created FROM request
                WHERE id = ?
                """
            let row = try Row.fetchOne(db, sql: details, arguments: [request.value])
            provenance.request = try db.cachedStatement(sql: Query.request).all(
                [request.value], as: RequestRecord.self, but: faulty
            ).first
            provenance.parent = try provenance.request?.source.flatMap {
                try entry.all([$0.value], as: Entry.self, but: faulty).first
            }
            provenance.root = try (row?[0] as Int64?).flatMap { try entry.all([$0], as: Entry.self, but: faulty).first }
            provenance.engine = row?[1]
            provenance.serverRequest = row?[2]
            provenance.mate = try provenance.request?.mate.flatMap {
                try entry.all([$0.value], as: Entry.self, but: faulty).first
            }
            func sound(_ column: String, _ value: Double?, in limits: ClosedRange<Double>) -> Double? {
                guard let value, !limits.contains(value) else { return value }
                faulty.note(FaultyRow(node: .request(request), column: column, value: "\(value)"))
                return nil
            }
            provenance.cost = sound("cost", row?[3], in: RowLimit.amount).map {
                Price(amount: $0, currency: row?[4] ?? "USD")
            }
            provenance.duration = sound("duration in seconds", row?[5], in: RowLimit.seconds)
            return provenance
        }
    }

    /// The pictures with these bytes, wherever they are in the trees, newest first.
    package func entries(digest: String) throws(HistoryError) -> [Entry] {
        try reading { try $0.cachedStatement(sql: Query.same).all([digest], as: Entry.self, but: faulty) }
    }

    /// The requests that were made from a picture, in order.
    package func lineageRequests(of id: EntryID) throws(HistoryError) -> [RequestRecord] {
        try reading {
            try $0.cachedStatement(sql: Query.requestsFrom).all([id.value], as: RequestRecord.self, but: faulty)
        }
    }

    /// The requests from words alone that were made at a moment.
    package func requests(fromWordsAt created: Double) throws(HistoryError) -> [RequestRecord] {
        try reading {
            try $0.cachedStatement(sql: Query.requestsFromWordsAt).all([created], as: RequestRecord.self, but: faulty)
        }
    }

    /// A request with its pictures; nil where there is none.
    package func request(_ id: RequestID) throws(HistoryError) -> (record: RequestRecord, entries: [Entry])? {
        try reading { db in
            let records = try db.cachedStatement(sql: Query.request).all(
                [id.value], as: RequestRecord.self, but: faulty)
            guard let record = records.first else { return nil }
            return (record, try db.cachedStatement(sql: Query.answers).all([id.value], as: Entry.self, but: faulty))
        }
    }

    /// Seconds for which a request may wait and still be counted when it is sent: a quarter of a year.
    private static let longestWait = 92 * 86_400.0

    /// How many pictures a backend was asked for since a moment: of a request that runs or broke off all that it asked for,
    /// of another those that came. Requests in the trash count, as long as they are there.
    ///
    /// - Parameter asking: one that is about to be sent: it and those before it that wait count as if they ran.
    /// - Complexity: O(requests since `longestWait` before then).
    package func pictureCount(
        of backend: String, since start: Double, asking: RequestID? = nil
    ) throws(HistoryError) -> Int {
        try reading { db in
            var count = 0
            // Newest first, and no further than one may have waited: years of history are not gone through.
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT backend, created, settings, state,
                        (SELECT count(*) FROM entry WHERE entry.request = request.id), id, finished
                    FROM request ORDER BY id DESC
                    """)
            while let row = try rows.next(), row[1] as Double >= start - Self.longestWait {
                guard row[0] as String == backend else { continue }
                let state = RequestState(rawValue: row[3])
                let isNext = state == .pending && asking.map { (row[5] as Int64) <= $0.value } == true
                let isOpen = state == .running || state == .interrupted || isNext
                // One that was asked for before may have been sent since.
                guard row[1] >= start || state == .running || isNext || (row[6] as Double? ?? 0) >= start
                else { continue }
                let (asked, arrived) = (ImagesSettings(backend: backend, fieldText: row[2]).count, row[4] as Int)
                count += isOpen && RowLimit.pictures.contains(asked) ? asked : arrived
            }
            return count
        }
    }

    /// A page of all requests ever made, newest first.
    ///
    /// - Parameters:
    ///   - search: Which of them; without words and marks all.
    ///   - last: The last request of the page before; nil for the first page.
    ///   - limit: The most that are given.
    /// - Complexity: O(limit) without words, wherever the page is.
    package func requests(
        _ search: HistorySearch = HistorySearch(), before last: RequestID?, limit: Int
    ) throws(HistoryError) -> [RequestSummary] {
        try reading { db in
            var marks: [Query.PictureMark] = []
            if search.isUnseen { marks.append(.unseen) }
            if search.isRejected { marks.append(.rejected) }
            if search.isFavourite { marks.append(.favourite) }
            if search.rating > 0 { marks.append(.rated(atLeast: search.rating)) }
            let words = search.match
            let sql: String
            if words != nil {
                sql = Query.summariesFound(
                    where: search.condition("request", now: now())
                        + marks.map { $0.ofRequest("search.rowid") }.joined(separator: " "))
            } else if let mark = marks.last, mark.index != nil {
                // Where both are asked for, the rarer mark leads and the other is looked up.
                sql = Query.summariesMarked(
                    mark,
                    where: search.condition("asked", now: now())
                        + marks.dropLast().map { $0.ofRequest("asked.id") }.joined(separator: " "))
            } else {
                sql = Query.summaries(
                    where: search.condition("request", now: now())
                        + marks.map { $0.ofRequest("request.id") }.joined(separator: " "))
            }
            let statement = try db.cachedStatement(sql: sql)
            let (answers, trail) = (
                try db.cachedStatement(sql: Query.answers), try db.cachedStatement(sql: Query.trail)
            )
            var found: [RequestSummary] = []
            var before = last?.value ?? .max
            // Less than a page says that there is no more: faulty rows are made up for.
            while found.count < limit {
                let wanted = limit - found.count
                let page: (values: [RequestSummary], count: Int, last: Int64?) = try statement.page(
                    words.map { [$0, before, wanted] } ?? [before, wanted], but: faulty)
                for var summary in page.values {
                    let all = try answers.all([summary.id.value], as: Entry.self, but: faulty)
                    summary.pictures = search.pictures(of: all.sorted { $0.index < $1.index })
                    // It has pictures, and none of them is meant.
                    if search.isNarrow, summary.pictures.isEmpty, !all.isEmpty { continue }
                    if let source = summary.record.source {
                        summary.trail = try trail.all([source.value]) { try $0.next() }
                    }
                    found.append(summary)
                }
                guard page.count == wanted, let end = page.last else { break }
                before = end
            }
            return found
        }
    }
}

extension Database {
    fileprivate func lineage(of root: Entry, but faulty: FaultyRows) throws -> Lineage {
        try lineage(
            root: root,
            try cachedStatement(sql: Query.treeRequests).all([root.id.value], as: RequestRecord.self, but: faulty),
            try cachedStatement(sql: Query.treeEntries).all([root.id.value], as: Entry.self, but: faulty), but: faulty)
    }

    fileprivate func lineage(
        root: Entry?, _ requests: [RequestRecord], _ entries: [Entry], but faulty: FaultyRows
    ) throws -> Lineage {
        var others = Set(requests.compactMap(\.mate))
        if !others.isEmpty {
            if let root { others.remove(root.id) }
            others.subtract(entries.map(\.id))
        }
        let statement = try cachedStatement(sql: Query.entry)
        let mates = try others.sorted { $0.value < $1.value }.flatMap {
            try statement.all([$0.value], as: Entry.self, but: faulty)
        }
        return Lineage(root: root, requests: requests, entries: entries, mates: mates)
    }
}
