import Foundation
import RiffleAPI
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("Text from outside")
    struct UntrustedTextTests {
        /// Tags and a quote that marks join to other characters, C1, DEL, a bidirectional control, a line break.
        private static let name = "\u{600}<script>\"\u{301} onload=x\u{9b}31m\u{7f}\u{202e}\nrm 'a'.png"

        /// The first scalar of an output that could act on a terminal.
        private func raw(_ text: String) -> String? {
            text.unicodeScalars.first { scalar in
                switch scalar {
                case "\n", "\t": false
                case "\u{61c}", "\u{200e}", "\u{200f}", "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": true
                default: scalar.properties.generalCategory == .control
                }
            }.map { String($0.value, radix: 16) }
        }

        private func varied() async throws -> RiffleProcess {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png", as: Self.name)
            let outcome = try await riffle.run(
                ["images", "create-variation", "--image", Self.name, "--size", "256x256", "--out", "out"])
            #expect(outcome.code == 0)
            #expect(outcome.output == "out/\(Self.name.dropLast(4))-1.png\n", "a script gets the path as it is")
            return riffle
        }

        @Test("A name opens no tag and no attribute of an exported page")
        func page() async throws {
            let riffle = try await varied()
            let exported = try await riffle.run(["history", "export", "1", "page.html"])
            #expect(exported.code == 0)
            let page = try Data(contentsOf: URL(filePath: riffle.pictures + "/page.html"))
            #expect(page.range(of: Data("<script".utf8)) == nil)
            #expect(page.range(of: Data("\"\u{301}".utf8)) == nil)
            #expect(page.range(of: Data("&lt;script&gt;&quot;\u{301}".utf8)) != nil)
            #expect(raw(String(decoding: page, as: UTF8.self)) == nil)
        }

        @Test("What commands print holds no control, and JSON says the same all the same")
        func printed() async throws {
            let riffle = try await varied()
            let folder = riffle.pictures + "/branch"
            #expect(try await riffle.run(["history", "export", "1", folder]).code == 0)
            let saved = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).sorted().first)
            for arguments in [
                ["history", "list"], ["history", "list", "--json"], ["history", "show", "1"],
                ["history", "show", "1", "--json"], ["history", "show", "\(folder)/\(saved)"],
                ["history", "export", "1", "\u{9b}1m"], ["history", "import", "\(folder)/\(saved)"],
                ["doctor", "--json"], ["one", "two\u{9b}31m"], ["--nothing\u{9b}31m\u{202e}"],
                ["history", "show", "\u{9b}"],
            ] {
                let outcome = try await riffle.run(arguments)
                #expect(raw(outcome.output + outcome.errors) == nil, "\(arguments)")
            }
            let shown = try await riffle.run(["history", "show", "1", "--json"])
            let cards = try JSONDecoder().decode([RecipeCard].self, from: Data(shown.output.utf8))
            #expect(cards.first?.parent?.path == "\(riffle.pictures)/\(Self.name)")
        }

        @Test("Paths are made safe where they are printed on a terminal, and quoted for a shell on the clipboard")
        func terminal() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png", as: Self.name)
            let command = try RiffleOnScreen(
                riffle, ["images", "create-variation", "--image", Self.name, "--size", "256x256", "--out", "out"])
            #expect(command.waitForEnd() == 0)
            let output = Data(command.output)
            #expect(output.range(of: Data("out/\u{600}<script>".utf8)) != nil)
            for control in ["\u{9b}", "\u{7f}", "\u{202e}"] { #expect(output.range(of: Data(control.utf8)) == nil) }

            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("script>")
            screen.press("y")
            screen.see("clipboard")
            screen.press("q")
            #expect(screen.waitForEnd() == 0)
            let sent = Data(screen.output)
            let start = try #require(sent.range(of: Data("\u{1b}]52;c;".utf8))).upperBound
            let text = try #require(Data(base64Encoded: sent[start...].prefix { $0 != 0x1b }))
            let copied = String(decoding: text, as: UTF8.self)
            #expect(raw(copied) == nil && !copied.contains("\n"))
            let read = try await riffle.run("/bin/bash", ["-c", "printf %s \(copied)"])
            #expect(read.output == "\(riffle.pictures)/\(Self.name)")
        }
    }
}
