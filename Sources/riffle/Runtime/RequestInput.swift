import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleUI

/// The picture of a request: where it is in the history, and its bytes as they are sent.
struct RequestInput: Sendable {
    let source: Entry
    /// The picture at the root of the tree.
    let root: Entry
    let name: String
    /// Mended.
    let bytes: [UInt8]

    /// Reads the picture, enters a file into the history, and mends it.
    init(_ source: VariationOrder.Source, mend: Mend, history: HistoryStore) async throws {
        let original: [UInt8]
        switch source {
        case .file(let item):
            do throws(FileError) {
                original = try Files.read(item.path)
            } catch {
                throw Failure(reading: error)
            }
            self.source = try await history.source(
                bytes: original, facts: PictureFacts(of: original), originPath: item.path)
            root = self.source
            name = item.name
        case .entry(let entry, let top):
            original = try await history.bytes(digest: entry.digest)
            self.source = entry
            root = top
            name = "variation-\(entry.id.value).png"
        }
        do throws(PictureError) {
            bytes = try PictureFile.mended(original, by: mend)
        } catch {
            throw Failure(error, file: name)
        }
    }

    /// A picture of the tree.
    init(kept id: EntryID, mend: Mend, history: HistoryStore) async throws {
        guard let entry = try await history.entry(id), let root = try await history.root(of: id) else {
            throw HistoryError.noSuchEntry(id)
        }
        try await self.init(.entry(entry, root: root), mend: mend, history: history)
    }
}
