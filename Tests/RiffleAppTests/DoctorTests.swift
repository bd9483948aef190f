import Foundation
import RiffleGraphics
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("riffle doctor")
    struct DoctorTests {
        @Test("Without a terminal it says so, and tells backends and files, as JSON too")
        func noTerminal() async throws {
            let riffle = try RiffleProcess()
            try FileManager.default.createDirectory(
                atPath: riffle.folder + "/config/riffle", withIntermediateDirectories: true)
            // Nobody listens on port 9 of this machine.
            try Data("[backends.studio]\nbase_url = \"http://127.0.0.1:9/v1\"\n".utf8)
                .write(to: URL(filePath: riffle.folder + "/config/riffle/config.toml"))
            let outcome = try await riffle.run(["doctor", "--json"])
            #expect(outcome.code == 0)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            let backends = try #require(report["backends"] as? [[String: Any]])
            #expect(backends.map { $0["name"] as? String } == ["builtin", "studio"])
            #expect(backends.map { $0["is_usable"] as? Bool } == [true, false])
            #expect((report["terminal"] as? [[String: String]])?.first?["decision"] == "no terminal")
            #expect((report["questions"] as? [Any])?.isEmpty == true)
            let text = try await riffle.run(["doctor"])
            #expect(text.output.contains("127.0.0.1:9 cannot be reached"))
            #expect(text.output.contains(riffle.data + "/history.db"))
            #expect(!text.output.contains("\u{1b}"))
        }

        @Test("In a terminal it tells every question with its answer, and gives the terminal back")
        func terminal() throws {
            let riffle = try RiffleProcess()
            let screen = try RiffleOnScreen(riffle, ["doctor"], rows: 60)
            screen.see("What to do")
            #expect(screen.waitForEnd() == 0)
            let output = String(decoding: screen.output, as: UTF8.self)
            #expect(output.contains("ESC[?1;2c"))
            #expect(output.contains("no answer"))
            #expect(output.contains("half blocks"))
        }

        private func findings(
            _ environment: [String: String], _ replies: [TerminalReply], choice: GraphicsChoice = .auto
        ) -> TerminalFindings {
            var capabilities = Capabilities(environment: environment, isUTF8: environment["LC_ALL"] != "C")
            _ = capabilities.firstQuestions()
            for reply in replies { capabilities.fold(reply) }
            return TerminalFindings(
                capabilities: capabilities, environment: environment, choice: choice,
                chooser: choice == .auto ? nil : "--graphics", size: (80, 24), pixels: nil,
                isDescribed: environment["TERM"] != "xterm-ghostty", replies: replies)
        }

        @Test("What holds pictures back is told with the words to type")
        func advice() {
            let tmux = findings(
                ["TERM": "tmux-256color", "TMUX": "a"], [.name("tmux 3.3a"), .deviceAttributes([1, 2])])
            #expect(tmux.advice.contains { $0.contains("set -g allow-passthrough on") })
            #expect(tmux.findings.contains { $0.subject == "pictures" && $0.decision == "half blocks" })
            let open = findings(
                ["TERM": "tmux-256color", "TMUX": "a"],
                [
                    .name("tmux 3.3a"), .deviceAttributes([1, 2]), .graphics(id: 32, message: "OK"),
                    .name("kitty(0.42.1)"),
                ])
            #expect(!open.advice.contains { $0.contains("allow-passthrough") })
            #expect(open.findings.contains { $0.decision == "kitty" && $0.reason.contains("placeholders") })
            let xterm = findings(["TERM": "xterm"], [.name("XTerm(379)"), .deviceAttributes([64, 1, 2, 6])])
            #expect(xterm.advice.contains { $0.contains("xterm -ti vt340") })
            #expect(xterm.advice.contains { $0.contains("COLORTERM=truecolor") })
            let unknown = findings(["TERM": "xterm-ghostty", "LC_ALL": "C"], [])
            #expect(unknown.advice.contains { $0.contains("infocmp -x xterm-ghostty") })
            #expect(unknown.advice.contains { $0.contains("LC_ALL=C.UTF-8") })
            #expect(unknown.advice.contains { $0.contains("answered nothing") })
        }

        @Test("A reason is given for the method: an answer, or the person's own choice")
        func reasons() {
            let replies: [TerminalReply] = [.name("XTerm(379)"), .deviceAttributes([63, 1, 2, 4])]
            let sixel = findings(["TERM": "xterm-256color"], replies)
            #expect(sixel.findings.contains { $0.subject == "pictures" && $0.reason.hasPrefix("DA1 lists 4") })
            let chosen = findings(["TERM": "xterm-256color"], replies, choice: .braille)
            #expect(chosen.findings.contains { $0.subject == "pictures" && $0.reason == "--graphics says braille" })
        }

        @Test("Raw answers are spelled, never sent")
        func spelling() {
            #expect(Spelling.of(Array("\u{1b}P>|a\u{7}\u{9b}\u{1b}\\".utf8)) == "ESCP>|a^G<9b>ESC\\")
            #expect(Spelling.of(Array(repeating: 0x61, count: 200)).hasSuffix("… (200 bytes)"))
        }
    }
}
