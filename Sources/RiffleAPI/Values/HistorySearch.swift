/// What a person looks for in the history.
public struct HistorySearch: Sendable, Hashable {
    /// Beginnings of words, all of which a request has somewhere: letters and digits only.
    public var words: [String]
    /// Beginnings of the words of a manner's name.
    public var manner: [String] = []
    /// Only requests with a favourite, a reject, a picture that nobody has looked at.
    public var isFavourite: Bool
    public var isRejected = false
    public var isUnseen = false
    /// Only requests with a picture of this rating or a better one; 0 for any.
    public var rating: Int
    public var kind: Kind?
    public var strength: ClosedRange<Double>?
    public var state: RequestState?
    public var period: Period?
    /// The first thing that looks like a filter and is none, with those that there are; nil where all is well.
    public var fault: String?

    /// What a request made of what.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case variation, edit, generation, blend
    }

    /// Days, as they are called from today.
    public enum Period: Sendable, Hashable {
        case today, yesterday
        case thisWeek, lastWeek
        case thisMonth, lastMonth
        case thisYear, lastYear
        /// The last one of this name: 1 is Monday, or January.
        case weekday(Int)
        case month(Int)
    }

    public init(words: [String] = [], isFavourite: Bool = false, rating: Int = 0) {
        self.words = words
        self.isFavourite = isFavourite
        self.rating = rating
    }

    /// Whether some pictures of a request that is found may be left out.
    public var isNarrow: Bool { self != HistorySearch() }

    /// The words in the language of SQLite's full-text index: each a beginning, all of them; nil for none.
    /// Source: SQLite FTS5, section 3.
    public var match: String? {
        let parts = words.map { "\"\($0)\"*" } + manner.map { "manner : \"\($0)\"*" }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }
}

extension HistorySearch {
    /// The pictures of a request that are meant: those with the marks and the manner, and where a word is the manner or
    /// the note of some of them, these.
    public func pictures(of all: [Entry]) -> [Entry] {
        var found = all.filter { entry in
            (!isFavourite || entry.isFavourite) && (!isRejected || entry.isRejected) && (!isUnseen || !entry.isSeen)
                && entry.rating >= rating && manner.allSatisfy { Self.has($0, in: entry.manner ?? "") }
        }
        for word in words {
            let named = found.filter { Self.has(word, in: $0.manner ?? "") || Self.has(word, in: $0.note) }
            if !named.isEmpty { found = named }
        }
        return found
    }

    private static func has(_ beginning: String, in text: String) -> Bool {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { $0.hasPrefix(beginning) }
    }
}
