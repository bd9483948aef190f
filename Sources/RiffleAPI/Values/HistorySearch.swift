/// A search in the history.
public struct HistorySearch: Sendable, Hashable {
    /// Prefixes of words that must all occur in a request; letters and digits only.
    public var words: [String]
    /// Prefixes of the words of a manner's name.
    public var manner: [String] = []
    /// Only requests with a favourite, a reject, or an unseen picture.
    public var isFavourite: Bool
    public var isRejected = false
    public var isUnseen = false
    /// Only requests with a picture of at least this rating; 0 for any.
    public var rating: Int
    public var kind: Kind?
    public var strength: ClosedRange<Double>?
    public var state: RequestState?
    public var period: Period?
    /// A message about the first invalid filter, with the valid ones; nil if all are valid.
    public var fault: String?

    /// The kind of a request.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case variation, edit, generation, blend
    }

    /// Days relative to today.
    public enum Period: Sendable, Hashable {
        case today, yesterday
        case thisWeek, lastWeek
        case thisMonth, lastMonth
        case thisYear, lastYear
        /// The last one with this name; 1 is Monday, or January.
        case weekday(Int)
        case month(Int)
    }

    public init(words: [String] = [], isFavourite: Bool = false, rating: Int = 0) {
        self.words = words
        self.isFavourite = isFavourite
        self.rating = rating
    }

    /// Whether only some pictures of a matching request may be shown.
    public var isNarrow: Bool { self != HistorySearch() }

    /// The words as a full-text query of SQLite: all prefixes; nil if there are none.
    ///
    /// Source: SQLite FTS5, section 3.
    public var match: String? {
        let parts = words.map { "\"\($0)\"*" } + manner.map { "manner : \"\($0)\"*" }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }
}

extension HistorySearch {
    /// The matching pictures of a request: those with the marks and the manner; and if a word is the manner or note of some
    /// of them, only those.
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
