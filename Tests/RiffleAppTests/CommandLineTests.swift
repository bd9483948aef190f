import Foundation
import RiffleAPI
import RiffleImage
import RiffleServer
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("The command line")
    struct CommandLineTests {
        /// The answer on standard output, read as a script would.
        private func answer(_ outcome: RiffleProcess.Outcome) throws -> ImagesResponse {
            try JSONDecoder().decode(ImagesResponse.self, from: Data(outcome.output.utf8))
        }

        @Test("create-variation writes the files and answers with URLs of the kept ones")
        func urls() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let outcome = try await riffle.run(
                [
                    "images", "create-variation", "--image", "cat.png", "--n", "2", "--size", "256x256", "--out", "out",
                    "--json",
                ])
            #expect(outcome.code == 0)
            #expect(outcome.errors.isEmpty)
            let data = try answer(outcome).data
            #expect(data.count == 2)
            for (place, datum) in data.enumerated() {
                let url = try #require(datum.url.flatMap { URL(string: $0) })
                let written = try Data(contentsOf: URL(filePath: "\(riffle.pictures)/out/cat-\(place + 1).png"))
                // The copy has its recipe in it.
                #expect(try PNG.decode(Array(Data(contentsOf: url))) == PNG.decode(Array(written)))
                let header = try PNGHeader(parsing: Array(written))
                #expect(header.width == 256 && header.height == 256)
            }
            #expect(data[0].url != data[1].url)
            // What was made before stays.
            let again = try await riffle.run(
                ["images", "create-variation", "--image", "cat.png", "--size", "256x256", "--out", "out"])
            #expect(again.output == "out/cat-1_2.png\n")
        }

        @Test("The same seed makes the same picture, which says how it was made")
        func seeds() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("hills.png")
            let arguments = [
                "images", "create-variation", "--image", "hills.png", "--size", "256x256", "--response-format",
                "b64_json",
                "--strength", "bold", "--seed", "7",
            ]
            var pictures: [Data?] = []
            for _ in 0..<2 {
                let data = try answer(await riffle.run(arguments)).data
                pictures.append(data.first?.base64JSON.flatMap { Data(base64Encoded: $0) })
            }
            let first = try #require(pictures[0])
            #expect(pictures[1] == first)
            let notes = PNG.text(in: Array(first))
            #expect(notes.contains { $0.keyword == "Riffle" && $0.text.contains("strength=0.8 size=256") })
        }

        @Test("A picture that is not square keeps its shape, or is made square when that is asked for")
        func squares() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("valley.png")
            let arguments = ["images", "create-variation", "--image", "valley.png", "--response-format", "b64_json"]
            func size(_ options: [String]) async throws -> (width: Int, height: Int) {
                let made = try answer(await riffle.run(arguments + options)).data
                let text = try #require(made.first?.base64JSON)
                let picture = try PNG.decode([UInt8](#require(Data(base64Encoded: text))))
                return (picture.width, picture.height)
            }
            #expect(try await size([]) == (512, 320))
            #expect(try await size(["--square", "pad"]) == (512, 512))
            #expect(try await size(["--size", "64x48"]) == (64, 48))
        }

        @Test("A damaged picture is shown as far as it goes, and told, with an exit code")
        func damagedPreview() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let whole = try Data(contentsOf: URL(filePath: riffle.pictures + "/cat.png"))
            try whole.prefix(20_000).write(to: URL(filePath: riffle.pictures + "/cut.png"))
            let outcome = try await riffle.run(["preview", "--graphics", "half", "cut.png"])
            #expect(outcome.code == 65 && outcome.output.contains("▀"))
            #expect(outcome.errors.contains("cut.png: ") && outcome.errors.contains("shown as far as possible"))
        }

        @Test(
            "Bad input is one clear line and an exit code, and leaves nothing behind",
            arguments: [
                (["images", "create-variation", "--image", "gone.png"], 66, "gone.png cannot be read"),
                (["images", "create-variation", "--image", "text.png"], 65, "no picture"),
                (["images", "create-variation", "--image", "cut.png"], 65, "cut.png: it ends after"),
                (
                    ["images", "create-variation", "--image", "wide.png", "--base-url", "http://127.0.0.1:1"], 65,
                    "wide.png: it ends after"
                ),
                (
                    ["images", "create-variation", "--image", "cat.png", "--with", "cut.png"], 65,
                    "cut.png: it ends after"
                ),
                (["images", "create-variation", "--image", "cat.png", "--n", "11"], 64, "n is 11"),
                (["images", "create-variation", "--image", "cat.png", "--strength", "1.5"], 64, "strength is 1.5"),
                (
                    ["images", "create-variation", "--image", "cat.png", "--backend", "gone"], 64,
                    "no backend called gone"
                ),
                (["images", "create-variation", "--image", "cat.png", "--base-url", "ftp://x"], 64, "ftp://x"),
                (
                    ["images", "create-variation", "--image", "cat.png", "--base-url", "http://127.0.0.1:1/v1"], 69,
                    "connection refused"
                ),
                (["preview", "gone.png"], 66, "gone.png cannot be read"),
                (["gone"], 66, "gone cannot be read"),
                (["."], 71, "no terminal"),
                (["photo.jpg"], 65, "photo.jpg is not named as a PNG"),
                ([".", "--theme", "gone"], 64, "no theme gone"),
                (["serve", "--port", "70000"], 64, "port is 70000"),
                (["--smaples"], 64, "there is no option --smaples: did you mean --samples?"),
                (["preveiw", "cat.png"], 64, "there is no command preveiw: did you mean preview?"),
                (["docter"], 66, "did you mean riffle doctor?"),
                (["images", "creat-variation", "--image", "cat.png"], 64, "did you mean create-variation?"),
                (["preview", "--graphics", "sixle", "cat.png"], 64, "--graphics cannot be sixle: did you mean sixel?"),
                (
                    ["preview", "--size", "big", "cat.png"], 64,
                    "--size cannot be big: the room for a picture, in cells"
                ),
                (["preview"], 64, "FILES is missing: see riffle preview --help"),
                (["images", "create-variation", "--image"], 64, "--image needs a value"),
                (["images", "create-variation", "--image", "cat.png", "--json=3"], 64, "--json takes no value"),
                (
                    ["images", "create-variation", "--image", "cat.png", "--manner", "linoct"], 64,
                    "did you mean linocut?"
                ),
                ([".", "--theme", "nrod"], 64, "did you mean nord?"),
                (["images", "upscale", "--image", "cat.png", "--scale", "9"], 64, "--scale cannot be 9"),
                (["images", "extend", "--image", "cat.png", "--side", "squre"], 64, "did you mean square?"),
                (["images", "extend", "--image", "cat.png", "--side", "square"], 64, "cat.png is square already"),
                (["preview", "-", "-"], 64, "- is given twice"),
                (["preview", "-"], 65, "standard input is empty"),
            ])
        func badInput(arguments: [String], code: Int32, words: String) async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let whole = try Data(contentsOf: URL(filePath: riffle.pictures + "/cat.png"))
            try whole.prefix(20_000).write(to: URL(filePath: riffle.pictures + "/cut.png"))
            let wide = PNG.encode(Bitmap(width: 600, height: 200, bytes: .init(repeating: 7, count: 600 * 200 * 4)))
            try Data(wide.dropLast(40)).write(to: URL(filePath: riffle.pictures + "/wide.png"))
            try Data("text".utf8).write(to: URL(filePath: riffle.pictures + "/text.png"))
            try whole.write(to: URL(filePath: riffle.pictures + "/photo.jpg"))
            let outcome = try await riffle.run(arguments)
            #expect(outcome.code == code)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(riffle.keptPictures().allSatisfy { !$0.hasSuffix(".part") })
        }

        @Test("One picture that cannot be shown hides none of the others")
        func severalPreviews() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let alone = try await riffle.run(["preview", "--graphics", "half", "--size", "20x10", "cat.png"])
            let outcome = try await riffle.run(
                ["preview", "--graphics", "half", "--size", "20x10", "gone.png", "cat.png"])
            #expect(outcome.code == ExitStatus.noInput.rawValue)
            #expect(outcome.errors.contains("gone.png cannot be read"))
            #expect(!alone.output.isEmpty && outcome.output == alone.output)
        }

        @Test("Several pictures are several requests in order; a bad one is named and does not stop the others")
        func severalPictures() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            try riffle.add("hills.png")
            let cut = try Data(contentsOf: URL(filePath: riffle.pictures + "/cat.png")).prefix(20_000)
            try cut.write(to: URL(filePath: riffle.pictures + "/cut.png"))
            let images = ["images", "create-variation", "--size", "64x64", "--out", "out", "--image"]
            let outcome = try await riffle.run(images + ["hills.png", "gone.png", "cut.png", "--image", "cat.png"])
            #expect(outcome.code == ExitStatus.noInput.rawValue)
            #expect(outcome.output == "out/hills-1.png\nout/cat-1.png\n")
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 4, "\(outcome.errors)")
            for (line, words) in zip(
                lines,
                ["hills.png: 1 picture", "gone.png cannot be read", "cut.png: it ends after", "cat.png: 1 picture"])
            {
                #expect(line.contains(words))
            }
            let bad = try await riffle.run(
                ["images", "create-variation", "--out", "none", "--image", "gone.png", "lost.png"])
            #expect(bad.code == 66 && bad.errors.split(separator: "\n").count == 2, "\(bad.errors)")
            #expect(!FileManager.default.fileExists(atPath: riffle.pictures + "/none"))
        }

        @Test("Standard input and pipes are read like files")
        func streams() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let program = RiffleProcess.executable
            let preview = "\(program) preview --graphics half --size 20x10"
            let file = try await riffle.run("/bin/bash", ["-c", "\(preview) cat.png"])
            #expect(file.code == 0 && !file.output.isEmpty)
            for line in ["\(preview) - < cat.png", "cat cat.png | \(preview) -", "\(preview) <(cat cat.png)"] {
                let outcome = try await riffle.run("/bin/bash", ["-c", line])
                #expect(outcome.code == 0 && outcome.output == file.output, "\(line): \(outcome.errors)")
            }
            let made = try await riffle.run(
                "/bin/bash",
                [
                    "-c",
                    "\(program) images create-variation --size 64x64 --out out --image <(cat cat.png) - < cat.png",
                ])
            #expect(made.code == 0 && made.output == "out/pipe-1.png\nout/stdin-1.png\n", "\(made.errors)")
            let kind = try await riffle.run("/bin/bash", ["-c", "\(program) manners <(cat cat.png) | head -1"])
            #expect(kind.code == 0 && kind.output.contains("/dev/fd/"), "\(kind.errors)")
        }

        @Test("Pictures are enlarged and extended as requests, by the engine with what it has")
        func enlarging() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("valley.png")
            func size(_ name: String) throws -> [Int] {
                let header = try PNGHeader(
                    parsing: Array(Data(contentsOf: URL(filePath: "\(riffle.pictures)/\(name)"))))
                return [header.width, header.height]
            }
            let source = try size("valley.png")
            let larger = try await riffle.run(
                ["images", "upscale", "--image", "valley.png", "--scale", "3", "--out", "out"])
            #expect(larger.code == 0 && larger.errors.contains("enlarges by a filter"), "\(larger.errors)")
            #expect(try size("out/valley-1.png") == source.map { 3 * $0 })
            let wider = try await riffle.run(
                ["images", "extend", "--image", "valley.png", "--side", "square", "--seed", "3", "--out", "square"])
            #expect(wider.code == 0, "\(wider.errors)")
            #expect(try size("square/valley-1.png") == [source[0], source[0]])
            let made = try PNG.decode(
                [UInt8](Data(contentsOf: URL(filePath: "\(riffle.pictures)/square/valley-1.png"))))
            let original = try PNG.decode([UInt8](Data(contentsOf: URL(filePath: riffle.pictures + "/valley.png"))))
            let top = (source[0] - source[1]) / 2
            #expect(made.cropped(x: 0, y: top, width: source[0], height: source[1]).bytes == original.bytes)
            let list = try await riffle.run(["history", "list"])
            #expect(list.output.split(separator: "\n").count == 2)
        }

        @Test("Help wraps at the width of the terminal, and shows what opening a folder takes")
        func help() async throws {
            let riffle = try RiffleProcess()
            for columns in [60, 100] {
                let outcome = try await riffle.run(["--help"], adding: ["COLUMNS": "\(columns)"])
                #expect(outcome.code == 0)
                for words in ["[DIR|FILE]", "--samples", "--theme", "SUBCOMMANDS:"] {
                    #expect(outcome.output.contains(words))
                }
                let widest = outcome.output.split(separator: "\n").map(\.count).max() ?? 0
                #expect(widest <= columns && widest > columns - 15, "\(outcome.output)")
            }
        }

        @Test("A server is asked over HTTP with the key, and its pictures are kept", arguments: ResponseFormat.allCases)
        func server(format: ResponseFormat) async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            try await Served.run { port in
                let outcome = try await riffle.run(
                    [
                        "images", "create-variation", "--image", "cat.png", "--n", "2", "--size", "256x256",
                        "--response-format", format.rawValue, "--base-url", "http://127.0.0.1:\(port)/v1", "--out",
                        "out", "--json",
                    ], adding: ["OPENAI_API_KEY": "sk-test"])
                #expect(outcome.code == 0, "\(outcome.errors)")
                let data = try answer(outcome).data
                #expect(data.count == 2)
                #expect(
                    data.allSatisfy { format == .url ? $0.url?.hasPrefix("http://127.0.0.1") == true : $0.url == nil })
                #expect(riffle.keptPictures().count == 3)
            }
        }

        @Test("A preview is as large as asked for, and of the picture's own colours")
        func preview() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("hills.png")
            let outcome = try await riffle.run(
                ["preview", "--graphics", "half", "--size", "20x10", "hills.png"], adding: ["COLORTERM": "truecolor"])
            #expect(outcome.code == 0)
            #expect(outcome.output.split(separator: "\n").count == 10)
            #expect(outcome.output.contains("48;2;"))
            let coarse = try await riffle.run(
                ["preview", "--graphics", "half", "--fidelity", "coarse", "--size", "20x10", "hills.png"],
                adding: ["COLORTERM": "truecolor"])
            #expect(coarse.code == 0 && coarse.output.utf8.count < outcome.output.utf8.count)
        }
    }
}

/// Our own server over the engine, on a free port, for as long as a body runs.
enum Served {
    static func run(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let (ports, ready) = AsyncStream<Int>.makeStream()
        let server = ImagesServer(
            backend: EngineBackend(threads: EngineThreads()), configuration: .init(port: 0))
        let work = Task { try await server.run { ready.yield($0) } }
        for await port in ports {
            do {
                try await body(port)
            } catch {
                work.cancel()
                throw error
            }
            break
        }
        work.cancel()
        _ = await work.result
    }
}
