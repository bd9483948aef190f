package import RiffleAPI

/// What can go wrong with the saved tree.
///
/// Paths are those of the data directory; no case carries a picture's bytes, a key or what a person typed.
package enum HistoryError: Error, Sendable, Hashable {
    /// Something in the way to the data directory is a file.
    case notADirectory(path: String)
    /// The data directory, or a file in it, cannot be written; `errno` says why.
    case notWritable(path: String, errno: Int32)
    case diskFull(path: String)
    /// Another call on a file failed.
    case file(path: String, errno: Int32)

    /// The database is no database, or its pages contradict each other.
    case damaged(path: String)
    /// The database was last written by a newer Riffle: it has `found` migrations, this one knows `known`.
    case newerSchema(path: String, found: Int, known: Int)
    /// Another process held the database for longer than the time allowed.
    case busy(path: String)
    /// SQLite refused something else; `code` is its extended result code.
    case database(path: String, code: Int32, message: String)

    /// Not 64 lower-case hexadecimal digits, so it names no picture.
    case notADigest(String)
    /// The database knows the picture, its file is gone.
    case pictureMissing(path: String)
    /// The file's bytes are not those that were kept.
    case pictureDamaged(path: String)

    case noSuchEntry(EntryID)
    case noSuchRequest(RequestID)
    /// Another picture already has this place in the answer.
    case placeTaken(RequestID, index: Int)
}
