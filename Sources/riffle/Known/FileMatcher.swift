import Glibc
import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleUI

/// Identifies the picture of the history that a file contains: by its bytes without Riffle's recipe or, if another program
/// rewrote the file and kept the recipe, by its pixels.
///
/// A file is read completely only if it contains a recipe or has the size of a kept picture. Results are cached until the
/// file changes.
struct FileMatcher: Sendable {
    let history: HistoryStore
    /// In bytes; larger files are not identified.
    private static let largest = 256 << 20
    /// Bytes at both ends of a file that are searched for a recipe: Riffle writes it before the last chunk, other programs
    /// move it to the front.
    private static let edge = 1 << 16

    /// SHA-256 of each file's picture, by path; files that the history does not know or that cannot be read are left out.
    /// Ends early when the task is cancelled.
    func digests(of paths: [String]) async throws(HistoryError) -> [String: String] {
        var digests: [String: String] = [:]
        var found: [HistoryStore.KnownFile] = []
        for path in paths where !Task.isCancelled {
            guard let stamp = FileStamp(of: path), stamp.byteCount <= Self.largest else { continue }
            if let known = try await history.digest(of: stamp) {
                digests[path] = known
                continue
            }
            guard try await isCandidate(path, byteCount: stamp.byteCount), let bytes = try? Files.read(path) else {
                continue
            }
            let digest = try await FileMatcher.digest(of: bytes, in: history)
            digests[path] = digest
            // The file may have changed while it was read.
            if FileStamp(of: path) == stamp { found.append(.init(stamp: stamp, path: path, digest: digest)) }
        }
        try await history.remember(found)
        return digests
    }

    /// The pictures of the trees that files are; they become some of them where they were none.
    @concurrent func entries(of items: [FileItem]) async throws -> [EntryID] {
        let known = try await digests(of: items.map(\.path))
        var ids: [EntryID] = []
        var new: [HistoryStore.ChosenFile] = []
        for item in items {
            if let digest = known[item.path], let entry = try await history.place(digest: digest, path: item.path) {
                ids.append(entry.id)
                continue
            }
            let bytes: [UInt8]
            do throws(FileError) { bytes = try Files.read(item.path) } catch { throw Failure(reading: error) }
            let plain = PNG.removing(RecipeCard.keyword, from: bytes)
            guard plain == bytes else {
                // The file contains a recipe of another history, so its bytes are not those of the picture.
                let facts = PictureFacts(of: plain)
                ids.append(try await history.source(bytes: plain, facts: facts, originPath: item.path).id)
                continue
            }
            new.append(
                .init(
                    path: item.path, digest: HistoryStore.digest(of: bytes), facts: PictureFacts(of: bytes),
                    stamp: FileStamp(of: item.path)))
        }
        return ids + (try await history.mention(new))
    }

    private func isCandidate(_ path: String, byteCount: Int) async throws(HistoryError) -> Bool {
        if try await history.hasPicture(byteCount: byteCount) { return true }
        return FileMatcher.hasRecipe(path, byteCount: byteCount)
    }

    /// SHA-256 of a file's picture, as the history stores it.
    static func digest(of bytes: [UInt8], in history: HistoryStore) async throws(HistoryError) -> String {
        let plain = HistoryStore.digest(of: PNG.removing(RecipeCard.keyword, from: bytes))
        guard let card = RecipeCard(in: bytes), card.picture.sha256 != plain,
            let kept = try? await history.bytes(digest: card.picture.sha256)
        else {
            // Imported by an earlier Riffle with its recipe in it.
            let whole = HistoryStore.digest(of: bytes)
            return try await history.entries(digest: whole).isEmpty ? plain : whole
        }
        guard try await history.entries(digest: plain).isEmpty, let own = try? Picture.decode(bytes),
            let other = try? Picture.decode(kept), own.width == other.width, own.height == other.height,
            own.bytes == other.bytes
        else { return plain }
        return card.picture.sha256
    }

    private static func hasRecipe(_ path: String, byteCount: Int) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        let starts: Set<Int> = [0, max(0, byteCount - edge)]
        return starts.contains { start in
            let bytes = [UInt8](unsafeUninitializedCapacity: edge) { buffer, count in
                count = max(0, pread(file, buffer.baseAddress, edge, off_t(start)))
            }
            return bytes.contains(RecipeCard.keyword)
        }
    }
}

extension [UInt8] {
    /// Whether it contains the start of an `iTXt` chunk with this keyword.
    fileprivate func contains(_ keyword: String) -> Bool {
        let head = Array("iTXt\(keyword)\0".utf8)
        return withUnsafeBufferPointer { bytes in
            guard bytes.count >= head.count else { return false }
            // Searching for the first letter leaves few places to compare.
            return (0...bytes.count - head.count).contains { start in
                bytes[start] == head[0] && head.indices.allSatisfy { bytes[start + $0] == head[$0] }
            }
        }
    }
}

extension FileStamp {
    /// Nil if there is no such regular file.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(
            device: Int64(bitPattern: UInt64(status.st_dev)), inode: Int64(bitPattern: UInt64(status.st_ino)),
            byteCount: Int(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec))
    }
}
