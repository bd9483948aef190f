import Foundation
import Glibc
import ScriptedServer
import Testing

/// One after the other: each starts programs and waits for them.
@Suite("The built program", .serialized)
enum ProgramTests {}

extension ProgramTests {
    @Suite("The program in a terminal")
    struct EndToEndTests {
        private static let enter = "\r"

        @Test("Open, select, ask for variations, wait, zoom, vary one, quit, open again: everything is there")
        func walk() throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            try riffle.add("valley.png")
            do {
                let screen = try RiffleOnScreen(riffle, ["."])
                screen.see("cat.png  256×256")
                screen.press("v")
                screen.see("Variations of cat.png")
                // Two pictures at 256: a digit replaces what was proposed, arrows turn the size.
                screen.press("2\u{1b}[B\u{1b}[C")
                screen.see("◂ 256x256 ▸")
                screen.press(Self.enter)
                screen.see("2 of 2")
                screen.see("└ 2 ")
                screen.press("2" + Self.enter)
                screen.see("256×256 · fit")
                screen.see("= fit")
                screen.seeGone("Files 2")
                screen.press("\u{1b}")
                screen.see("Files 2")
                screen.press("V")
                screen.see("cat.png › 2 › 1", "a variation of a variation")
                // With a request still running, q would ask first.
                screen.seeGone("running")
                screen.press("q")
                #expect(screen.waitForEnd() == 0)
            }
            // The source, two variations of it and two of one of them.
            #expect(riffle.keptPictures().count == 5)
            let again = try RiffleOnScreen(riffle, ["cat.png"])
            again.see("│ 1 ")
            again.press("H")
            again.see("cat.png › 2 › 1")
            again.press(Self.enter)
            again.see("2 of 2")
            again.press("q")
            #expect(again.waitForEnd() == 0)
        }

        @Test("A backend is added in its form, asked, written into the configuration, and chosen")
        func backends() throws {
            let server = try ScriptedServer { _ in
                [.answer(200, "{\"data\": [{\"id\": \"otter-1\", \"shutdown_date\": \"2026-12-24\"}]}")]
            }
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let config = riffle.folder + "/config/riffle"
            try FileManager.default.createDirectory(atPath: config, withIntermediateDirectories: true)
            let trace = riffle.folder + "/asked"
            let before = """
                # mine
                theme = "nord" # dark
                [backends.vault]
                base_url = "http://127.0.0.1:1"
                key_command = "touch \(trace); tty > /dev/null || echo sk-1"

                """
            try Data(before.utf8).write(to: URL(filePath: config + "/config.toml"))
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("cat.png  256×256")
            screen.press("b")
            screen.see("vault")
            screen.see("not tested")
            #expect(!FileManager.default.fileExists(atPath: trace), "its command was run though nobody asked")
            screen.press("a\u{1b}[Botters\u{1b}[Bhttp://127.0.0.1:\(server.port)")
            screen.press("\u{14}")
            screen.see("It responds: 1 model, 1 to be switched off.")
            screen.press(Self.enter)
            screen.see("otter-1 on 2026-12-24")
            let expected = before + "\n[backends.otters]\nbase_url = \"http://127.0.0.1:\(server.port)\"\n"
            #expect(try String(contentsOfFile: config + "/config.toml", encoding: .utf8) == expected)
            screen.press(Self.enter)
            screen.see("otters · ")
            // The command for a key is run when its backend is asked, without a terminal.
            screen.press("b")
            screen.see("not tested")
            screen.press("Gt")
            screen.see("cannot be reached")
            #expect(FileManager.default.fileExists(atPath: trace))
            screen.press("qq")
            #expect(screen.waitForEnd() == 0)
            let again = try RiffleOnScreen(riffle, ["."])
            again.see("otters · ")
            again.press("q")
            #expect(again.waitForEnd() == 0)
        }

        @Test("A request that is cancelled says so, and the program goes on")
        func cancelling() throws {
            let riffle = try RiffleProcess()
            try riffle.add("dandelion.png")
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("dandelion.png  512×512")
            screen.press("v0")
            screen.press("\u{15}10\u{1b}[B1" + Self.enter)
            screen.see("1 running")
            screen.press("x")
            screen.see("Cancelled")
            screen.press("q")
            #expect(screen.waitForEnd() == 0)
        }

        @Test(
            "The terminal is given back, whatever ends the program",
            arguments: [nil, SIGTERM, SIGINT])
        func givingBack(signal: Int32?) throws {
            let riffle = try RiffleProcess()
            try riffle.add("hills.png")
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("hills.png  512×512")
            if let signal { screen.signal(signal) } else { screen.press("q") }
            #expect(screen.waitForEnd() == 0)
            let end = String(decoding: screen.output.suffix(400), as: UTF8.self)
            #expect(end.contains("\u{1b}[?1049l"))
            #expect(end.contains("25h"))
        }

