/// Parses a typed search: words in any order, days, `is:favourite`, `rating:3` (and better), `manner:oil`,
/// `strength:bold`, `kind:edit`.
extension HistorySearch {
    public init(_ text: String) {
        self.init()
        var tokens = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while let token = tokens.popFirst() {
            if let next = tokens.first, let period = Self.periods["\(token) \(next)"] {
                self.period = period
                tokens.removeFirst()
            } else if let period = Self.periods[token] {
                self.period = period
            } else if let colon = token.firstIndex(of: ":"), token[..<colon].allSatisfy(\.isLetter),
                colon > token.startIndex
            {
                take(String(token[..<colon]), value: String(token[token.index(after: colon)...]))
            } else {
                words += Self.words(in: token)
            }
        }
    }

    private static func words(in text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static let periods: [String: Period] = {
        var periods: [String: Period] = [
            "today": .today, "yesterday": .yesterday, "this week": .thisWeek, "last week": .lastWeek,
            "this month": .thisMonth, "last month": .lastMonth, "this year": .thisYear, "last year": .lastYear,
        ]
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        let months = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ]
        for (place, day) in days.enumerated() { periods[day] = .weekday(place + 1) }
        for (place, month) in months.enumerated() { periods[month] = .month(place + 1) }
        return periods
    }()

    private static let keys = ["is", "rating", "manner", "strength", "kind"]
    private static let states: [String: RequestState] = [
        "running": .running, "failed": .failed, "cancelled": .cancelled, "waiting": .pending,
        "interrupted": .interrupted,
    ]
    private static let strengths: KeyValuePairs = ["subtle": 0.2, "medium": 0.5, "bold": 0.8]

    /// Applies a filter. An incomplete one is ignored, because it is still being typed.
    private mutating func take(_ key: String, value: String) {
        guard Self.keys.contains(key) else {
            return note("\(key): is not a filter; use \(Self.list(Self.keys.map { $0 + ":" }))")
        }
        guard !value.isEmpty else { return }
        switch key {
        case "is": takeMark(value)
        case "rating":
            guard let stars = Int(value), (1...5).contains(stars) else {
                return note("rating:\(value) is not a rating; use 1 to 5, which includes better ones")
            }
            rating = stars
        case "manner": manner += Self.words(in: value)
        case "strength":
            if let named = Self.strengths.first(where: { $0.key.hasPrefix(value) })?.value ?? Double(value),
                (0...1).contains(named)
            {
                strength = named - 0.005...named + 0.005
            } else {
                note("strength:\(value) is not a strength; use subtle, medium, bold, or a number from 0 to 1")
            }
        default:
            let words = ["words": Kind.generation, "breed": .blend]
            let kinds = Kind.allCases.map { ($0.rawValue + "s", $0) } + words.map { ($0.key, $0.value) }
            guard let found = kinds.first(where: { $0.0.hasPrefix(value) })?.1 else {
                return note("kind:\(value) is not a kind; use \(Self.list(Kind.allCases.map(\.rawValue)))")
            }
            kind = found
        }
    }

    private mutating func takeMark(_ value: String) {
        if "favourites".hasPrefix(value) || "favorites".hasPrefix(value) {
            isFavourite = true
        } else if "rejected".hasPrefix(value) {
            isRejected = true
        } else if ["unseen", "new"].contains(where: { $0.hasPrefix(value) }) {
            isUnseen = true
        } else if let found = Self.states.first(where: { $0.key.hasPrefix(value) }) {
            state = found.value
        } else {
            let all = ["favourite", "rejected", "unseen"] + Self.states.keys.sorted()
            note("is:\(value) is not a filter; use \(Self.list(all))")
        }
    }

    private mutating func note(_ fault: String) { self.fault = self.fault ?? fault }

    private static func list(_ words: [String]) -> String {
        words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    }
}
