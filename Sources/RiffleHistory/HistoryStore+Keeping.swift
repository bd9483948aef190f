import GRDB
package import RiffleAPI

extension HistoryStore {
    /// The root entry of a picture that a person chose: the one that has these bytes, or a new one.
    ///
    /// The bytes are kept too, so the tree keeps its root when the file changes or goes.
    ///
    /// - Parameters:
    ///   - originPath: The file's absolute path, compared byte by byte. A source with the same bytes from elsewhere is
    ///     the same source; where its own file is gone, it moves here.
    ///   - words: What else requests that grow from it are found by.
    package func source(
        bytes: [UInt8], facts: PictureFacts, originPath: String, words: String? = nil
    ) throws(HistoryError) -> Entry {
        let digest = Digest(of: bytes)
        try folder.keep(bytes, as: digest)
        return try writing { db in
            try keepStill(bytes, as: digest)
            if let known = try db.first(Query.source, [originPath, digest.text], but: faulty) {
                try db.bringBack(known.id)
                return known
            }
            if let known = try db.first(Query.sameSource, [digest.text], but: faulty) {
                if known.originPath.map({ PosixFile.size($0) == nil }) ?? true {
                    try db.execute(
                        sql: "UPDATE entry SET originPath = ? WHERE id = ?", arguments: [originPath, known.id.value])
                }
                return try db.existing(known.id, but: faulty)
            }
            let id = try db.insertEntry(
                picture: try db.pictureRow(digest, facts: facts), created: now(), originPath: originPath)
            try db.execute(sql: "UPDATE entry SET words = ? WHERE id = ?", arguments: [words, id.value])
            return try db.existing(id, but: faulty)
        }
    }

    /// A file of the user's that something is said of.
    package struct ChosenFile: Sendable {
        var path: String
        var digest: String
        var facts: PictureFacts
        var stamp: FileStamp?

        /// - Parameter digest: SHA-256 of its bytes.
        package init(path: String, digest: String, facts: PictureFacts, stamp: FileStamp?) {
            (self.path, self.digest, self.facts, self.stamp) = (path, digest, facts, stamp)
        }
    }

    /// The pictures of the trees that files are, or else new sources, whose bytes are not kept: the files are the user's,
    /// and only said to be good or bad. They are kept once something is made from them.
    ///
    /// All of it is one transaction, since each waits for the disk.
    package func mention(_ files: [ChosenFile]) throws(HistoryError) -> [EntryID] {
        guard !files.isEmpty else { return [] }
        return try writing { db in
            try db.remember(
                files.compactMap { file in
                    file.stamp.map { KnownFile(stamp: $0, path: file.path, digest: file.digest) }
                })
            let same = try db.cachedStatement(sql: Query.same)
            return try files.map { file in
                let digest = try Digest(file.digest)
                let all = try same.all([digest.text], as: Entry.self, but: faulty)
                if let known = HistoryStore.place(among: all, path: file.path) { return known.id }
                return try db.insertEntry(
                    picture: try db.pictureRow(digest, facts: file.facts), created: now(), originPath: file.path)
            }
        }
    }

