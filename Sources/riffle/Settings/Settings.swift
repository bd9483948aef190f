import Foundation
import RiffleAPI
import RiffleGraphics
import TOMLKit

/// What the person configured in `$XDG_CONFIG_HOME/riffle/config.toml`; every part may be missing.
struct Settings: Sendable, Equatable {
    var theme: String?
    var graphics: GraphicsChoice = .auto
    /// The backend that a new form starts with.
    var backend: String?
    var servers: [Server] = []
    /// Other keys: by context and command the names of keys, see `Keymap`.
    var keys: [String: [String: [String]]] = [:]

    /// A server that speaks the Images API, a table `[backends.NAME]`.
    struct Server: Sendable, Equatable {
        var name: String
        var baseURL: String
        /// Environment variable that holds the key.
        var keyVariable: String?
        /// File that holds the key and nothing else.
        var keyFile: String?
    }

    enum Fault: Error, Equatable {
        case unreadable(path: String, errno: Int32)
        case syntax(path: String, line: Int, String)
        /// A value of another kind than the key takes, or a key that is not known.
        case value(path: String, key: String, expected: String)
    }

    init() {}

    /// Reads the file; one that does not exist is an empty one.
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
        let known = ["theme", "graphics", "backend", "backends", "keys"]
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
        keys = try Settings.keys(table, path)
        for name in table["backends"]?.table?.keys.sorted() ?? [] {
            guard let server = table["backends"]?[name]?.table else {
                throw .value(path: path, key: "backends.\(name)", expected: "a table")
            }
            servers.append(try Settings.server(name, server, path))
        }
    }

    private static func server(_ name: String, _ table: TOMLTable, _ path: String) throws(Fault) -> Server {
        let known = ["base_url", "key_env", "key_file"]
        if let key = table.keys.first(where: { !known.contains($0) }) {
            throw .value(
                path: path, key: "backends.\(name).\(key)", expected: "one of " + known.joined(separator: ", "))
        }
        if name == VariationSettings.builtin {
            throw .value(path: path, key: "backends.\(name)", expected: "another name: this is the engine's")
        }
        guard let url = try string(table, "base_url", path) else {
            throw .value(
                path: path, key: "backends.\(name).base_url", expected: "a URL such as http://127.0.0.1:8080/v1")
        }
        return Server(
            name: name, baseURL: url, keyVariable: try string(table, "key_env", path),
            keyFile: try string(table, "key_file", path))
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
