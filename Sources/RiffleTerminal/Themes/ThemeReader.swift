import RiffleGraphics
import RiffleUI
import TOMLKit

/// Parses one theme file. Invalid parts become warnings with line numbers, not errors.
///
/// Works in two steps, because a theme may change the palette of the theme it inherits from: first everything except
/// styles, then the styles with the combined palette.
struct ThemeReader {
    private let name: String
    private let lines: TOMLLines
    private let table: TOMLTable
    private(set) var palette: [String: CellColor] = [:]
    private(set) var warnings: [ThemeWarning] = []
    private(set) var title: String
    private(set) var appearance: Theme.Appearance?
    private(set) var inherits: String?
    /// Included files, most specific last. Their entries apply where this file has none.
    private(set) var includes: [String] = []

    /// - Parameter name: the theme's name if the file does not define one.
    /// - Throws: `ThemeError.malformed`.
    init(_ text: String, name: String) throws(ThemeError) {
        self.name = name
        title = name
        lines = TOMLLines(text)
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw .malformed(path: name, line: error.source.begin.line, column: error.source.begin.column)
        } catch {
            throw .malformed(path: name, line: 1, column: 1)
        }
        for (key, value) in table {
            switch key {
            case "name": title = value.string ?? warned(name, .wrongType(key: key), at: key)
            case "inherits": inherits = value.string ?? warned(nil, .wrongType(key: key), at: key)
            case "include":
                let list = value.string.map { [$0] } ?? value.array?.compactMap(\.string)
                guard let list, list.count == value.array?.count ?? 1 else {
                    warn(.wrongType(key: key), at: key)
                    continue
                }
                includes = list
            case "appearance":
                appearance = Theme.Appearance(rawValue: value.string ?? "")
                if appearance == nil { warn(.unknownAppearance(value.string ?? ""), at: key) }
            case "palette": if let colors = section(key) { readPalette(colors) }
            case "styles": break
            default: warn(.unknownKey(key), at: key)
            }
        }
    }

    /// The second step: parses the styles with the combined palette.
    mutating func readStyles(with palette: [String: CellColor]) -> [Style: Theme.Entry] {
        self.palette = palette
        let entries = section("styles").map { readStyles($0) } ?? [:]
        warnings.sort { $0.line < $1.line }
        return entries
    }

    /// Adds a warning about `inherits` or `include`, which the loader resolves.
    mutating func warn(about key: String, _ reason: ThemeWarning.Reason) {
        warn(reason, at: key)
    }

    private mutating func section(_ key: String) -> TOMLTable? {
        guard let value = table[key] else { return nil }
        return value.table ?? warned(nil, .wrongType(key: key), at: key)
    }

    private mutating func readPalette(_ table: TOMLTable) {
        for (key, value) in table {
            guard let text = Self.plain(value) else {
                warn(.wrongType(key: key), in: "palette", at: key)
                continue
            }
            guard let color = CellColor(themeText: text) else {
                warn(.unknownColor(text), in: "palette", at: key)
                continue
            }
            palette[key] = color
        }
    }

    private mutating func readStyles(_ table: TOMLTable) -> [Style: Theme.Entry] {
        var entries: [Style: Theme.Entry] = [:]
        for (key, value) in table {
            guard let style = Style(rawValue: key) else {
                warn(.unknownStyle(key), in: "styles", at: key)
                continue
            }
            if let text = value.string {
                entries[style] = entry(words: text, key: key)
            } else if let parts = value.table {
                entries[style] = entry(parts: parts, key: key)
            } else {
                warn(.wrongType(key: key), in: "styles", at: key)
            }
        }
        return entries
    }

    /// Parses `"fg on bg bold underline"`; each part is optional.
    private mutating func entry(words text: String, key: String) -> Theme.Entry {
        var entry = Theme.Entry()
        var wantsBackground = false
        for word in text.split(separator: " ").map(String.init) {
            if word == "on" {
                wantsBackground = true
            } else if let attribute = TextAttributes.names[word] {
                entry.attributes = (entry.attributes ?? []).union(attribute)
            } else if word == "plain" {
                entry.attributes = entry.attributes ?? []
            } else if let color = color(word) {
                if wantsBackground { entry.background = color } else { entry.foreground = color }
                wantsBackground = false
            } else {
                warn(wantsBackground ? .unknownColor(word) : .unknownWord(word), in: "styles", at: key)
                wantsBackground = false
            }
        }
        return entry
    }

    /// Parses `{ fg = "…", bg = "…", attributes = ["bold"] }`.
    private mutating func entry(parts: TOMLTable, key: String) -> Theme.Entry {
        var entry = Theme.Entry()
        for (part, value) in parts {
            switch part {
            case "fg": entry.foreground = color(of: value, key: key)
            case "bg": entry.background = color(of: value, key: key)
            case "attributes":
                entry.attributes = []
                for word in value.array.map({ $0.map { $0.string ?? "" } }) ?? [value.string ?? ""] {
                    if let attribute = TextAttributes.names[word] {
                        entry.attributes?.insert(attribute)
                    } else {
                        warn(.unknownWord(word), in: "styles", at: key)
                    }
                }
            default: warn(.unknownKey("\(key).\(part)"), in: "styles", at: key)
            }
        }
        return entry
    }

    private mutating func color(of value: any TOMLValueConvertible, key: String) -> CellColor? {
        guard let text = Self.plain(value) else { return warned(nil, .wrongType(key: key), in: "styles", at: key) }
        return color(text) ?? warned(nil, .unknownColor(text), in: "styles", at: key)
    }

    private func color(_ word: String) -> CellColor? {
        palette[word] ?? CellColor(themeText: word)
    }

    private static func plain(_ value: any TOMLValueConvertible) -> String? {
        value.string ?? value.int.map { String($0) }
    }

    private mutating func warn(_ reason: ThemeWarning.Reason, in section: String = "", at key: String) {
        warnings.append(ThemeWarning(theme: name, line: lines.line(of: key, in: section), reason: reason))
    }

    private mutating func warned<T>(
        _ value: T, _ reason: ThemeWarning.Reason, in section: String = "", at key: String
    ) -> T {
        warn(reason, in: section, at: key)
        return value
    }
}
