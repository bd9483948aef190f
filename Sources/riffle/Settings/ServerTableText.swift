import RiffleAPI

/// Changes one table `[backends.NAME]` in the text of a configuration and keeps all other lines: comments, order, blank
/// lines.
///
/// It only handles tables with plain names and values of one line. Callers parse the result and compare it with what they
/// wanted before they write it.
struct ServerTableText {
    private var lines: [Substring]
    /// The line ending: LF, or CR LF in files from Windows.
    private let lineEnd: String

    init(_ text: String) {
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        // Swift counts CR LF as one Character.
        lines = text.split(separator: Character(lineEnd), omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
    }

    var text: String { lines.joined(separator: lineEnd) + (lines.isEmpty ? "" : lineEnd) }

    /// Lines of the table, from its header to the next one; nil without such a header.
    private func range(of name: String) -> Range<Int>? {
        guard let start = lines.firstIndex(where: { Self.name(ofHead: $0) == name }) else { return nil }
        var end = lines[(start + 1)...].firstIndex { Self.trimmed($0).first == "[" } ?? lines.endIndex
        // Comments directly above the next header belong to that table.
        while end > start + 1, end < lines.endIndex, Self.trimmed(lines[end - 1]).first == "#" { end -= 1 }
        return start..<end
    }

    /// Sets keys of a table; nil removes one. A missing table is added at the end.
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

    /// Removes a table, the comments directly above it, and the blank lines that remain.
    mutating func remove(_ name: String) {
        guard var range = range(of: name) else { return }
        while range.lowerBound > 0, Self.trimmed(lines[range.lowerBound - 1]).first == "#" {
            range = range.lowerBound - 1..<range.upperBound
        }
        lines.removeSubrange(range)
        while let last = lines.last, Self.trimmed(last).isEmpty { lines.removeLast() }
    }

    /// Sets or removes a key above all tables.
    mutating func set(_ key: String, to value: String?) {
        let end = lines.firstIndex { Self.trimmed($0).first == "[" } ?? lines.endIndex
        guard let place = lines[..<end].firstIndex(where: { Self.key(ofLine: $0) == key }) else { return }
        if let value {
            lines[place] = Self.replacingValue(of: lines[place], by: value)
        } else {
            lines.remove(at: place)
        }
    }

    /// A quoted TOML string.
    static func quoted(_ text: String) -> String { "\"\(Escaper.toml.escaped(text))\"" }

    // MARK: Lines

    // Compared as scalars: a quote and a combining mark are one Character, but TOML sees the quote.
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

    /// The key of `key = value`; nil for a comment, a header or an empty line.
    private static func key(ofLine line: Substring) -> String? {
        let line = trimmed(line)
        guard let first = line.first, first != "#", first != "[", let sign = line.firstIndex(of: "=") else {
            return nil
        }
        return String(Scalars(line[..<sign].filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }))
    }

    /// The range of a line's value, without what follows it.
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
