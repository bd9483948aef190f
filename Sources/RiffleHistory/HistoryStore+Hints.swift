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
        let maskDigest = mask.map { Digest(of: $0.bytes) }
        if let mask, let maskDigest { try folder.keep(mask.bytes, as: maskDigest) }
        try writing { db in
            var row: Int64?
            if let mask, let maskDigest {
                try keepStill(mask.bytes, as: maskDigest)
                row = try db.pictureRow(maskDigest, facts: mask.facts)
            }
            let old = try Int64.fetchOne(db, sql: "SELECT subject FROM hint WHERE digest = ?", arguments: [digest])
            try db.execute(
                sql: """
                    INSERT INTO hint (digest, subject, marks) VALUES (?, ?, ?)
                    ON CONFLICT (digest) DO UPDATE SET subject = excluded.subject, marks = excluded.marks
                    """, arguments: [digest, row, row == nil ? nil : marks])
            try db.removeEmptyHints()
            if let old, let loose = try String.fetchOne(db, sql: Query.looseMask, arguments: [old]) {
                try db.execute(sql: "DELETE FROM picture WHERE id = ?", arguments: [old])
                folder.remove(try Digest(loose))
            }
        }
    }
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
}
