/// The kept files: `ab/abcdef….png` under one folder, named by the SHA-256 of their bytes.
///
/// A file appears under its name whole and on the disk, or not at all, and never changes afterwards. Two processes
/// that keep the same picture at once write the same file.
struct PictureFolder: Sendable {
    /// The folder, without a slash at its end.
    let path: String
    let owner: Owner

    /// Where files are written before they get their name; in the same file system as the rest.
    private var incoming: String { path + "/incoming" }
    private static let incomingSuffix = ".part"

    init(path: String, owner: Owner) throws(HistoryError) {
        self.path = path
        self.owner = owner
        try PosixFile.makeDirectory(incoming)
        try PosixFile.requireWritable(path)
        try PosixFile.requireWritable(incoming)
    }

    func path(of digest: Digest) -> String { "\(path)/\(digest.shard)/\(digest.text).png" }

    /// Keeps bytes under their digest and returns when they would survive a power cut.
    ///
    /// A file that is there with the right size was completed by an earlier call and stays; one of another size was
    /// damaged since and is replaced.
    func keep(_ bytes: [UInt8], as digest: Digest) throws(HistoryError) {
        let kept = path(of: digest)
        let shard = "\(path)/\(digest.shard)"
        if PosixFile.size(kept) != bytes.count {
            let arriving = "\(incoming)/\(owner.word).\(UInt64.random(in: 0 ... .max))\(Self.incomingSuffix)"
            try PosixFile.writeNew(bytes, to: arriving)
            do throws(HistoryError) {
                try PosixFile.makeDirectory(shard)
                try PosixFile.rename(arriving, to: kept)
            } catch {
                PosixFile.remove(arriving)
                throw error
            }
        }
        // Also where the file was there: another process may have renamed it and not come to this yet.
        try PosixFile.syncDirectory(shard)
        try PosixFile.syncDirectory(path)
    }

    /// The bytes that were kept, checked against their name.
    func bytes(of digest: Digest) throws(HistoryError) -> [UInt8] {
        let kept = path(of: digest)
        guard PosixFile.size(kept) != nil else { throw .pictureMissing(path: kept) }
        let bytes = try PosixFile.read(kept)
        guard Digest(of: bytes) == digest else { throw .pictureDamaged(path: kept) }
        return bytes
    }

    /// Whether the file of a picture is there with the right size.
    func has(_ digest: Digest, byteCount: Int) -> Bool { PosixFile.size(path(of: digest)) == byteCount }

    /// The pictures whose files are there, in no order.
    var digests: [Digest] {
        PosixFile.names(in: path).filter { $0.utf8.count == 2 }.flatMap { shard in
            PosixFile.names(in: "\(path)/\(shard)").compactMap { name in
                try? name.hasSuffix(".png") ? Digest(String(name.dropLast(4))) : nil
            }
        }
    }

    func remove(_ digest: Digest) { PosixFile.remove(path(of: digest)) }

    /// Removes pictures that are not listed and have not changed since a moment, in seconds since 1970.
    func removeUnlisted(but listed: Set<String>, olderThan moment: Double) {
        for digest in digests where !listed.contains(digest.text) {
            guard let modified = PosixFile.modified(path(of: digest)), modified < moment else { continue }
            remove(digest)
        }
    }

    /// Removes what processes that ended left half-written.
    func removeLeftovers(isAlive: (Owner) -> Bool) {
        for name in PosixFile.names(in: incoming) where name.hasSuffix(Self.incomingSuffix) {
            guard let word = name.split(separator: ".").first, let owner = Owner(word: word), !isAlive(owner) else {
                continue
            }
            PosixFile.remove("\(incoming)/\(name)")
        }
    }
}
