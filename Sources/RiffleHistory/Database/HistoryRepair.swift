import GRDB
import Glibc
import RiffleAPI

/// How a damaged history was repaired.
package struct HistoryRepair: Sendable, Hashable {
    /// Where the damaged database is now.
    package let old: String
    /// Pictures and requests that were read from it.
    package let pictures: Int
    package let requests: Int
    /// Kept pictures that it no longer named: they are sources now.
    package let found: Int
}

extension PictureFolder {
    /// Bytes at the start of a file that tell its size in pixels.
    private static let head = 1 << 16

    /// Enters kept pictures that nothing refers to, as sources under the paths of their files.
    ///
    /// - Returns: how many.
    func enterUnlisted(
        into pool: DatabasePool, now: Double, facts: (_ head: [UInt8], _ byteCount: Int) -> PictureFacts
    ) throws -> Int {
        try pool.write { db in
            let listed = Set(
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT digest FROM picture WHERE id IN (SELECT picture FROM entry
                            UNION SELECT mask FROM request WHERE mask IS NOT NULL
                            UNION SELECT subject FROM hint WHERE subject IS NOT NULL)
                        """))
            let unlisted = digests.filter { !listed.contains($0.text) }.sorted { $0.text < $1.text }
            for digest in unlisted {
                let file = path(of: digest)
                let head = try PosixFile.read(file, upTo: Self.head)
                let picture = try db.pictureRow(digest, facts: facts(head, PosixFile.size(file) ?? 0))
                try db.execute(
                    sql: "INSERT INTO entry (position, picture, originPath, created, seen) VALUES (0, ?, ?, ?, 1)",
                    arguments: [picture, file, now])
            }
            return unlisted.count
        }
    }
}
