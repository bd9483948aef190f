import RiffleAPI

/// Changes one table `[backends.NAME]` in the text of a configuration, and leaves every other line as it is: comments,
/// order, blank lines.
///
/// It knows tables with plain names and values of one line. Whoever uses it reads the result again and compares: what
/// it cannot do right is then refused, not written.
struct ServerTableText {
    private var lines: [Substring]
    /// What ends each line: a file of another system has both characters.
    private let lineEnd: String

    init(_ text: String) {
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        // Both are one Character each.
        lines = text.split(separator: Character(lineEnd), omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
    }

    var text: String { lines.joined(separator: lineEnd) + (lines.isEmpty ? "" : lineEnd) }

    /// Lines of the table: from its head to before the next one's; nil where there is no such head.
    private func range(of name: String) -> Range<Int>? {
        guard let start = lines.firstIndex(where: { Self.name(ofHead: $0) == name }) else { return nil }
        var end = lines[(start + 1)...].firstIndex { Self.trimmed($0).first == "[" } ?? lines.endIndex
        // Comments right above the next head are that one's.
        while end > start + 1, end < lines.endIndex, Self.trimmed(lines[end - 1]).first == "#" { end -= 1 }
        return start..<end
    }

    /// Sets a table's keys; nil takes one away. A table that is not there is added at the end.
    mutating func set(_ values: [(key: String, value: String?)], of name: String) {
        guard let range = range(of: name) else {
            if let last = lines.last, !Self.trimmed(last).isEmpty { lines.append("") }
            lines.append("[backends.\(Self.key(name))]")
            for case (let key, let value?) in values { lines.append("\(key) = \(value)") }
            return
        }
        var table = Array(lines[range])
        for (key, value) in values {
            let place = table.dropFirst().firstIndex { Self.key(ofLine: $0) == key }
            switch (place, value) {
            case (let place?, let value?):
                guard Self.value(ofLine: table[place]) != value else { continue }
                table[place] = Self.replacingValue(of: table[place], by: value)
            case (let place?, nil): table.remove(at: place)
            case (nil, let value?):
                let last = table.lastIndex { Self.key(ofLine: $0) != nil } ?? 0
                table.insert("\(key) = \(value)", at: last + 1)
            case (nil, nil): break
            }
        }
        lines.replaceSubrange(range, with: table)
    }

    mutating func rename(_ name: String, to other: String) {
        guard let range = range(of: name) else { return }
        let head = lines[range.lowerBound].unicodeScalars
        guard let close = head.lastIndex(of: "]") else { return }
        lines[range.lowerBound] = "[backends.\(Self.key(other))\(String(head[close...]))"
    }

    /// Takes a table away, with the comments right above it and the blank lines that it leaves.
    mutating func remove(_ name: String) {
        guard var range = range(of: name) else { return }
        while range.lowerBound > 0, Self.trimmed(lines[range.lowerBound - 1]).first == "#" {
            range = range.lowerBound - 1..<range.upperBound
        }
        lines.removeSubrange(range)
        while let last = lines.last, Self.trimmed(last).isEmpty { lines.removeLast() }
    }

    /// Sets a key above all tables, or takes it away.
    mutating func set(_ key: String, to value: String?) {
        let end = lines.firstIndex { Self.trimmed($0).first == "[" } ?? lines.endIndex
        guard let place = lines[..<end].firstIndex(where: { Self.key(ofLine: $0) == key }) else { return }
        if let value {
            lines[place] = Self.replacingValue(of: lines[place], by: value)
        } else {
            lines.remove(at: place)
        }
    }

    /// A text as TOML writes it.
    static func quoted(_ text: String) -> String { "\"\(Escaper.toml.escaped(text))\"" }

    // MARK: Lines

    // By scalars: a mark beside a quote makes one character of both, and TOML still sees the quote.
    private typealias Scalars = Substring.UnicodeScalarView

    private static func key(_ name: String) -> String {
        let isBare =
            !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_")
            }
        return isBare ? name : quoted(name)
    }

    private static func trimmed(_ line: Substring) -> Scalars {
        line.unicodeScalars.drop { $0 == " " || $0 == "\t" }
    }

    /// `studio` of `[backends.studio]  # mine`; nil for any other line.
    private static func name(ofHead line: Substring) -> String? {
        let line = trimmed(line)
        guard line.first == "[", let close = line.lastIndex(of: "]") else { return nil }
        let inside = line[line.index(after: line.startIndex)..<close].filter { $0 != " " && $0 != "\t" }
        guard inside.starts(with: "backends.".unicodeScalars) else { return nil }
        let name = inside.dropFirst("backends.".count)
        if name.count > 2, let mark = name.first, mark == "\"" || mark == "'", name.last == mark {
            return String(Scalars(name.dropFirst().dropLast()))
        }
        return String(Scalars(name))
    }

    /// The key of `key = value`; nil for a comment, a head or an empty line.
    private static func key(ofLine line: Substring) -> String? {
        let line = trimmed(line)
        guard let first = line.first, first != "#", first != "[", let sign = line.firstIndex(of: "=") else {
            return nil
        }
        return String(Scalars(line[..<sign].filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }))
    }

    /// Where the value of a line stands, what follows it left out.
    private static func place(ofValueIn line: Scalars) -> Range<Substring.Index>? {
        guard let sign = line.firstIndex(of: "=") else { return nil }
        let start = line[line.index(after: sign)...].firstIndex { $0 != " " && $0 != "\t" } ?? line.endIndex
        var end = start
        if start < line.endIndex, line[start] == "\"" || line[start] == "'" {
            let mark = line[start]
            end = line.index(after: start)
            while end < line.endIndex, line[end] != mark {
                if mark == "\"", line[end] == "\\", line.index(after: end) < line.endIndex {
                    end = line.index(after: end)
                }
                end = line.index(after: end)
            }
            if end < line.endIndex { end = line.index(after: end) }
        } else {
            while end < line.endIndex, line[end] != "#" { end = line.index(after: end) }
            while end > start, " \t".unicodeScalars.contains(line[line.index(before: end)]) {
                end = line.index(before: end)
            }
        }
        return start..<end
    }

    private static func value(ofLine line: Substring) -> String? {
        place(ofValueIn: line.unicodeScalars).map { String(line.unicodeScalars[$0]) }
    }

    private static func replacingValue(of line: Substring, by value: String) -> Substring {
        let scalars = line.unicodeScalars
        guard let place = place(ofValueIn: scalars) else { return line }
        return Substring(String(scalars[..<place.lowerBound]) + value + String(scalars[place.upperBound...]))
    }
}
