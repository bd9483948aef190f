import GRDB
package import RiffleAPI

/// What a person said of pictures, by the SHA-256 of their bytes.
extension HistoryStore {
    package func hints(of digest: String) throws(HistoryError) -> PictureHints {
        try reading { try $0.hints(of: digest) ?? PictureHints() }
    }

    /// The hints of a picture of the trees. What was made from a picture of a stated kind is of that kind too, unless
    /// something else was said of it; a subject is the picture's own.
    package func hints(of id: EntryID) throws(HistoryError) -> PictureHints {
        try reading { db in
            var hints: PictureHints?
            for digest in try String.fetchAll(db, sql: Query.ancestors, arguments: [id.value]) {
                let found = try db.hints(of: digest) ?? PictureHints()
                if hints == nil { hints = found }
                guard found.kind == nil else {
                    hints?.kind = found.kind
                    break
                }
            }
            return hints ?? PictureHints()
        }
    }

    /// - Parameter kind: `auto` forgets what was said before, of this picture.
    package func setKind(_ kind: StatedKind, of digest: String) throws(HistoryError) {
        let digest = try Digest(digest).text
        try writing { db in
            try db.execute(
                sql: """
                    INSERT INTO hint (digest, kind) VALUES (?, ?) ON CONFLICT (digest) DO UPDATE SET kind = excluded.kind
                    """, arguments: [digest, kind == .auto ? nil : kind.rawValue])
            try db.removeEmptyHints()
        }
    }

    /// - Parameters:
    ///   - mask: a picture as large as the one it is the subject of; nil forgets the subject.
    ///   - marks: what it was made from.
    package func setSubject(
        _ mask: (bytes: [UInt8], facts: PictureFacts)?, marks: String? = nil, of digest: String
    ) throws(HistoryError) {
        let digest = try Digest(digest).text
        try writing(mask) { db, row in
            var hints = try db.hintRow(of: digest)
            let old = hints.subject
            (hints.subject, hints.marks) = (row, row == nil ? nil : marks)
            try db.set(hints, of: digest)
            if let old, let loose = try String.fetchOne(db, sql: Query.looseMask, arguments: [old]) {
                try db.execute(sql: "DELETE FROM picture WHERE id = ?", arguments: [old])
                folder.remove(try Digest(loose))
            }
        }
    }

    /// What becomes of the subject of a picture.
    package enum SubjectHint: Sendable {
        case unchanged, forgotten
        /// A picture as large as the one it is the subject of, and what it was made from.
        case mask([UInt8], PictureFacts, marks: String?)
    }

    /// Remembers what a person says of a picture of the trees; it is undone like a mark.
    ///
    /// - Parameter kind: nil leaves it as it is, `auto` forgets it.
    package func setHints(
        kind: StatedKind?, subject: SubjectHint, of entry: Entry
    ) throws(HistoryError) {
        var mask: (bytes: [UInt8], facts: PictureFacts)?
        if case .mask(let bytes, let facts, _) = subject { mask = (bytes, facts) }
        try writing(mask) { db, row in
            let before = try db.hintRow(of: entry.digest)
            var after = before
            if let kind { after.kind = kind == .auto ? nil : kind.rawValue }
            switch subject {
            case .unchanged: break
            case .forgotten: (after.subject, after.marks) = (nil, nil)
            case .mask(_, _, let marks): (after.subject, after.marks) = (row, marks)
            }
            guard after != before else { return }
            try db.execute(sql: "DELETE FROM change WHERE undone = 1")
            try db.execute(
                sql: "INSERT INTO change (mark, made, value) VALUES (?, ?, ?)",
                arguments: [Mark.Kind.hints.rawValue, now(), try db.text(of: after)])
            try db.execute(
                sql: "INSERT INTO changed (change, kind, node, place, value) VALUES (?, 0, ?, 0, ?)",
                arguments: [db.lastInsertedRowID, entry.id.value, try db.text(of: before)])
            try db.set(after, of: entry.digest)
        }
    }

    /// A transaction with the row of a mask that is kept first; nil where there is no mask.
    private func writing(
        _ mask: (bytes: [UInt8], facts: PictureFacts)?, _ body: (Database, Int64?) throws -> Void
    ) throws(HistoryError) {
        let digest = mask.map { Digest(of: $0.bytes) }
        if let mask, let digest { try folder.keep(mask.bytes, as: digest) }
        try writing { db in
            var row: Int64?
            if let mask, let digest {
                try keepStill(mask.bytes, as: digest)
                row = try db.pictureRow(digest, facts: mask.facts)
            }
            try body(db, row)
        }
    }
}

/// A row of the table of hints.
private struct HintRow: Equatable {
    var kind: String?
    /// Row of the mask.
    var subject: Int64?
    var marks: String?
}

extension Database {
    fileprivate func hints(of digest: String) throws -> PictureHints? {
        try cachedStatement(sql: Query.hints).all([digest]) { columns in
            PictureHints(
                kind: try columns.next(String?.self).flatMap { StatedKind($0) }, subject: try columns.next(),
                marks: try columns.next())
        }.first
    }

    fileprivate func removeEmptyHints() throws {
        try execute(sql: "DELETE FROM hint WHERE kind IS NULL AND subject IS NULL")
    }

    fileprivate func hintRow(of digest: String) throws -> HintRow {
        let row = try Row.fetchOne(
            self, sql: "SELECT kind, subject, marks FROM hint WHERE digest = ?", arguments: [digest])
        return HintRow(kind: row?[0], subject: row?[1], marks: row?[2])
    }

    fileprivate func set(_ hints: HintRow, of digest: String) throws {
        try execute(
            sql: "INSERT OR REPLACE INTO hint (digest, kind, subject, marks) VALUES (?, ?, ?, ?)",
            arguments: [digest, hints.kind, hints.subject, hints.marks])
        try removeEmptyHints()
    }

    /// A row as a change notes it.
    fileprivate func text(of hints: HintRow) throws -> String? {
        try String.fetchOne(
            self, sql: "SELECT json_object('kind', ?, 'subject', ?, 'marks', ?)",
            arguments: [hints.kind, hints.subject, hints.marks])
    }

    /// Gives a picture the hints that a change notes.
    func setHints(_ noted: DatabaseValue, of entry: Int64) throws {
        try execute(
            sql: """
                INSERT OR REPLACE INTO hint (digest, kind, subject, marks)
                    SELECT picture.digest, json_extract(?1, '$.kind'), json_extract(?1, '$.subject'),
                        json_extract(?1, '$.marks')
                    FROM entry JOIN picture ON picture.id = entry.picture WHERE entry.id = ?2
                """, arguments: [noted, entry])
        try removeEmptyHints()
    }
}
