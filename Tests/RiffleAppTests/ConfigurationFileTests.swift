import Foundation
import Glibc
import RiffleAPI
import RiffleUI
import ScriptedServer
import Testing

@testable import riffle

@Suite("Changing the configuration file")
struct ConfigurationFileTests {
    private let folder: String
    private let file: ConfigurationFile
    private var path: String { folder + "/config/riffle/config.toml" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "riffle-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/config/riffle", withIntermediateDirectories: true)
        file = ConfigurationFile(
            places: Places(environment: ["HOME": folder, "XDG_CONFIG_HOME": folder + "/config"]))
    }

    private func draft(_ name: String) -> BackendDraft {
        var draft = BackendDraft()
        (draft.name, draft.baseURL, draft.model) = (name, "http://127.0.0.1:9/v1", "a \"b\"\\c")
        return draft
    }

    @Test("texts that join the quotes around them to other characters are written, changed and read as they are")
    func joining() throws {
        var draft = draft("\u{301}studio\u{600}")
        for (former, model) in [(nil, "\u{301}a \"\u{301}\\ \u{600}"), (draft.name, "b\u{9b}\u{7f}\u{202e}\u{600}")] {
            draft.model = model
            #expect(try file.keep(draft, replacing: former, check: accept).servers.map(\.model) == [model])
        }
    }

    private func accept(_: Settings) throws(Failure) {}

    private static let written = """
        # My settings
        theme = "nord"   # dark
        backend = "studio"

        # The machine under the desk
        [backends.studio]   # mine
        base_url = "http://127.0.0.1:8080/v1"   # at home
        headers = { "X-Team" = "otters" }
        key = "sk-secret"

        # Keys I like
        [keys.tree]
        reject = ["x"]
        """

    @Test("a change touches its own lines: comments, order and everything else stay, and so do mode and secrets")
    func changing() throws {
        try Data(Self.written.utf8).write(to: URL(filePath: path))
        chmod(path, 0o600)
        let before = try Settings(path: path)
        var draft = BackendDraft(try #require(before.servers.first))
        draft.name = "atelier"
        draft.baseURL = "http://127.0.0.1:9/v1"
        draft.monthlyLimit = "100 pictures"
        let after = try file.keep(draft, replacing: "studio", check: accept)
        let expected = Self.written.replacing("\"studio\"\n", with: "\"atelier\"\n")
            .replacing("[backends.studio]", with: "[backends.atelier]").replacing(":8080", with: ":9")
            .replacing("key = \"sk-secret\"", with: "key = \"sk-secret\"\nmonthly_limit = \"100 pictures\"")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == expected + "\n")
        #expect(Files.mode(of: path) == 0o600)
        #expect(after.backend == "atelier" && after.servers.map(\.name) == ["atelier"])
        let left = try file.remove("atelier", check: accept)
        #expect(left.servers.isEmpty && left.backend == nil && left.theme == "nord")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("# Keys I like\n[keys.tree]") && !text.contains("under the desk"))
    }

    @Test("all of a server's table can be set; a header's value is not shown, and stays where it is not typed")
    func all() throws {
        try Data(Self.written.utf8).write(to: URL(filePath: path))
        chmod(path, 0o600)
        var draft = BackendDraft(try #require(try Settings(path: path).servers.first))
        #expect(draft.headers == "X-Team: …")
        draft.headers += "; X-Floor: a:b"
        (draft.prompt, draft.variations, draft.editForm, draft.format) = ("another", .edits, .json, .omitted)
        (draft.idleSeconds, draft.totalSeconds) = ("20", "7000")
        let server = try #require(try file.keep(draft, replacing: "studio", check: accept).servers.first)
        #expect(server.headers == ["X-Team": "otters", "X-Floor": "a:b"] && server.prompt == "another")
        #expect(server.variations == .edits && server.editForm == .json && server.format == .omitted)
        #expect(server.idleSeconds == 20 && server.totalSeconds == 7000)
        draft = BackendDraft(server)
        draft.headers = "X-Floor: …"
        #expect(try file.keep(draft, replacing: "studio", check: accept).servers[0].headers == ["X-Floor": "a:b"])
        #expect(BackendDraft.headers(in: "X-Team") == nil && BackendDraft.headers(in: "bad name: x") == nil)
    }

    @Test(
        "a name that is taken is refused, though that one cannot be used now; lines that end as on another system stay so"
    )
    func taking() throws {
        let text = "# mine\r\n[backends.studio]\r\nbase_url = \"http://h\"\r\nkey_env = \"NOT_SET_HERE\"\r\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        let failure = #expect(throws: Failure.self) { try file.keep(draft("studio"), replacing: nil, check: accept) }
        #expect(failure?.problem.title.contains("studio already") == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        var changed = BackendDraft(try #require(try Settings(path: path).servers.first))
        changed.baseURL = "http://127.0.0.1:9/v1"
        _ = try file.keep(changed, replacing: "studio", check: accept)
        let expected = text.replacing("http://h", with: "http://127.0.0.1:9/v1")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
    }

    @Test("a file that is not there is made, its owner's alone; a link stays one")
    func making() throws {
        _ = try file.keep(draft("one"), replacing: nil, check: accept)
        #expect(Files.mode(of: path) == 0o600)
        try FileManager.default.moveItem(atPath: path, toPath: folder + "/real.toml")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder + "/real.toml")
        let settings = try file.keep(draft("two"), replacing: nil, check: accept)
        #expect(settings.servers.map(\.name) == ["one", "two"] && settings.servers[0].model == "a \"b\"\\c")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == folder + "/real.toml")
    }

    @Test(
        "what cannot be changed safely is refused, and the file is as it was",
        arguments: [
            ("[backends.studio\nbase_url = 1", "line 1"),
            ("backends.studio.base_url = \"http://h\"", "by hand"),
            ("[backends]\nstudio = { base_url = \"http://h\" }", "by hand"),
            ("[backends.studio]\nbase_url = '''http://h'''", "by hand"),
        ])
    func refusing(text: String, words: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        let failure = #expect(throws: Failure.self) {
            try file.keep(draft("studio"), replacing: "studio", check: accept)
        }
        #expect(failure?.problem.line.contains(words) == true, "\(failure?.problem.line ?? "")")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        // Nor is one that others can read and that holds a key.
        try Data("[backends.s]\nbase_url = \"http://h\"\nkey = \"sk-1\"\n".utf8).write(to: URL(filePath: path))
        chmod(path, 0o644)
        #expect(throws: Failure.self) { try file.remove("s", check: accept) }
    }

    @Test("servers on this machine are found by the models that they list")
    func searching() async throws {
        let server = try ScriptedServer { request in
            [.answer(200, request.path == "/v1/models" ? "{\"data\": [{\"id\": \"a\"}]}" : "{}")]
        }
        let other = try ScriptedServer { _ in [.answer(200, "<html>", type: "text/html")] }
        let places = [server.port, other.port, 1].map { port in
            ServerSettings(name: "s", preset: .lemonade, baseURL: "http://127.0.0.1:\(port)/v1")
        }
        let found = await ServerSearch.run(places)
        #expect(found == [FoundServer(preset: .lemonade, baseURL: places[0].baseURL ?? "", models: 1)])
        #expect(
            ServerSearch.usual.contains { $0.preset == .lemonade }
                && !ServerSearch.usual.contains { $0.preset == .openai })
    }
}