    /// Enters a request before anything of it is sent, as owned by this process.
    ///
    /// - Parameters:
    ///   - source: The picture it is made from, brought back where it lies in the trash; nil for words alone.
    ///   - mask: The mask of an edit, or of a variation's subject, as a file, which is kept with the request.
    ///   - mate: The other parent of pictures that are blended from two.
    ///   - below: Its picture is sent with fewer bytes than this.
    ///   - idempotencyKey: The name under which a server is sent it.
    ///   - engine: Version of the built-in engine where it makes the pictures.
    ///   - isPending: Whether it is sent later: `start(_:)` says when. Otherwise it runs.
    ///   - created: When it was made, where that was before; seconds since 1970.
    /// - Throws: `noSuchEntry`.
    package func begin(
        _ operation: ImageOperation = .variation, source: EntryID?, prompt: String? = nil, settings: ImagesSettings,
        mask: (bytes: [UInt8], facts: PictureFacts)? = nil, mate: EntryID? = nil, mend: Mend, below: Int? = nil,
        idempotencyKey: String? = nil, engine: String?, isPending: Bool = false, created: Double? = nil
    ) throws(HistoryError) -> RequestRecord {
        let state: RequestState = isPending ? .pending : .running
        let digest = mask.map { Digest(of: $0.bytes) }
        if let mask, let digest { try folder.keep(mask.bytes, as: digest) }
        return try writing { db in
            var root: Int64?
            if let source {
                root = try Int64.fetchOne(db, sql: Query.root, arguments: [source.value])
                guard root != nil else { throw HistoryError.noSuchEntry(source) }
                try db.bringBack(source)
            }
            if let mate {
                guard try db.first(Query.entry, [mate.value], but: faulty) != nil else {
                    throw HistoryError.noSuchEntry(mate)
                }
                try db.bringBack(mate)
            }
            var maskRow: Int64?
            if let mask, let digest {
                try keepStill(mask.bytes, as: digest)
                maskRow = try db.pictureRow(digest, facts: mask.facts)
            }
            let created = created ?? now()
            try db.execute(
                sql: """
                    INSERT INTO request (source, root, kind, prompt, backend, settings, mask, mate, mend, below,
                        idempotencyKey, engine, created, state, ownerProcess, ownerBoot, ownerStart)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    source?.value, root, operation.rawValue, prompt, settings.backend, settings.fieldText, maskRow,
                    mate?.value, mend.rawValue, below, idempotencyKey, engine, created, state.rawValue,
                    owner.process, owner.boot, owner.start,
                ])
            return RequestRecord(
                id: RequestID(db.lastInsertedRowID), operation: operation, source: source, settings: settings,
                mend: mend, below: below, created: created, state: state, prompt: prompt, mask: digest?.text,
                mate: mate, idempotencyKey: idempotencyKey)
        }
    }

    /// Notes that a pending request is about to be sent, by its first try or another: from now on it may have been carried
    /// out.
    ///
    /// - Throws: `noSuchRequest` where it must not be sent: it is in the trash, has ended, or is another process's.
    package func start(_ id: RequestID) throws(HistoryError) {
        try writing { db in
            try db.execute(
                sql: """
                    UPDATE request SET state = 'running' WHERE id = ? AND state IN ('pending', 'running')
                        AND deleted IS NULL AND ownerProcess = ? AND ownerStart = ? AND ownerBoot = ?
                    """, arguments: [id.value, owner.process, owner.start, owner.boot])
            guard db.changesCount == 1 else { throw HistoryError.noSuchRequest(id) }
        }
    }

    /// Notes the words that a request turned out to be made with.
    package func setPrompt(of id: RequestID, to prompt: String) throws(HistoryError) {
        try writing { db in
            try db.execute(sql: "UPDATE request SET prompt = ? WHERE id = ?", arguments: [prompt, id.value])
        }
    }

    /// Keeps a picture that arrived: first its file, on the disk and under its name, then its row.
    ///
    /// The same picture at the same place again gives the entry that is there. A request takes pictures in any state:
    /// what arrives late is kept too. When this throws, the file may be there without a row, which harms nothing, and
    /// the call can be made again.
    ///
    /// - Parameters:
    ///   - index: Place in the request's answer from 0.
    ///   - image: The picture, with what its backend told of it.
    /// - Throws: `noSuchRequest`, `placeTaken` where another picture is at this place.
    package func keep(
        _ image: ArrivedImage, facts: PictureFacts, request: RequestID, index: Int
    ) throws(HistoryError) -> Entry {
        let digest = Digest(of: image.bytes)
        try folder.keep(image.bytes, as: digest)
        return try writing { db in
            try keepStill(image.bytes, as: digest)
            if let known = try db.first(Query.answer, [request.value, index], but: faulty) {
                guard known.digest == digest.text else { throw HistoryError.placeTaken(request, index: index) }
                return known
            }
            guard try Int.fetchOne(db, sql: "SELECT 1 FROM request WHERE id = ?", arguments: [request.value]) != nil
            else { throw HistoryError.noSuchRequest(request) }
            let id = try db.insertEntry(
                picture: try db.pictureRow(digest, facts: facts), created: now(), request: request, index: index,
                image: image)
            // A picture of a request in the trash lies there too.
            try db.execute(
                sql: "UPDATE entry SET deleted = (SELECT deleted FROM request WHERE id = ?) WHERE id = ?",
                arguments: [request.value, id.value])
            return try db.existing(id, but: faulty)
        }
    }

    /// Inside a transaction: keeps the file again where another process emptied the trash since it was kept.
    func keepStill(_ bytes: [UInt8], as digest: Digest) throws(HistoryError) {
        if !folder.has(digest, byteCount: bytes.count) { try folder.keep(bytes, as: digest) }
    }

    /// SHA-256 of a picture's bytes in lower-case hexadecimal, as entries have it.
    package static func digest(of bytes: [UInt8]) -> String { Digest(of: bytes).text }

    /// Notes how a request ended.
    ///
    /// The last word counts: a request that another process took for interrupted becomes what its owner says here.
    ///
    /// - Parameters:
    ///   - message: Why it failed, in one line.
    ///   - serverRequestID: The server's name for it, for its support.
    ///   - cost: What it cost, where that is known.
    /// - Throws: `noSuchRequest`.
    package func finish(
        _ id: RequestID, as state: RequestState, message: String?, serverRequestID: String?, cost: Price? = nil
    ) throws(HistoryError) {
        try writing { db in
            try db.execute(
                sql: """
                    UPDATE request SET state = ?, message = ?, serverRequest = ?, cost = ?, currency = ?,
                        finished = ? WHERE id = ?
                    """,
                arguments: [
                    state.rawValue, message, serverRequestID, cost?.amount, cost?.currency, now(), id.value,
                ])
            guard db.changesCount == 1 else { throw HistoryError.noSuchRequest(id) }
        }
    }
}

extension Database {
    /// Takes a picture, and what it was made from, out of the trash: something is about to hang on it.
    fileprivate func bringBack(_ id: EntryID) throws {
        var next: Int64? = id.value
        while let entry = next {
            try execute(sql: "UPDATE entry SET deleted = NULL WHERE id = ? AND deleted IS NOT NULL", arguments: [entry])
            // Above a picture that is not in the trash nothing is.
            guard changesCount == 1 else { return }
            let request = try Int64.fetchOne(self, sql: "SELECT request FROM entry WHERE id = ?", arguments: [entry])
            try execute(sql: "UPDATE request SET deleted = NULL WHERE id = ?", arguments: [request])
            next = try Int64.fetchOne(self, sql: "SELECT source FROM request WHERE id = ?", arguments: [request])
        }
    }

    fileprivate func first(
        _ sql: String, _ arguments: StatementArguments, but faulty: FaultyRows
    ) throws -> Entry? {
        try cachedStatement(sql: sql).all(arguments, as: Entry.self, but: faulty).first
    }

    /// The entry of an id that was inserted in this transaction.
    fileprivate func existing(_ id: EntryID, but faulty: FaultyRows) throws -> Entry {
        guard let entry = try first(Query.entry, [id.value], but: faulty) else { throw HistoryError.noSuchEntry(id) }
        return entry
    }

    /// Row id of the picture with this digest, made where there is none; the facts first written stay.
    func pictureRow(_ digest: Digest, facts: PictureFacts) throws -> Int64 {
        let known = "SELECT id FROM picture WHERE digest = ?"
        if let row = try Int64.fetchOne(self, sql: known, arguments: [digest.text]) { return row }
        try execute(
            sql: "INSERT INTO picture (digest, width, height, byteCount, kind) VALUES (?, ?, ?, ?, ?)",
            arguments: [digest.text, facts.width, facts.height, facts.byteCount, facts.kind])
        return lastInsertedRowID
    }

    fileprivate func insertEntry(
        picture: Int64, created: Double, request: RequestID? = nil, index: Int = 0, originPath: String? = nil,
        image: ArrivedImage? = nil
    ) throws -> EntryID {
        try execute(
            sql: """
                INSERT INTO entry (request, position, picture, originPath, seed, manner, url, created, seen)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                request?.value, index, picture, originPath, image?.seed.map(Int64.init(bitPattern:)),
                image?.manner, image?.url, created, request == nil,
            ])
        return EntryID(lastInsertedRowID)
    }
}
