import FoundationEssentials
import Glibc
import RiffleUI

/// The files that a theme includes, by canonical path.
private struct IncludedFiles {
    /// The files being read, outermost first.
    var open: [String] = []
    var read: Set<String> = []
}

extension Theme {
    /// Reads a theme file. Inherited themes are searched in the same folder, then among the compiled-in ones.
    ///
    /// - Returns: the theme, and warnings about parts that were ignored, in this theme or an inherited one.
    package static func load(path: String) throws(ThemeError) -> (theme: Theme, warnings: [ThemeWarning]) {
        let folder = folder(of: path)
        return try read(try text(path), name: stem(path), folder: folder, folders: [folder])
    }

    /// Finds a theme by name: `NAME.toml` in the first folder that has it, otherwise compiled in.
    package static func named(
        _ name: String, in folders: [String]
    ) throws(ThemeError) -> (theme: Theme, warnings: [ThemeWarning]) {
        guard let found = try find(name, in: folders) else { throw .unknown(name: name) }
        return try read(found.text, name: name, folder: found.folder, folders: folders)
    }

    /// The names of all themes in the folders and of the compiled-in ones, sorted.
    package static func names(in folders: [String]) -> [String] {
        var names = Set(builtinTexts.keys)
        for folder in folders {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            names.formUnion(files.filter { $0.hasSuffix(".toml") }.map(stem))
        }
        return names.sorted()
    }

    /// Reads a theme, the files it includes, and the themes it inherits from. The most specific entry wins.
    ///
    /// - Parameters:
    ///   - folder: the folder for included files; empty for a compiled-in theme.
    ///   - folders: the folders for inherited themes.
    static func read(
        _ text: String, name: String, folder: String = "", folders: [String]
    ) throws(ThemeError) -> (theme: Theme, warnings: [ThemeWarning]) {
        var family: [ThemeReader] = []
        var names: [String] = []
        var next: (name: String, text: String, folder: String)? = (name, text, folder)
        while let theme = next {
            next = nil
            var reader = try ThemeReader(theme.text, name: theme.name)
            names.append(theme.name)
            if let parent = reader.inherits {
                if names.contains(parent) {
                    reader.warn(about: "inherits", .inheritsItself(parent))
                } else if let found = try find(parent, in: folders) {
                    next = (parent, found.text, found.folder)
                } else {
                    reader.warn(about: "inherits", .unknownTheme(parent))
                }
            }
            var files = IncludedFiles()
            let included = include(for: &reader, folder: theme.folder, files: &files)
            family += [reader] + included
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

    /// The included files, recursively, most specific first. Problems in one of them become warnings; the others still
    /// apply.
    private static func include(
        for reader: inout ThemeReader, folder: String, files: inout IncludedFiles
    ) -> [ThemeReader] {
        var found: [ThemeReader] = []
        for name in reader.includes.reversed() {
            let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
            let identity = realpath(path, nil).map { pointer in
                defer { free(pointer) }
                return String(cString: pointer)
            }
            if let identity, files.open.contains(identity) {
                reader.warn(about: "include", .includesItself(name))
                continue
            }
            // Including a file again has no effect.
            if let identity, !files.read.insert(identity).inserted { continue }
            do throws(ThemeError) {
                if folder.isEmpty, !name.hasPrefix("/") { throw .unreadable(path: name) }
                var part = try ThemeReader(try text(path), name: name)
                if let parent = part.inherits { part.warn(about: "inherits", .inheritsInInclude(parent)) }
                files.open.append(identity ?? path)
                let inner = include(for: &part, folder: self.folder(of: path), files: &files)
                files.open.removeLast()
                found += [part] + inner
            } catch {
                if case .malformed(_, let line, let column) = error {
                    reader.warn(about: "include", .malformedInclude(name, line: line, column: column))
                } else {
                    reader.warn(about: "include", .unreadableInclude(name))
                }
            }
        }
        return found
    }

    private static func find(
        _ name: String, in folders: [String]
    ) throws(ThemeError) -> (text: String, folder: String)? {
        if !name.contains("/") {
            for folder in folders {
                let path = "\(folder)/\(name).toml"
                if FileManager.default.fileExists(atPath: path) { return (try text(path), folder) }
            }
        }
        return builtinTexts[name].map { ($0, "") }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Largest theme file in bytes.
    private static let longestText = 1 << 20

    /// Reads regular files only: a pipe would block, and a device is endless.
    private static func text(_ path: String) throws(ThemeError) -> String {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= longestText,
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { throw .unreadable(path: path) }
        return text
    }

    private static func stem(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
    }
}
