import Foundation
import RiffleAPI
import RiffleHistory
import RiffleImage
import ScriptedServer
import Synchronization
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("The images commands against a server")
    struct ImagesCommandTests {
        private let riffle: RiffleProcess
        private let picture: Data

        init() throws {
            riffle = try RiffleProcess()
            try riffle.add("cat.png")
            picture = try Data(contentsOf: URL(filePath: riffle.pictures + "/cat.png"))
        }

        private func configure(_ toml: String, mode: Int = 0o600) throws {
            let folder = riffle.folder + "/config/riffle"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(toml.utf8).write(to: URL(filePath: folder + "/config.toml"))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder + "/config.toml")
        }

        private func answer(_ more: String = "") -> ScriptedServer.Step {
            .answer(200, "{\"created\": 7, \"data\": [{\"b64_json\": \"\(picture.base64EncodedString())\"}]\(more)}")
        }

        @Test("edit sends picture, mask and prompt, writes the result and prints its path")
        func edit() async throws {
            let answer = answer()
            let server = try ScriptedServer { _ in [answer] }
            let outcome = try await riffle.run([
                "images", "edit", "--image", "cat.png", "--mask", "cat.png", "--prompt", "a hat", "--size", "auto",
                "--base-url", "http://127.0.0.1:\(server.port)", "--out", "out",
            ])
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output == "out/cat-1.png\n")
            let written = try Data(contentsOf: URL(filePath: riffle.pictures + "/out/cat-1.png"))
            #expect(try PNG.decode(Array(written)) == PNG.decode(Array(picture)))
            let request = try #require(server.requests.first)
            #expect(request.path == "/v1/images/edits")
            let body = String(decoding: request.body, as: UTF8.self)
            for part in [
                "name=\"image\"", "name=\"mask\"", "name=\"prompt\"\r\n\r\na hat", "name=\"size\"\r\n\r\nauto",
            ] {
                #expect(body.contains(part))
            }
            let store = try HistoryStore(directory: riffle.data)
            let kept = try #require(try await store.request(RequestID(1)))
            #expect(kept.record.operation == .edit && kept.record.prompt == "a hat" && kept.entries.count == 1)
        }

        @Test("the engine edits without a prompt, and a server is not sent an edit that has none")
        func silence() async throws {
            let opaque = try PNG.decode([UInt8](picture))
            var mask = opaque
            for y in mask.height / 3..<mask.height / 2 {
                for x in mask.width / 3..<mask.width / 2 { mask[x, y].alpha = 0 }
            }
            try Data(PNG.encode(mask)).write(to: URL(filePath: riffle.pictures + "/hole.png"))
            let edit = ["images", "edit", "--image", "cat.png", "--mask", "hole.png", "--out", "out"]
            let outcome = try await riffle.run(edit)
            #expect(outcome.code == 0 && outcome.output == "out/cat-1.png\n", "\(outcome.errors)")
            #expect(!outcome.errors.contains("prompt"))
            let store = try HistoryStore(directory: riffle.data)
            let kept = try #require(try await store.request(RequestID(1)))
            #expect(kept.record.operation == .edit && kept.record.prompt == nil)
            let refused = try await riffle.run(edit + ["--base-url", "http://127.0.0.1:1"])
            #expect(refused.code == 64 && refused.errors.contains("the prompt is empty or missing"))
        }

        @Test("generate prints the answer with everything the server said")
        func generate() async throws {
            let answer = answer(", \"usage\": {\"total_tokens\": 9}, \"size\": \"1024x1024\", \"x-other\": [1.5]")
            let server = try ScriptedServer { _ in [answer] }
            let outcome = try await riffle.run(
                [
                    "images", "generate", "--prompt", "an otter", "--n", "2", "--quality", "high",
                    "--base-url", "http://127.0.0.1:\(server.port)/v1/",
                ], adding: ["OPENAI_API_KEY": "sk-test"])
            #expect(outcome.code == 0)
            let told = try JSONDecoder().decode(ImagesResponse.self, from: Data(outcome.output.utf8))
            #expect(told.created == 7 && told.usage?.totalTokens == 9 && told.size == "1024x1024")
            #expect(told.unknown == ["x-other": .array([.number(1.5)])])
            #expect(told.data.first?.base64JSON == picture.base64EncodedString())
            #expect(outcome.errors.contains("1 of 2 pictures came"))
            #expect(server.requests.first?.fields["authorization"] == "Bearer sk-test")
            let body = String(decoding: server.requests.first?.body ?? [], as: UTF8.self)
            #expect(body == #"{"prompt":"an otter","n":2,"quality":"high"}"#)
        }

        @Test("a variation on a server that has none is made by editing, and that is said")
        func throughEdits() async throws {
            let answer = answer()
            let server = try ScriptedServer { request in
                request.path == "/v1/images/edits" ? [answer] : [.answer(404, "{\"detail\": \"Not Found\"}")]
            }
            try configure("[backends.local]\nbase_url = \"http://127.0.0.1:\(server.port)\"\nprompt = \"more otters\"")
            let outcome = try await riffle.run([
                "images", "create-variation", "--image", "cat.png", "--backend", "local",
            ])
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("more otters"))
            #expect(server.requests.map(\.path) == ["/v1/images/variations", "/v1/images/edits"])
        }

        @Test("what cannot be asked for, or safely told, is refused before anything is sent")
        func refusals() async throws {
            let open = "[backends.s]\nbase_url = \"http://127.0.0.1:1\"\nkey = \"sk-secret\""
            try configure(open, mode: 0o644)
            let readable = try await riffle.run(["images", "backends"])
            #expect(readable.code == ExitStatus.configuration.rawValue)
            #expect(readable.errors.contains("chmod 600") && !readable.errors.contains("sk-secret"))
            try configure("[backends.s]\nbase_url = \"http://127.0.0.1:1\"\nkey_command = \"false\"")
            let variation = ["images", "create-variation", "--image", "cat.png"]
            let cases: [([String], Int32, String)] = [
                (variation + ["--api-key", "sk-secret"], 64, "OPENAI_API_KEY"),
                (variation + ["--backend", "s"], 78, "the command for the key of s failed"),
                (["images", "generate", "--prompt", "x"], 69, "not from a prompt alone"),
                (["images", "generate", "--prompt", " "], 64, "the prompt is empty"),
                (["images", "edit", "--prompt", "x", "--image", "gone.png"], 66, "gone.png cannot be read"),
                (["images", "generate", "--prompt", "x", "--partial-images", "2"], 64, "--stream"),
                (variation + ["--image", "-", "--image", "-"], 64, "- is given twice"),
                (["images", "create-variation", "--image", "-"], 65, "standard input is empty"),
            ]
            for (arguments, code, words) in cases {
                let outcome = try await riffle.run(arguments)
                #expect(outcome.code == code, "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains(words), "\(outcome.errors)")
                #expect(!outcome.errors.contains("sk-secret") && outcome.output.isEmpty)
            }
        }

        @Test(
            "the command for a key is run for the backend that is used, and what is misconfigured is told in any case")
        func others() async throws {
            let server = "[backends.s]\nbase_url = \"http://127.0.0.1:1\"\n"
            let trace = riffle.folder + "/ran"
            try configure(server + "key_command = \"touch \(trace); echo sk-1\"")
            let generate = ["images", "generate", "--prompt", "x"]
            #expect(try await riffle.run(generate).code == 69)
            #expect(!FileManager.default.fileExists(atPath: trace))
            _ = try await riffle.run(generate + ["--backend", "s"])
            #expect(FileManager.default.fileExists(atPath: trace))
            try configure(server + "price = \"dear\"")
            let outcome = try await riffle.run(generate)
            #expect(outcome.code == ExitStatus.configuration.rawValue)
            #expect(outcome.errors.contains("the price of s cannot be dear"), "\(outcome.errors)")
        }

        @Test("a picture that its address does not give is fetched again when the person asks, and costs what was made")
        func fetchedAgain() async throws {
            let tries = Atomic(0)
            let bytes = [UInt8](picture)
            let server = try ScriptedServer { request in
                guard request.path.hasPrefix("/files") else {
                    return [.answer(200, "{\"data\": [{\"url\": \"/files/1.png\"}]}")]
                }
                let isFirst = tries.add(1, ordering: .relaxed).newValue == 1
                return [isFirst ? .answer(503, "busy") : .answer(200, bytes, type: "image/png")]
            }
            try configure("[backends.s]\nbase_url = \"http://127.0.0.1:\(server.port)\"\nprice = \"0.04 USD\"")
            let made = try await riffle.run(["images", "create-variation", "--image", "cat.png", "--backend", "s"])
            #expect(made.code == ExitStatus.unavailable.rawValue && made.errors.contains("its host responded with 503"))
            // Nobody is kept waiting for a server, and nothing is tried again unasked.
            let looked = try await riffle.run(["history", "list"])
            #expect(looked.output.contains("0 of 1"))
            #expect(try await riffle.run(["images", "create-variation", "--image", "cat.png"]).code == 0)
            let screen = try RiffleOnScreen(riffle, ["cat.png"])
            screen.see("cat.png  256×256")
            screen.see("interrup")
            screen.press("q")
            #expect(screen.waitForEnd() == 0)
            #expect(tries.load(ordering: .relaxed) == 1)
            let fetched = try await riffle.run(["history", "fetch"])
            #expect(fetched.code == 0 && fetched.errors == "Downloaded 1 picture\n", "\(fetched.errors)")
            let list = try await riffle.run(["history", "list"])
            #expect(list.output.contains("1 of 1") && !list.output.contains("interrupted"), "\(list.output)")
            #expect(server.requests.filter { $0.method == "POST" }.count == 1, "nothing is bought twice")
            let store = try HistoryStore(directory: riffle.data)
            let entry = try #require(try await store.request(RequestID(1))?.entries.first)
            #expect(try await store.provenance(of: entry.id)?.cost == Price(amount: 0.04, currency: "USD"))
        }

        @Test("backends tells which answer, with their models and when those end")
        func backends() async throws {
            let server = try ScriptedServer { _ in
                [
                    .answer(
                        200,
                        "{\"data\": [{\"id\": \"otter-1\", \"shutdown_date\": \"2026-10-23\"}, {\"id\": \"otter-2\"}]}")
                ]
            }
            try configure(
                """
                [backends.here]
                base_url = "http://127.0.0.1:\(server.port)"
                key_command = "echo sk-1; echo more"
                price = "0.04 EUR"
                headers = { "X-Team" = "otters" }
                [backends.away]
                base_url = "http://127.0.0.1:1"
                """)
            let outcome = try await riffle.run(["images", "backends"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("here  responds"))
            #expect(outcome.output.contains("otter-1 (until 2026-10-23), otter-2"))
            #expect(outcome.output.contains("away  127.0.0.1:1 cannot be reached: connection refused"))
            let request = try #require(server.requests.first)
            #expect(request.path == "/v1/models" && request.fields["authorization"] == "Bearer sk-1")
            #expect(request.fields["x-team"] == "otters")
        }

        @Test("killed in the middle of an answer, it has lost no picture that had come", arguments: [1, 4, 9])
        func killed(arrived: Int) async throws {
            let text = picture.base64EncodedString()
            let whole =
                String(repeating: "{\"b64_json\": \"\(text)\"}, ", count: arrived)
                + "{\"b64_json\": \"\(text.prefix(900))"
            let server = try ScriptedServer { _ in
                [.send(ScriptedServer.Step.head(200, length: 1 << 27) + Array("{\"data\": [\(whole)".utf8)), .hold]
            }
            do {
                let screen = try RiffleOnScreen(
                    riffle,
                    [
                        "images", "create-variation", "--image", "cat.png", "--n", "10", "--response-format",
                        "b64_json", "--base-url", "http://127.0.0.1:\(server.port)",
                    ])
                screen.see("\(arrived) of 10 pictures")
                screen.signal(SIGKILL)
                _ = screen.waitForEnd()
            }
            let store = try HistoryStore(directory: riffle.data)
            #expect(try await store.recover() == [RequestID(1)])
            let kept = try #require(try await store.request(RequestID(1)))
            #expect(kept.record.state == .interrupted)
            #expect(kept.entries.map(\.index) == Array(0..<arrived))
            for entry in kept.entries { #expect(try await store.bytes(digest: entry.digest) == Array(picture)) }
        }

        @Test(
            "a monthly limit is kept, in pictures and in money, and nothing is sent above it",
            arguments: [
                ("monthly_limit = \"3 pictures\"", "2 of 3 this month"),
                ("price = \"0.1 USD\"\nmonthly_limit = \"0.3 USD\"", "$0.20 of $0.30 this month"),
            ])
        func limit(lines: String, words: String) async throws {
            let one = "{\"b64_json\": \"\(picture.base64EncodedString())\"}"
            let answer = ScriptedServer.Step.answer(200, "{\"data\": [\(one), \(one)]}")
            let server = try ScriptedServer { _ in [answer] }
            try configure("[backends.shop]\nbase_url = \"http://127.0.0.1:\(server.port)\"\npaid = true\n\(lines)")
            let arguments = ["images", "generate", "--prompt", "an otter", "--backend", "shop", "--out", "o", "--n"]
            let first = try await riffle.run(arguments + ["2"])
            #expect(first.code == 0 && first.errors.contains("shop is paid: 2 pictures"), "\(first.errors)")
            let second = try await riffle.run(arguments + ["2"])
            #expect(second.code == ExitStatus.unavailable.rawValue)
            #expect(second.errors.contains(words), "\(second.errors)")
            #expect(server.requests.count == 1)
            // What was refused costs nothing: one more picture fits.
            let third = try await riffle.run(arguments + ["1"])
            #expect(third.code == 0 && server.requests.count == 2, "\(third.errors)")
            try configure("[backends.shop]\nbase_url = \"http://127.0.0.1:1\"\nmonthly_limit = \"20 USD\"")
            let priceless = try await riffle.run(arguments + ["1"])
            #expect(
                priceless.code == ExitStatus.configuration.rawValue && priceless.errors.contains("with a price in USD"))
        }

        @Test("what it had received when it died is kept at the next start, and an answer that is safe leaves nothing")
        func recovered() async throws {
            let text = picture.base64EncodedString()
            let one = "{\"b64_json\": \"\(text)\"}"
            let server = try ScriptedServer { _ in
                [
                    .send(
                        ScriptedServer.Step.head(200, length: 1 << 27)
                            + Array("{\"data\": [\(one), {\"b64_json\": \"\(text.prefix(900))".utf8)), .hold,
                ]
            }
            let arguments = [
                "images", "create-variation", "--image", "cat.png", "--n", "3", "--base-url",
                "http://127.0.0.1:\(server.port)",
            ]
            do {
                let screen = try RiffleOnScreen(riffle, arguments)
                screen.see("1 of 3 pictures")
                screen.signal(SIGKILL)
                _ = screen.waitForEnd()
            }
            let folder = riffle.data + "/answers"
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
            #expect(name.hasSuffix(".part"))
            // As if it had died a moment later, with the second picture read and not kept, and the third on its way.
            let file = try #require(FileHandle(forWritingAtPath: "\(folder)/\(name)"))
            try file.seekToEnd()
            try file.write(contentsOf: Data("\(text.dropFirst(900))\"}, {\"b64_json\": \"iVBOR".utf8))
            try file.close()

            let next = try await riffle.run(["images", "create-variation", "--image", "gone.png"])
            #expect(next.code == ExitStatus.noInput.rawValue)
            let store = try HistoryStore(directory: riffle.data)
            let kept = try #require(try await store.request(RequestID(1)))
            #expect(kept.record.state == .interrupted && kept.entries.map(\.index) == [0, 1])
            for entry in kept.entries { #expect(try await store.bytes(digest: entry.digest) == Array(picture)) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            #expect(server.requests.count == 1)

            let whole = ScriptedServer.Step.answer(200, "{\"data\": [\(one)]}")
            let other = try ScriptedServer { _ in [whole] }
            let done = try await riffle.run(Array(arguments.dropLast()) + ["http://127.0.0.1:\(other.port)"])
            #expect(done.code == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }

        @Test("an answer with a broken picture loses neither the others nor itself")
        func broken() async throws {
            let one = "{\"b64_json\": \"\(picture.base64EncodedString())\"}"
            let body = "{\"data\": [\(one), {\"b64_json\": \"%%%%\"}, \(one)]}"
            let server = try ScriptedServer { _ in [.answer(200, body)] }
            let outcome = try await riffle.run([
                "images", "create-variation", "--image", "cat.png", "--n", "3", "--out", "o", "--base-url",
                "http://127.0.0.1:\(server.port)",
            ])
            #expect(outcome.code == ExitStatus.unavailable.rawValue)
            #expect(outcome.output == "o/cat-1.png\no/cat-3.png\n")
            #expect(outcome.errors.contains("picture 2 could not be downloaded"), "\(outcome.errors)")
            let folder = riffle.data + "/answers"
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
            #expect(outcome.errors.contains("kept as \(folder)/\(name)"))
            #expect(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).hasSuffix(body))
        }

        @Test("a picture that is cut off is kept and told, and so is the answer it came in")
        func cutOff() async throws {
            let pictures = [picture, picture.prefix(900)].map { "{\"b64_json\": \"\($0.base64EncodedString())\"}" }
            let body = "{\"data\": [\(pictures.joined(separator: ", "))]}"
            let server = try ScriptedServer { _ in [.answer(200, body)] }
            let outcome = try await riffle.run([
                "images", "create-variation", "--image", "cat.png", "--n", "2", "--out", "o", "--base-url",
                "http://127.0.0.1:\(server.port)",
            ])
            #expect(outcome.code == ExitStatus.data.rawValue)
            #expect(outcome.output == "o/cat-1.png\no/cat-2.png\n")
            #expect(outcome.errors.contains("picture 2: it ends after 900 B"), "\(outcome.errors)")
            // The next start leaves it where it is.
            #expect(try await riffle.run(["history", "list"]).code == 0)
            let folder = riffle.data + "/answers"
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
            #expect(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).hasSuffix(body))
        }

        @Test("an answer whose pictures could not be downloaded in time is kept, and they are when the person asks")
        func late() async throws {
            let isSlow = Atomic(true)
            let bytes = [UInt8](picture)
            let server = try ScriptedServer { request in
                guard request.path.hasPrefix("/files") else {
                    return [.answer(200, "{\"data\": [{\"url\": \"/files/1.png\"}]}")]
                }
                return [isSlow.load(ordering: .relaxed) ? .hold : .answer(200, bytes, type: "image/png")]
            }
            try configure("[backends.s]\nbase_url = \"http://127.0.0.1:\(server.port)\"\ntotal_seconds = 1")
            let made = try await riffle.run(["images", "create-variation", "--image", "cat.png", "--backend", "s"])
            #expect(made.code == ExitStatus.connectionLost.rawValue, "\(made.errors)")
            isSlow.store(false, ordering: .relaxed)
            let fetched = try await riffle.run(["history", "fetch"])
            #expect(fetched.code == 0 && fetched.errors == "Downloaded 1 picture\n", "\(fetched.errors)")
        }

        @Test("the manual page and the completions know every command and option")
        func manual() async throws {
            let page = try await riffle.run(["man"]).output
            #expect(page.hasPrefix(".TH RIFFLE 1"))
            for words in ["riffle images edit", "\\-\\-input\\-fidelity", "riffle serve", "\\-\\-samples"] {
                #expect(page.contains(words), "\(words)")
            }
            for shell in ["bash", "zsh", "fish"] {
                let script = try await riffle.run(["--generate-completion-script", shell]).output
                #expect(script.contains("--complete"), "\(shell)")
            }
        }
    }
}
