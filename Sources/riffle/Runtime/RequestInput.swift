import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleUI

/// The picture of a request: its entry in the history, and the bytes to send.
struct RequestInput: Sendable {
    let source: Entry
    /// The picture at the root of the tree.
    let root: Entry
    let name: String
    /// After `mend`.
    let bytes: [UInt8]
    /// The same before it was scaled down: the picture that the mask was painted on.
    let unscaled: [UInt8]
    /// Another program's recipe in the file.
    let recipe: EmbeddedRecipe?

    /// Reads the picture, adds a file to the history, and applies `mend`.
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
            // Riffle's own recipe must not be sent.
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

    /// A picture in the tree.
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
    /// Whether the model requires an alpha channel for edits, as DALL·E does.
    ///
    /// Source: the service's error message, "Invalid input image - format must be in ['RGBA', 'LA', 'L'], got RGB."
    var wantsAlpha: Bool { model?.hasPrefix("dall-e") == true }
}
