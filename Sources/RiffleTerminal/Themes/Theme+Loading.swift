import FoundationEssentials
import RiffleUI

extension Theme {
    /// Reads a theme file. Themes it inherits from are looked for beside it, then among the compiled-in ones.
    ///
    /// - Returns: the theme, and what in it (or in those it inherits from) was passed over.
    package static func load(path: String) throws(ThemeError) -> (theme: Theme, warnings: [ThemeWarning]) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return try read(try text(path), name: stem(path), folders: [folder])
    }

    /// Finds a theme by name: `NAME.toml` in the first of the folders that has it, else compiled in.
    package static func named(
        _ name: String, in folders: [String]
    ) throws(ThemeError) -> (theme: Theme, warnings: [ThemeWarning]) {
        guard let text = try find(name, in: folders) else { throw .unknown(name: name) }
        return try read(text, name: name, folders: folders)
    }

    /// The names of all themes in the folders and compiled in, sorted.
    package static func names(in folders: [String]) -> [String] {
        var names = Set(builtinTexts.keys)
        for folder in folders {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            names.formUnion(files.filter { $0.hasSuffix(".toml") }.map(stem))
        }
        return names.sorted()
    }

    /// Reads a theme's text and those of its ancestors; the nearest says what holds.
    static func read(
        _ text: String, name: String, folders: [String]
    ) throws(ThemeError) -> (theme: Theme, warnings: [ThemeWarning]) {
        var family = [try ThemeReader(text, name: name)]
        var names = [name]
        while let next = family[family.count - 1].inherits {
            if names.contains(next) {
                family[family.count - 1].warnAboutInheritance(.inheritsItself(next))
                break
            }
            guard let text = try find(next, in: folders) else {
                family[family.count - 1].warnAboutInheritance(.unknownTheme(next))
                break
            }
            family.append(try ThemeReader(text, name: next))
            names.append(next)
        }
        let palette = family.reversed().reduce(into: [:]) { palette, reader in
            palette.merge(reader.palette) { _, nearer in nearer }
        }
        var entries: [Style: Entry] = [:]
        var warnings: [ThemeWarning] = []
        for index in family.indices.reversed() {
            entries.merge(family[index].readStyles(with: palette)) { _, nearer in nearer }
            warnings += family[index].warnings
        }
        let appearance = family.lazy.compactMap(\.appearance).first ?? .dark
        return (Theme(name: family[0].title, appearance: appearance, entries: entries), warnings)
    }

    private static func find(_ name: String, in folders: [String]) throws(ThemeError) -> String? {
        if !name.contains("/") {
            for folder in folders {
                let path = "\(folder)/\(name).toml"
                if FileManager.default.fileExists(atPath: path) { return try text(path) }
            }
        }
        return builtinTexts[name]
    }

    private static func text(_ path: String) throws(ThemeError) -> String {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch { throw .unreadable(path: path) }
    }

    private static func stem(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
    }
}
