/// What a person looks for in the history.
public struct HistorySearch: Sendable, Hashable {
    /// Beginnings of words, all of which a request has somewhere: letters and digits only.
    public var words: [String]
    /// Only requests with a favourite.
    public var isFavourite: Bool
    /// Only requests with a picture of this rating or a better one; 0 for any.
    public var rating: Int

    public init(words: [String] = [], isFavourite: Bool = false, rating: Int = 0) {
        self.words = words
        self.isFavourite = isFavourite
        self.rating = rating
    }

    /// Reads what a person typed: words in any order, `is:favourite`, `rating:3` (and better).
    public init(_ text: String) {
        self.init()
        for word in text.lowercased().split(whereSeparator: \.isWhitespace) {
            if word.count > 3, "is:favourites".hasPrefix(word) {
                isFavourite = true
            } else if word.hasPrefix("rating:"), let stars = Int(word.dropFirst(7)) {
                rating = min(max(stars, 0), 5)
            } else if !"rating:".hasPrefix(word) && !"is:".hasPrefix(word) || word.count < 3 {
                words += word.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            }
        }
    }

    /// The words in the language of SQLite's full-text index: each a beginning, all of them; nil for none.
    /// Source: SQLite FTS5, section 3.
    public var match: String? {
        words.isEmpty ? nil : words.map { "\"\($0)\"*" }.joined(separator: " AND ")
    }
}
