/// Finds the line numbers of keys in a TOML text; the parser reports lines only for syntax errors.
struct TOMLLines {
    private var found: [String: Int] = [:]

    /// - Complexity: O(bytes).
    init(_ text: String) {
        var section = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                section = Self.unquoted(line[line.index(after: line.startIndex)..<end])
                found[Self.name(section, ""), default: index + 1] += 0
                // `[styles.text]` is also a key of `styles`.
                if let dot = section.firstIndex(of: ".") {
                    let key = Self.unquoted(section[section.index(after: dot)...])
                    found[Self.name(String(section[..<dot]), key), default: index + 1] += 0
                }
            } else if let equals = line.firstIndex(of: "="), !line.hasPrefix("#") {
                let key = Self.unquoted(line[..<equals])
                found[Self.name(section, key), default: index + 1] += 0
                if let dot = key.firstIndex(of: ".") {
                    found[Self.name(section, String(key[..<dot])), default: index + 1] += 0
                }
            }
        }
    }

    /// The line of a key, or of its section if the key is not found; counted from 1.
    func line(of key: String, in section: String) -> Int {
        found[Self.name(section, key)] ?? found[Self.name(key, "")] ?? found[Self.name(section, "")] ?? 1
    }

    private static func name(_ section: String, _ key: String) -> String { "\(section)\n\(key)" }

    private static func unquoted(_ text: Substring) -> String {
        String(text.filter { $0 != "\"" && $0 != "'" && $0 != " " && $0 != "\t" })
    }
}
