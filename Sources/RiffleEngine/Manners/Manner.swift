/// A way of making another picture of the same thing, by the name that a person chooses it by.
public struct Manner: Hashable, Sendable {
    /// Lowercase words: "golden hour".
    public let name: String
    public let family: Family
    /// What it does, in a line without a full stop.
    public let summary: String

    /// Manners that are alike in what they change.
    public enum Family: String, CaseIterable, Sendable {
        case arrange, stage, light, medium, palette, form, document, frame, breed
    }

    init(_ name: String, _ family: Family, _ summary: String) {
        self.name = name
        self.family = family
        self.summary = summary
    }

    /// All that there are, family by family.
    public static let all: [Manner] = Painters.all.map(\.manner)

    /// The manners that a word stands for: the one of that name, or a whole family; empty where it is neither.
    /// Upper case, hyphens and underscores count as lower case and spaces. `patches`, which is not in `all`, repeats pictures
    /// of the engine before there were manners.
    public static func named(_ word: String) -> [Manner] {
        let name = String(word.lowercased().map { $0 == "-" || $0 == "_" ? " " : $0 })
        if let manner = all.first(where: { $0.name == name }) { return [manner] }
        if name == PatchPainter.older.manner.name { return [PatchPainter.older.manner] }
        return all.filter { $0.family.rawValue == name }
    }
}
