import Foundation
import RiffleAPI
import RiffleEngine
import RiffleTerminal
import RiffleUI
import Testing

@testable import riffle

/// A file that describes the program.
struct Document: Sendable, CustomTestStringConvertible {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let manual = "Sources/riffle/Manual.docc"

    let path: String
    let text: String

    var testDescription: String { path }

    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOf: Document.root.appending(path: path), encoding: .utf8)
    }

    /// README, the manual, and the articles of the libraries.
    static let all: [Document] = {
        let sources = FileManager.default.subpaths(atPath: root.appending(path: "Sources").path) ?? []
        let articles = sources.filter { $0.contains(".docc/") && $0.hasSuffix(".md") }.sorted()
        return (["README.md"] + articles.map { "Sources/" + $0 }).compactMap { try? Document($0) }
    }()

    static func manual(_ name: String) throws -> Document { try Document("\(manual)/\(name).md") }

    /// Links between articles stand for commands in the manual alone.
    var blocks: [Markdown.Block] {
        Markdown(path.hasPrefix(Document.manual) ? text : text.replacing("<doc:", with: "<")).blocks
    }

    /// The blocks of code in a language.
    func code(_ language: String) -> [String] {
        text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    /// What stands between backticks in its sentences and tables.
    var inlineCode: [String] {
        blocks.flatMap { block -> [String] in
            switch block {
            case .heading(_, let text), .paragraph(let text): [text]
            case .list(let items): items.map(\.text)
            case .table(let rows): rows.flatMap { $0 }
            case .code: []
            }
        }.flatMap { Markdown.spans(of: $0).filter(\.isCode).map(\.text) }
    }

    /// The first cells of the table whose head begins with a word.
    func column(under head: String) throws -> [String] {
        for case .table(let rows) in blocks where rows.first?.first == head {
            return rows.dropFirst().flatMap { row in
                Markdown.spans(of: row.first ?? "").filter(\.isCode).map(\.text)
            }
        }
        throw Missing(what: head)
    }

    struct Missing: Error {
        var what: String
    }
}

