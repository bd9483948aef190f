import Foundation
import RiffleAPI
import RiffleGraphics
import RiffleTerminal
import RiffleUI
import Testing

@testable import riffle

@Suite("The configuration")
struct SettingsTests {
    @Test("Everything in the file is read")
    func whole() throws {
        let settings = try Settings(
            toml: """
                theme = "riffle-light"
                graphics = "half"
                backend = "studio"
                [backends.studio]
                base_url = "http://127.0.0.1:8080/v1"
                key_env = "STUDIO_KEY"
                """, path: "config.toml")
        #expect(settings.theme == "riffle-light")
        #expect(settings.graphics == .half)
        #expect(settings.backend == "studio")
        #expect(
            settings.servers == [
                ServerSettings(name: "studio", baseURL: "http://127.0.0.1:8080/v1", key: .variable("STUDIO_KEY"))
            ])
    }

    @Test("Settings of the last request that could not be sent are forgotten", arguments: ["1e17", "-1e300", "2"])
    func last(strength: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "riffle-test-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let last = LastSettings(
            places: Places(environment: ["HOME": folder, "XDG_STATE_HOME": folder]))
        try last.save(ImagesSettings(strength: 0.25), prompt: nil)
        #expect(last.load()?.settings.strength == 0.25)
        let path = folder + "/riffle/last-request.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(text.replacing("0.25", with: strength).utf8).write(to: URL(filePath: path))
        #expect(last.load() == nil)
    }

    @Test(
        "What is wrong is told with the key or the line",
        arguments: [
            ("graphics = \"vector\"", "graphics"), ("colour = 1", "colour"), ("theme = 3", "theme"),
            ("[backends.x]", "backends.x.base_url"), ("[backends.x]\npreset = \"y\"", "backends.x.preset"),
            ("[backends.x]\nbase_url = \"http://h\"\nkey_env = \"A\"\nkey = \"b\"", "backends.x.key"),
            ("[backends.x]\nbase_url = \"http://h\"\nconcurrency = 0", "backends.x.concurrency"),
            ("[backends.x]\nbase_url = \"http://h\"\npaid = 1", "backends.x.paid"),
            ("[backends.x]\nbase_url = \"http://h\"\nheaders = 1", "backends.x.headers"),
            ("backends = 3", "backends"), ("[[backends]]\nname = \"x\"", "backends"),
            ("[backends.builtin]\nbase_url = \"http://x\"", "backends.builtin"),
            ("theme = \"a\"\ntheme", "line 2"),
        ])
    func faults(toml: String, named: String) {
        let fault = #expect(throws: Settings.Fault.self) { try Settings(toml: toml, path: "config.toml") }
        if let fault { #expect(Failure(fault).problem.line.contains(named)) }
    }

    @Test("A file that is not there is an empty one")
    func missing() throws {
        #expect(try Settings(path: "/nowhere/config.toml") == Settings())
    }

    @Test("Places follow the XDG variables, and ignore relative ones")
    func places() {
        let places = Places(
            environment: ["HOME": "/home/ada", "XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "state"])
        #expect(places.data == "/data/riffle")
        #expect(places.state == "/home/ada/.local/state/riffle")
        #expect(places.themeFolders == ["/home/ada/.config/riffle/themes"])
    }

    @Test("A theme of the configuration that is none is told and does without; one that is asked for is refused")
    func startTheme() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "riffle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("name = [".utf8).write(to: folder.appending(path: "slip.toml"))
        try Data("[styles]\ntext = \"purpel\"\n".utf8).write(to: folder.appending(path: "odd.toml"))
        let slip = try StartTheme(named: nil, otherwise: "slip", in: [folder.path])
        #expect(slip.theme == .builtin && slip.name == nil)
        #expect(slip.complaint?.title.contains("this is not TOML") == true)
        let odd = try StartTheme(named: nil, otherwise: "odd", in: [folder.path])
        #expect(odd.name == "odd" && odd.complaint?.title.contains("line 2") == true)
        #expect(throws: Failure.self) { try StartTheme(named: "slip", otherwise: nil, in: [folder.path]) }
        #expect(try StartTheme(named: nil, otherwise: "gone", in: [folder.path]).complaint != nil)
    }

    @Test("Numbers in file names are ordered by value, and case does not matter")
    func naturalOrder() {
        let unsorted = ["b.png", "cat-10.png", "Cat-2.png", "cat-02.png", "z", "a"]
        var listing = NameOrder()
        for name in unsorted { listing.add(name, isFolder: name == "z") }
        let names = listing.order.map { unsorted[$0] }
        #expect(names == ["z", "a", "b.png", "Cat-2.png", "cat-02.png", "cat-10.png"])
    }
}
