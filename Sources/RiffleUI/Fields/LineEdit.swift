/// A line of text with a cursor.
package struct LineEdit: Sendable, Equatable {
    package private(set) var characters: [Character]
    /// Index of the character at the cursor.
    package private(set) var cursor: Int
    /// Whether the components of a path count as words.
    var isPath: Bool

    package init(_ text: String = "", isPath: Bool = false) {
        characters = Array(text)
        cursor = characters.count
        self.isPath = isPath
    }

    package var text: String { String(characters) }

    /// The text before the cursor.
    package var head: String { String(characters[..<cursor]) }

    /// Inserts a character; control characters are ignored.
    package mutating func type(_ character: Character) {
        guard !character.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else { return }
        characters.insert(character, at: cursor)
        cursor += 1
    }

    /// Performs a command of the line; false for other commands.
    @discardableResult
    mutating func perform(_ command: CommandName) -> Bool {
        switch command {
        case .cursorLeft: cursor = max(0, cursor - 1)
        case .cursorRight: cursor = min(characters.count, cursor + 1)
        case .cursorStart: cursor = 0
        case .cursorEnd: cursor = characters.count
        case .eraseBackward: erase(from: cursor - 1, to: cursor)
        case .eraseForward: erase(from: cursor, to: cursor + 1)
        case .eraseWord: erase(from: startOfWord, to: cursor)
        case .eraseField: erase(from: 0, to: cursor)
        case .eraseToEnd: erase(from: cursor, to: characters.count)
        default: return false
        }
        return true
    }

    private mutating func erase(from start: Int, to end: Int) {
        let range = max(0, start)..<min(characters.count, end)
        guard !range.isEmpty else { return }
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var startOfWord: Int {
        let gap: Character = isPath ? "/" : " "
        var place = cursor
        while place > 0, characters[place - 1] == gap { place -= 1 }
        while place > 0, characters[place - 1] != gap { place -= 1 }
        return place
    }
}
