import RiffleAPI
import RiffleHistory
import RiffleImage

extension HistoryStore {
    /// The picture of the trees that bytes are, with the root of its tree; they become a source where there is none.
    ///
    /// - Parameters:
    ///   - path: the file they were read from, absolute.
    ///   - words: what else requests that grow from a new source are found by.
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