        @Test(
            "A fault, or whatever else ends a program, does so at once, after giving the terminal back",
            arguments: [
                SIGSEGV, SIGQUIT, SIGXCPU, SIGXFSZ, SIGSYS, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO,
                SIGPWR, SIGSTKFLT, 34, 64,
            ])
        func fault(signal: Int32) throws {
            let riffle = try RiffleProcess()
            try riffle.add("hills.png")
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("hills.png  512×512")
            #expect(screen.isRaw)
            screen.signal(signal)
            #expect(screen.waitForEnd() == -signal)
            #expect(String(decoding: screen.output.suffix(400), as: UTF8.self).contains("\u{1b}[?1049l"))
            #expect(!screen.isRaw)
        }

        @Test("SIGTERM ends the program though it is stuck, here waiting for another that opens the history")
        func stuck() throws {
            let riffle = try RiffleProcess()
            try riffle.add("hills.png")
            try FileManager.default.createDirectory(atPath: riffle.data, withIntermediateDirectories: true)
            let lock = open(riffle.data + "/history.db.lock", O_RDWR | O_CREAT, 0o600)
            defer { close(lock) }
            #expect(flock(lock, LOCK_EX) == 0)
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.waitUntilBlocked(SIGTERM)
            screen.signal(SIGTERM)
            #expect(screen.waitForEnd() == -SIGTERM, "it said: \(String(decoding: screen.output, as: UTF8.self))")
        }

        @Test("A window that grows and shrinks is filled each time; one too small says so and waits")
        func resizing() throws {
            let riffle = try RiffleProcess()
            try riffle.add("hills.png")
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("hills.png  512×512")
            screen.resize(columns: 200, rows: 45)
            screen.see("hills.png")
            screen.resize(columns: 65_535, rows: 24)
            screen.see("hills.png")
            screen.resize(columns: 18, rows: 5)
            screen.see("Riffle needs")
            screen.resize(columns: 80, rows: 24)
            screen.see("hills.png  512×512")
            screen.press("q")
            #expect(screen.waitForEnd() == 0)
        }

        @Test(
            "It starts where the terminal or the locale is poor",
            arguments: [
                ["TERM": "no-such-terminal"], ["LANG": "C", "LC_ALL": "C"], ["TERM": "vt100"], ["NO_COLOR": "1"],
            ])
        func poorTerminals(variables: [String: String]) throws {
            let riffle = try RiffleProcess()
            try riffle.add("hills.png")
            let screen = try RiffleOnScreen(riffle, ["."], adding: variables)
            screen.see("hills.png")
            screen.press("?")
            screen.see("Keys  Files")
            screen.press("?q")
            #expect(screen.waitForEnd() == 0)
        }

        @Test("A folder without pictures and a damaged picture are told in words")
        func nothingToSee() throws {
            let riffle = try RiffleProcess()
            let empty = try RiffleOnScreen(riffle, ["."])
            empty.see("No pictures here.")
            empty.press("q")
            #expect(empty.waitForEnd() == 0)

            try riffle.add("cat.png", as: "cut.png")
            let handle = try #require(FileHandle(forWritingAtPath: riffle.pictures + "/cut.png"))
            try handle.truncate(atOffset: 20_000)
            try Data("not a picture".utf8).write(to: URL(filePath: riffle.pictures + "/text.png"))
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("no picture")
            screen.see("cut off")
            screen.see("damaged")
            screen.press("jv")
            screen.see("cannot be varied")
            screen.press("q")
            #expect(screen.waitForEnd() == 0)
        }

        @Test("Two programs on one history keep each other's pictures")
        func together() throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let first = try RiffleOnScreen(riffle, ["."])
            let second = try RiffleOnScreen(riffle, ["."])
            for screen in [first, second] {
                screen.see("cat.png  256×256")
                screen.press("v1\u{1b}[B2" + Self.enter)
            }
            for screen in [first, second] {
                screen.see("Variations of cat.png   1 of 1")
                screen.seeGone("running")
                screen.press("q")
                #expect(screen.waitForEnd() == 0)
            }
            let again = try RiffleOnScreen(riffle, ["."])
            again.see("└ 1 ")
            again.press("H")
            again.see("cat.png › 1")
            again.press("\u{03}q")
            #expect(again.waitForEnd() == 0)
            #expect(riffle.keptPictures().count == 3)
        }
    }
}
