import GRDB
package import RiffleAPI

/// The user's own files: which picture each is, and what was made from it.
extension HistoryStore {
    /// What a file's bytes were found to be, where it has not changed since.
    package func digest(of stamp: FileStamp) throws(HistoryError) -> String? {
        try reading { db in
            try String.fetchOne(
                db, sql: Query.digestOfFile,
                arguments: [stamp.device, stamp.inode, stamp.byteCount, stamp.modified])
        }
    }

    /// A file with what its bytes were found to be.
    package struct KnownFile: Sendable {
        var stamp: FileStamp
        var path: String
        var digest: String

        /// - Parameter digest: SHA-256 without Riffle's own recipe.
        package init(stamp: FileStamp, path: String, digest: String) {
            self.stamp = stamp
            self.path = path
            self.digest = digest
        }
    }

    /// Remembers what files' bytes are.
    package func remember(_ files: [KnownFile]) throws(HistoryError) {
        guard !files.isEmpty else { return }
        try writing { try $0.remember(files) }
    }

    /// Whether a kept picture has so many bytes; a file of another size is none of them.
    package func hasPicture(byteCount: Int) throws(HistoryError) -> Bool {
        try reading { db in
            try Int.fetchOne(db, sql: Query.pictureOfSize, arguments: [byteCount]) != nil
        }
    }

    /// The picture of the trees that has a content: one that was made before one that was chosen, since it has a
    /// parent; among sources the one read from `path`. Nil where there is none outside the trash.
    package func place(digest: String, path: String) throws(HistoryError) -> Entry? {
        HistoryStore.place(among: try entries(digest: digest), path: path)
    }

    /// - Parameter entries: all with one content.
    static func place(among entries: [Entry], path: String) -> Entry? {
        entries.first { $0.request != nil } ?? entries.first { $0.originPath == path } ?? entries.first
    }

    /// What the history knows of a file.
    ///
    /// - Parameter digest: of its content; nil where that was not looked at.
    /// - Complexity: O(pictures made from it).
    package func standing(path: String, digest: String?) throws(HistoryError) -> FileStanding {
        let entry = try digest.map { digest throws(HistoryError) in try place(digest: digest, path: path) } ?? nil
        return try reading { db in
            var entry = entry
            if entry == nil {
                entry = try db.cachedStatement(sql: Query.sources).all([path], as: Entry.self, but: faulty).first
            }
            let row = try Row.fetchOne(db, sql: Query.madeFromFile, arguments: [digest, path])
            return FileStanding(entry: entry, variations: row?[0] ?? 0, unseen: row?[1] ?? 0)
        }
    }

    /// What was made from the files in a folder and below it: those that were there when they were varied, and those
    /// that were seen there last.
    ///
    /// - Complexity: O(pictures made from them).
    package func standing(folder: String) throws(HistoryError) -> FileStanding {
        try reading { db in
            let inside = folder == "/" ? "" : folder
            // "0" follows "/": the range holds every path below the folder.
            let row = try Row.fetchOne(db, sql: Query.madeInFolder, arguments: [inside + "/", inside + "0"])
            return FileStanding(variations: row?[0] ?? 0, unseen: row?[1] ?? 0)
        }
    }

    /// The trees that a file belongs to: that of the picture it is, and those of what was read from its path.
    ///
    /// - Parameter digest: of its content; nil where that is not known.
    /// - Returns: Also the picture that the file is.
    package func lineage(
        path: String, digest: String?
    ) throws(HistoryError) -> (lineages: [Lineage], place: EntryID?) {
        var lineages = try lineage(path: path)
        guard let digest, let place = try place(digest: digest, path: path) else {
            return (lineages, nil)
        }
        if !lineages.contains(where: { $0.root?.id == place.id }), let own = try lineage(holding: place) {
            lineages.removeAll { $0.root?.id == own.root?.id && own.root != nil }
            lineages.insert(own, at: 0)
        }
        return (lineages, place.id)
    }

    /// The tree that holds a picture.
    private func lineage(holding entry: Entry) throws(HistoryError) -> Lineage? {
        guard let root = try root(of: entry.id) else { return nil }
        // The root of what began with words is a picture of the request from words.
        if let request = root.request { return try lineage(words: request) }
        return try lineage(root: root.id)
    }

    /// Where a source's file is now: where it was read from, or where a file of the same content was seen last. Nil
    /// where it is in neither place.
    package func currentPath(of entry: Entry) throws(HistoryError) -> String? {
        if let path = entry.originPath, PosixFile.size(path) != nil { return path }
        let paths = try reading { db in
            try String.fetchAll(db, sql: "SELECT path FROM file WHERE digest = ?", arguments: [entry.digest])
        }
        return paths.first { PosixFile.size($0) != nil }
    }

    // MARK: What nobody has seen

    /// How many pictures nobody has looked at yet.
    package func unseenCount() throws(HistoryError) -> Int {
        try reading { try Int.fetchOne($0, sql: Query.unseenCount) ?? 0 }
    }

    /// The next picture that nobody has looked at yet, in the order in which they were made, and from the first again
    /// after the last.
    package func nextUnseen(after id: EntryID?) throws(HistoryError) -> UnseenPicture? {
        let found = try reading { db -> (Entry, Int)? in
            let next = try db.cachedStatement(sql: Query.nextUnseen)
            let entry =
                try next.all([id?.value ?? 0], as: Entry.self, but: faulty).first
                ?? next.all([0], as: Entry.self, but: faulty).first
            return try entry.map { ($0, try Int.fetchOne(db, sql: Query.unseenCount) ?? 0) }
        }
        guard let (entry, count) = found else { return nil }
        return UnseenPicture(entry: entry, root: try root(of: entry.id), count: count)
    }
}

extension Database {
    /// Remembers what files' bytes are.
    func remember(_ files: [HistoryStore.KnownFile]) throws {
        let insert = try cachedStatement(
            sql: """
                INSERT OR REPLACE INTO file (device, inode, byteCount, modified, digest, path)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        for file in files {
            try insert.execute(arguments: [
                file.stamp.device, file.stamp.inode, file.stamp.byteCount, file.stamp.modified,
                try Digest(file.digest).text, file.path,
            ])
        }
    }
}
