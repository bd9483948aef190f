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
    /// The same before it was scaled to fit: what a mask was painted on.
    let unscaled: [UInt8]
    /// What another program wrote into the file.
    let recipe: EmbeddedRecipe?

    /// Reads the picture, enters a file into the history, and mends it.
    init(
        _ source: Order.Source, mend: Mend, below limit: Int? = nil, hasAlpha: Bool = false,
        history: HistoryStore
    ) async throws {
        let original: [UInt8]
        switch source {
        case .file(let item):
            let bytes: [UInt8]
            do throws(FileError) {
                bytes = try Files.read(item.path)
            } catch {
                throw Failure(reading: error)
            }
            recipe = EmbeddedRecipe(in: bytes)
            (self.source, root) = try await history.picture(of: bytes, from: item.path, words: recipe?.words)
            // Riffle's own recipe is nobody's business but the file's.
            original = PNG.removing(RecipeCard.keyword, from: bytes)
            name = item.name
        case .entry(let entry, let top):
            original = try await history.bytes(digest: entry.digest)
            recipe = EmbeddedRecipe(in: original)
            self.source = entry
            root = top
            name = "variation-\(entry.id.value).png"
        }
        do throws(PictureError) {
            unscaled = try PictureFile.mended(original, by: mend)
            bytes = try PictureFile.fitted(unscaled, below: limit, hasAlpha: hasAlpha)
        } catch {
            throw Failure(error, file: name)
        }
    }

    /// A picture of the tree.
    init(
        kept id: EntryID, mend: Mend, below limit: Int? = nil, hasAlpha: Bool = false, history: HistoryStore
    ) async throws {
        guard let entry = try await history.entry(id), let root = try await history.root(of: id) else {
            throw HistoryError.noSuchEntry(id)
        }
        try await self.init(
            .entry(entry, root: root), mend: mend, below: limit, hasAlpha: hasAlpha, history: history)
    }
}

extension ImagesSettings {
    /// Whether the model that is named wants an alpha channel in what it edits: DALL·E's refuse a picture without one.
    ///
    /// Source: the service's answer, "Invalid input image - format must be in ['RGBA', 'LA', 'L'], got RGB."
    var wantsAlpha: Bool { model?.hasPrefix("dall-e") == true }
}
