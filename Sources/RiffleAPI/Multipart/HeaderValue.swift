/// A header's value with its parameters: `form-data; name="image"; filename="a.png"`.
package struct HeaderValue: Equatable {
    /// In lower case.
    var value: String
    /// Names in lower case; of a name that stands twice the first counts.
    var parameters: [String: String]

    /// Reads any text; what cannot be understood is left out.
    ///
    /// In a quoted text a backslash stands for itself unless a quote or a backslash follows: browsers once sent
    /// whole Windows paths.
    init(_ text: String) {
        var pieces: [String] = []
        var piece = ""
        var isQuoted = false
        var characters = Substring(text)
        while let character = characters.popFirst() {
            switch character {
            case "\"":
                isQuoted.toggle()
            case "\\" where isQuoted && (characters.first == "\"" || characters.first == "\\"):
                piece.append(characters.removeFirst())
            case ";" where !isQuoted:
                pieces.append(piece)
                piece = ""
            default:
                piece.append(character)
            }
        }
        pieces.append(piece)
        value = Self.trimmed(pieces[0]).lowercased()
        parameters = [:]
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            let name = Self.trimmed(piece[..<equals]).lowercased()
            if parameters[name] == nil { parameters[name] = Self.trimmed(piece[piece.index(after: equals)...]) }
        }
    }

    package static func trimmed(_ text: some StringProtocol) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
