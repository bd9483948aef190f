/// "Did you mean": the known word closest to a mistyped one.
enum Suggestion {
    /// Nil if none is close.
    ///
    /// - Complexity: O(length of the word × length of all known words).
    static func nearest(to word: String, among known: [String]) -> String? {
        let typed = Array(word.lowercased())
        // Up to one typing error per three letters.
        let limit = max(1, typed.count / 3)
        let close = known.map { (word: $0, distance: distance(typed, Array($0.lowercased()))) }
            .filter { $0.distance <= limit && $0.distance < typed.count }
        return close.min { $0.distance < $1.distance }?.word
    }

    /// The remedy for an unknown word: the word that was probably meant, or all known ones.
    static func remedy(for word: String, among known: [String]) -> String {
        nearest(to: word, among: known).map { "did you mean \($0)?" } ?? "use one of \(known.joined(separator: ", "))"
    }

    /// The restricted Damerau-Levenshtein distance: insertions, deletions, substitutions and transpositions.
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var earlier: [Int] = []
        var previous = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var current = [row + 1]
            for (column, its) in other.enumerated() {
                var cost = min(
                    previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == its ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == its {
                    cost = min(cost, earlier[column - 1] + 1)
                }
                current.append(cost)
            }
            (earlier, previous) = (previous, current)
        }
        return previous[other.count]
    }
}