@Suite("README and the manual describe the program")
struct ManualTests {
    @Test("README has a person's first screens, not all there is to say")
    func length() throws {
        let readme = try Document("README.md")
        #expect(readme.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 251)
        for command in ["run", "test", "install"] {
            #expect(readme.text.contains("<!-- command: \(command) -->\n```sh"))
        }
        for topic in Manual.topics {
            #expect(readme.inlineCode.contains("riffle help TOPIC") && readme.text.contains("[\(topic.name)]"))
            #expect(topic.summary.count <= 54, "\(topic.name) does not fit the list of topics")
        }
        let manual = try Document.manual("Manual")
        for topic in Manual.topics { #expect(manual.text.lowercased().contains("<doc:\(topic.name)>")) }
    }

    @Test("their command lines exist, with their options", arguments: Document.all)
    func commands(document: Document) throws {
        let lines = (document.code("sh") + document.inlineCode).flatMap { $0.split(separator: "\n").map(String.init) }
        for line in lines where line.hasPrefix("riffle ") { try check(line) }
    }

    private func check(_ line: String) throws {
        var command = try CommandHelp.root()
        var words = line.prefix { !"|>#<".contains($0) }.split(separator: " ").map(String.init)[...].dropFirst()
        while let word = words.first, let next = command.subcommand(word) {
            command = next
            words = words.dropFirst()
            if word == "help" { break }
        }
        if command.commandName == "help", let topic = words.first, topic != topic.uppercased() {
            let isKnown = try Manual.page(topic) != nil || CommandHelp.root().subcommand(topic) != nil
            #expect(isKnown, "there is no help on \(topic)")
        }
        if command.commandName == "riffle", let word = words.first, word.allSatisfy(\.isLowercase) {
            Issue.record("\(line): there is no command \(word)")
        }
        for word in words where word.hasPrefix("--") {
            let name = String(word.prefix { $0 != "=" && $0 != "…" })
            #expect(command.accepted.contains { $0.isNamed(name) }, "\(line): there is no option \(name)")
        }
    }

    @Test("an option that they name by itself belongs to a command or a script", arguments: Document.all)
    func options(document: Document) throws {
        func names(_ command: CommandHelp) -> [String] {
            (command.arguments ?? []).flatMap { ($0.names ?? []).map(\.spelling) }
                + (command.subcommands ?? []).flatMap(names)
        }
        var known = Set(try names(CommandHelp.root()))
        // Of A1111's and tmux's.
        known.formUnion(["--api", "--enable-sixel"])
        let scripts = try ["install", "deb", "packages", "record"].map { try Document(".ci/\($0)").text }.joined()
        let readme = try Document("README.md").code("sh").joined()
        for code in document.inlineCode where code.hasPrefix("--") {
            let name = String(code.prefix { $0.isLetter || $0 == "-" })
            #expect(known.contains(name) || (scripts + readme).contains(name), "nothing has an option \(name)")
        }
    }

    @Test("the files, types and variables that they name exist", arguments: Document.all)
    func names(document: Document) throws {
        let names = FileManager.default.subpaths(atPath: Document.root.appending(path: "Sources").path) ?? []
        let files = Set(names.map { URL(filePath: $0).lastPathComponent })
        let notTypes = ["Alt", "Enter", "Idempotency", "User"]
        for code in document.inlineCode where !code.contains(where: { " …()\"$~{[".contains($0) }) {
            if ["Sources/", "Tests/", ".ci/", "themes/"].contains(where: code.hasPrefix) {
                let exists = FileManager.default.fileExists(atPath: Document.root.appending(path: code).path)
                #expect(exists || code.contains("*"), "there is no \(code)")
            } else if code.hasSuffix(".swift") || code.hasSuffix(".c") {
                #expect(files.contains(code), "there is no \(code)")
            } else if document.path == "README.md" || document.path.contains("Riffle"),
                let name = code.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }).first,
                name.count > 3, name.first!.isUppercase, !notTypes.contains(String(name))
            {
                #expect(Self.sources.contains(name), "nothing is called \(name)")
            }
        }
        let pattern = try Regex("\\]\\(([^)#]+)\\)", as: (Substring, Substring).self)
        for link in document.text.matches(of: pattern).map(\.1) where !link.hasPrefix("http") {
            let folder = URL(filePath: document.path, relativeTo: Document.root).deletingLastPathComponent()
            let exists = FileManager.default.fileExists(atPath: folder.appending(path: String(link)).path)
            #expect(exists, "there is no \(link)")
        }
    }

    /// All that the program and its tests are made from.
    private static let sources: String =
        ["Sources", "Tests"].map { folder in
            let base = Document.root.appending(path: folder)
            let paths = FileManager.default.subpaths(atPath: base.path) ?? []
            return paths.filter { $0.hasSuffix(".swift") }.compactMap {
                try? String(contentsOf: base.appending(path: $0), encoding: .utf8)
            }.joined(separator: "\n")
        }.joined(separator: "\n") + (try! Document("Package.swift").text)

    @Test("their configuration and theme files are accepted", arguments: Document.all)
    func configurations(document: Document) throws {
        for toml in document.code("toml") {
            guard toml.contains("inherits") else {
                let settings = try Settings(toml: toml, path: document.path)
                _ = try Keymap(changes: settings.keys)
                continue
            }
            let file = FileManager.default.temporaryDirectory.appending(path: "riffle-\(UUID().uuidString).toml")
            try Data(toml.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            #expect(try Theme.load(path: file.path).warnings.isEmpty)
        }
    }

    @Test("README's keys are keys of the main screen")
    func importantKeys() throws {
        let known = Set(
            Keymap.standard.commands.filter { [.browse, .files, .tree, .results].contains($0.context) }
                .flatMap(\.keyNames))
        let keys = try Document("README.md").column(under: "key")
        #expect(keys.count >= 10 && known.isSuperset(of: keys), "\(Set(keys).subtracting(known))")
    }

    @Test("the manual's tables are complete")
    func tables() throws {
        let backends = try Document.manual("Backends")
        #expect(Set(try backends.column(under: "preset")) == Set(ServerPreset.allCases.map(\.rawValue)))
        #expect(Set(try backends.column(under: "key")) == Set(ServerSettings.keys))
        let families = try Document.manual("Manners").column(under: "family")
        #expect(families == Manner.Family.allCases.map(\.rawValue))
        for case .table(let rows) in try Document.manual("Scripts").blocks where rows.first?.first == "code" {
            let codes = Set(rows.dropFirst().compactMap { Int32($0[0]) })
            #expect(codes == Set(ExitStatus.allCases.map(\.rawValue) + [0]))
        }
        let modules = try FileManager.default.contentsOfDirectory(atPath: Document.root.appending(path: "Sources").path)
        let shown = try Document("README.md").column(under: "module")
        #expect(Set(shown) == Set(modules.filter { $0.lowercased().hasPrefix("riffle") }))
    }

    /// The keys as the manual shows them, from the table that dispatches them.
    private var keyTables: String {
        Context.allCases.map { context in
            let rows = Keymap.standard.commands.filter { $0.context == context }.map { command in
                let keys = command.keyNames.map { "`\($0)`" }.joined(separator: " ")
                return "| \(keys) | \(command.help) | `\(command.name.rawValue)` |"
            }
            return """
                ## \(context.title)

                In `config.toml`: `[keys.\(context.rawValue)]`

                | key | what it does | command |
                |---|---|---|
                \(rows.joined(separator: "\n"))

                """
        }.joined(separator: "\n")
    }

    @Test("the manual lists every key; a list that is out of date is rewritten, and fails once")
    func keys() throws {
        let document = try Document.manual("Keys")
        let start = try #require(document.text.range(of: "<!-- keys -->\n"))
        let end = try #require(document.text.range(of: "<!-- end keys -->"))
        guard document.text[start.upperBound..<end.lowerBound] != keyTables else { return }
        let text = document.text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: keyTables)
        try Data(text.utf8).write(to: Document.root.appending(path: document.path))
        Issue.record("\(document.path) was out of date and has been rewritten: look at it, and build again")
    }

    @Test("an article fits a terminal of 80 columns, but for its code", arguments: Manual.topics.map(\.name))
    func width(topic: String) throws {
        let article = try #require(Manual.topics.first { $0.name == topic }).article
        let code = article.blocks.flatMap { block -> [String] in
            if case .code(let lines) = block { lines } else { [] }
        }
        for line in article.text(width: 80, isStyled: false).split(separator: "\n").map(String.init) {
            let isCode = code.contains { line.hasSuffix($0) }
            #expect(isCode || DisplayText.columns(of: line) <= 80, "\(line)")
        }
    }
}
