import Foundation
import RiffleAPI
import RiffleGraphics
import TOMLKit

/// The contents of `$XDG_CONFIG_HOME/riffle/config.toml`; every part is optional.
struct Settings: Sendable, Equatable {
    var theme: String?
    var graphics: GraphicsChoice = .auto
    /// Whether the mouse is on from the start.
    var mouse = false
    /// The backend that a new form starts with.
    var backend: String?
    var servers: [ServerSettings] = []
    /// Changed keys: names of keys by context and command; see `Keymap`.
    var keys: [String: [String: [String]]] = [:]

    enum Fault: Error, Equatable {
        case unreadable(path: String, errno: Int32)
        case syntax(path: String, line: Int, String)
        /// A value of the wrong type, or an unknown key.
        case value(path: String, key: String, expected: String)
        /// The file contains an API key and others can read it. `mode` is its permission bits.
        case open(path: String, server: String, mode: Int)
    }

    init() {}

    /// Reads the file; a missing one counts as empty.
    init(path: String) throws(Fault) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path)
        } catch {
            if error.errno == ENOENT {
                self.init()
                return
            }
            throw .unreadable(path: path, errno: error.errno)
        }
        try self.init(toml: String(decoding: bytes, as: UTF8.self), path: path)
        let keyed = servers.first { if case .inline? = $0.key { true } else { !$0.headers.isEmpty } }
        if let keyed, let mode = Files.mode(of: path), mode & 0o077 != 0 {
            throw .open(path: path, server: keyed.name, mode: mode)
        }
    }

    init(toml: String, path: String) throws(Fault) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: toml)
        } catch let error as TOMLParseError {
            throw .syntax(path: path, line: error.source.begin.line, error.description)
        } catch {
            throw .syntax(path: path, line: 1, "\(error)")
        }
        let known = ["theme", "graphics", "mouse", "backend", "backends", "keys"]
        if let key = table.keys.first(where: { !known.contains($0) }) {
            throw .value(path: path, key: key, expected: "one of " + known.joined(separator: ", "))
        }
        theme = try Settings.string(table, "theme", path)
        backend = try Settings.string(table, "backend", path)
        if let name = try Settings.string(table, "graphics", path) {
            let choices = GraphicsChoice.allCases.map(\.rawValue).joined(separator: ", ")
            guard let choice = GraphicsChoice(rawValue: name) else {
                throw .value(path: path, key: "graphics", expected: choices)
            }
            graphics = choice
        }
        if let value = table["mouse"] {
            guard let isOn = value.bool else { throw .value(path: path, key: "mouse", expected: "true or false") }
            mouse = isOn
        }
        keys = try Settings.keys(table, path)
        guard let value = table["backends"] else { return }
        guard let backends = value.table else {
            throw .value(path: path, key: "backends", expected: "tables such as [backends.studio]")
        }
        for name in backends.keys.sorted() {
            guard let server = backends[name]?.table else {
                throw .value(path: path, key: "backends.\(name)", expected: "a table")
            }
            servers.append(try ServerSettings(name: name, table: server, path: path))
        }
    }

    /// `[keys.tree]` with lines such as `reject = "x"` or `reject = ["x", "Alt-x"]`.
    private static func keys(_ table: TOMLTable, _ path: String) throws(Fault) -> [String: [String: [String]]] {
        guard let value = table["keys"] else { return [:] }
        guard let contexts = value.table else {
            throw .value(path: path, key: "keys", expected: "tables such as [keys.tree]")
        }
        var found: [String: [String: [String]]] = [:]
        for context in contexts.keys {
            guard let commands = contexts[context]?.table else {
                throw .value(path: path, key: "keys.\(context)", expected: "a table: [keys.\(context)]")
            }
            for name in commands.keys {
                var words: [String]?
                if let word = commands[name]?.string { words = [word] }
                if let list = commands[name]?.array {
                    let texts = list.compactMap(\.string)
                    if texts.count == list.count { words = texts }
                }
                guard let words else {
                    throw .value(
                        path: path, key: "keys.\(context).\(name)", expected: "a key in quotes, or a list of keys")
                }
                found[context, default: [:]][name] = words
            }
        }
        return found
    }

    private static func string(_ table: TOMLTable, _ key: String, _ path: String) throws(Fault) -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw .value(path: path, key: key, expected: "a text in quotes") }
        return string
    }
}
