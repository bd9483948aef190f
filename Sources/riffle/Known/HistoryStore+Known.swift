import RiffleAPI
import RiffleHistory
import RiffleImage

extension HistoryStore {
    /// The entry for a picture's bytes, with the root of its tree; a source is created if there is none.
    ///
    /// - Parameters:
    ///   - path: the file they were read from, absolute.
    ///   - words: more search words for requests made from a new source.
    func picture(
        of bytes: [UInt8], from path: String, words: String? = nil
    ) async throws(HistoryError) -> (entry: Entry, root: Entry) {
        let digest = try await FileMatcher.digest(of: bytes, in: self)
        if let known = try place(digest: digest, path: path), known.request != nil, let root = try root(of: known.id) {
            return (known, root)
        }
        let plain = PNG.removing(RecipeCard.keyword, from: bytes)
        let source = try source(bytes: plain, facts: PictureFacts(of: plain), originPath: path, words: words)
        return (source, source)
    }
}
