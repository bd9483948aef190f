import Foundation
import RiffleAPI
import RiffleImage
import RiffleUI
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("riffle history")
    struct HistoryCommandTests {
        @Test("What was made is listed, told, exported, and put back into another history")
        func walk() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let variations = ["images", "create-variation", "--image", "cat.png", "--n", "2", "--size", "256x256"]
            #expect(try await riffle.run(variations).code == 0)

            let list = try await riffle.run(["history", "list", "cat"])
            #expect(list.output.contains("\tcat.png\t2 of 2\t256x256\tbuiltin\tdone"))
            #expect(try await riffle.run(["history", "list", "dog"]).output.isEmpty)

            let shown = try await riffle.run(["history", "show", "1", "--json"])
            let cards = try JSONDecoder().decode([RecipeCard].self, from: Data(shown.output.utf8))
            #expect(cards.count == 2)
            #expect(cards[0].request?.settings.seed != nil, "the request can be repeated as it was")
            #expect(cards[0].parent?.path == riffle.pictures + "/cat.png")

            for path in ["branch", "sheet.png", "page.html"] {
                let outcome = try await riffle.run(["history", "export", "1", path])
                #expect(outcome.code == 0, "\(outcome.errors)")
            }
            let again = try await riffle.run(["history", "export", "1", "sheet.png"])
            #expect(again.code == 73)
            #expect(again.errors.contains("already exists: export under another name"))
            let sheet = try PNG.decode(Array(Data(contentsOf: URL(filePath: riffle.pictures + "/sheet.png"))))
            // Names stand under the pictures.
            #expect((sheet.width, sheet.height) == (484, 520))
            let page = try String(contentsOfFile: riffle.pictures + "/page.html", encoding: .utf8)
            #expect(page.components(separatedBy: "src=\"data:image/png;base64,").count == 4)

            // Another history, with the source where it was: the picture finds its place.
            let files = try FileManager.default.contentsOfDirectory(atPath: riffle.pictures + "/branch").sorted()
            #expect(files == ["cat-1.1.png", "cat-1.2.png", "cat.png"])
            let other = ["XDG_DATA_HOME": riffle.folder + "/other"]
            let imported = try await riffle.run(
                ["history", "import", "branch/cat-1.1.png", "branch/cat-1.2.png"], adding: other)
            #expect(imported.output.components(separatedBy: "at its place in the tree").count == 3)
            let relisted = try await riffle.run(["history", "list", "--json"], adding: other)
            #expect(relisted.output.contains("\"arrived\" : 2"))
        }

        @Test("An export goes on past pictures that are gone: the engine's are made again, others are named")
        func missingPictures() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let variations = ["images", "create-variation", "--image", "cat.png", "--n", "2", "--size", "64x64"]
            #expect(try await riffle.run(variations).code == 0)
            #expect(try await riffle.run(["history", "export", "1", "branch"]).code == 0)
            let kept = try #require(
                FileManager.default.enumerator(atPath: riffle.data + "/pictures")?.allObjects as? [String])
            let whole = try Data(contentsOf: URL(filePath: riffle.pictures + "/branch/cat-1.2.png"))
            for name in kept where name.hasSuffix(".png") {
                try Data("changed".utf8).write(to: URL(filePath: riffle.data + "/pictures/" + name))
            }
            // With its source gone too, nothing can be made again.
            try FileManager.default.removeItem(atPath: riffle.pictures + "/branch/cat-1.2.png")
            let none = try await riffle.run(["history", "export", "1", "branch"])
            #expect(none.code == 66 && none.errors.contains("none of these pictures"))
            #expect(try await riffle.run(["history", "import", "cat.png"]).code == 0)
            let again = try await riffle.run(["history", "export", "1", "branch"])
            #expect(again.code == 0)
            #expect(again.errors.contains("made again from the seed: cat-1.1, cat-1.2"), "\(again.errors)")
            #expect(try Data(contentsOf: URL(filePath: riffle.pictures + "/branch/cat-1.2.png")) == whole)
        }

        @Test("Without a history that can be written, pictures are made all the same, and nothing stays in memory")
        func noHistory() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let place = ["XDG_DATA_HOME": "/dev/null/data", "XDG_RUNTIME_DIR": riffle.folder]
            let make = ["images", "create-variation", "--image", "cat.png", "--n", "1", "--size", "64x64"]
            let made = try await riffle.run(make + ["--out", "made"], adding: place)
            #expect(made.code == 0)
            #expect(made.errors.contains("/dev/null/data/riffle is not a folder; new pictures are kept in memory"))
            #expect(FileManager.default.fileExists(atPath: riffle.pictures + "/made/cat-1.png"))
            #expect(try await riffle.run(make, adding: place).output.contains("b64_json"))
            #expect(try await riffle.run(make + ["--response-format", "url"], adding: place).code == 73)
            let rest = try FileManager.default.contentsOfDirectory(atPath: riffle.folder)
            #expect(!rest.contains { $0.hasPrefix("riffle-scratch") })
        }

        @Test("What was bred of two is exported with both parents, and has both in another history")
        func bred() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            try riffle.add("brick.png")
            let breed = [
                "images", "create-variation", "--image", "cat.png", "--with", "brick.png", "--weight", "0.3", "--size",
                "256x256",
            ]
            #expect(try await riffle.run(breed).code == 0)
            #expect(try await riffle.run(["history", "export", "1", "page.html"]).code == 0)
            let page = try String(contentsOfFile: riffle.pictures + "/page.html", encoding: .utf8)
            #expect(page.contains("× brick"))
            #expect(try await riffle.run(["history", "export", "1", "branch"]).code == 0)
            let other = ["XDG_DATA_HOME": riffle.folder + "/other"]
            #expect(try await riffle.run(["history", "import", "branch/cat-1.1.png"], adding: other).code == 0)
            let shown = try await riffle.run(["history", "show", "1", "--json"], adding: other)
            let cards = try JSONDecoder().decode([RecipeCard].self, from: Data(shown.output.utf8))
            #expect(cards.first?.mate?.path == riffle.pictures + "/brick.png")
            #expect(cards.first?.parent?.path == riffle.pictures + "/cat.png")
            #expect(cards.first?.request?.settings.weight == 0.3)
        }

        @Test("A recipe in anybody's picture takes in no other file, and numbers that no request has make it none")
        func foreignRecipes() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let secret = riffle.pictures + "/secret"
            try Data("not for the history".utf8).write(to: URL(filePath: secret))
            let cat = Array(try Data(contentsOf: URL(filePath: riffle.pictures + "/cat.png")))
            func recipe(place: Int) -> String {
                """
                {"format":1,"picture":{"sha256":"aa","width":1,"height":1,"bytes":1},
                "marks":{"favourite":false,"rating":0,"rejected":false,"note":""},
                "parent":{"sha256":"bb","width":1,"height":1,"bytes":1,"path":"\(secret)"},
                "request":{"id":1,"kind":"variation","settings":\(settings),"mend":"none","place":\(place),
                "created":1,"note":""}}
                """
            }
            let settings = String(decoding: try JSONEncoder().encode(ImagesSettings()), as: UTF8.self)
            #expect(
                RecipeCard(in: PNG.adding(PNGText(keyword: RecipeCard.keyword, text: recipe(place: 1)), to: cat)) != nil
            )
            func card(_ text: String) -> RecipeCard? {
                RecipeCard(in: PNG.adding(PNGText(keyword: RecipeCard.keyword, text: text), to: cat))
            }
            #expect(card(recipe(place: .max)) == nil)
            #expect(card(recipe(place: 1).replacing("\"rating\":0", with: "\"rating\":1000000000")) == nil)
            let image = "\"image\":{\"backend\":\"b\",\"n\":1000000000000},\"mend\""
            #expect(card(recipe(place: 1).replacing("\"mend\"", with: image)) == nil)

            let gift = PNG.adding(PNGText(keyword: RecipeCard.keyword, text: recipe(place: 1)), to: cat)
            try Data(gift).write(to: URL(filePath: riffle.pictures + "/gift.png"))
            #expect(try await riffle.run(["history", "import", "gift.png"]).code == 0)
            #expect(riffle.keptPictures().count == 1)
        }

        @Test("A request that cannot be is told in one line, and the list goes on without it")
        func faulty() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            for _ in 0..<2 {
                let variation = ["images", "create-variation", "--image", "cat.png", "--size", "256x256"]
                #expect(try await riffle.run(variation).code == 0)
            }
            let change = "import sqlite3; d = sqlite3.connect('\(riffle.data)/history.db'); "
            let values = #"settings = '{\"n\":1000000000000}', created = 1e300"#
            let sql = "d.execute(\"UPDATE request SET \(values) WHERE id = 1\"); d.commit()"
            #expect(try await riffle.run("/usr/bin/python3", ["-c", change + sql]).code == 0)
            let list = try await riffle.run(["history", "list"])
            #expect(list.code == 0 && list.output.hasPrefix("2\t") && list.output.split(separator: "\n").count == 1)
            #expect(
                list.errors
                    == "riffle: request 1 of the history was skipped: its n is 1000000000000: "
                    + "riffle history delete 1 moves it to the trash\n")
            let screen = try RiffleOnScreen(riffle, ["cat.png"])
            screen.see("request 1 of the history was skipped")
            screen.press("q")
            #expect(screen.waitForEnd() == 0)
            #expect(try await riffle.run(["history", "delete", "1"]).code == 0)
            #expect(try await riffle.run(["history", "list"]).errors.isEmpty)
        }

        @Test("Another program's recipe in a file is shown as lines and as JSON")
        func otherPrograms() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let cat = Array(try Data(contentsOf: URL(filePath: riffle.pictures + "/cat.png")))
            let text =
                "a fox\u{1B}[31m\nNegative prompt: text\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 64x64"
            let render = PNG.adding(PNGText(keyword: "parameters", text: text), to: cat)
            try Data(render).write(to: URL(filePath: riffle.pictures + "/render.png"))
            let shown = try await riffle.run(["history", "show", "render.png"])
            #expect(
                shown.output
                    == """
                    made by A1111
                      prompt        a fox·[31m
                      without       text
                      sampler       Euler a · 20 steps · cfg 7
                      seed          5
                      size          64×64

                    """)
            let json = try await riffle.run(["history", "show", "render.png", "--json"])
            #expect(json.output.contains(#""seed" : "5""#) && json.output.contains(#""hasGraph" : false"#))
        }

        @Test("A history that is empty or damaged is never one that was forgotten: it is told, and kept")
        func setAside() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let variation = ["images", "create-variation", "--image", "cat.png", "--size", "256x256"]
            #expect(try await riffle.run(variation).code == 0)
            let path = riffle.data + "/history.db"
            try Data().write(to: URL(filePath: path))
            let screen = try RiffleOnScreen(riffle, ["cat.png"])
            screen.see("the history was damaged")
            screen.press("q")
            #expect(screen.waitForEnd() == 0)
            // A log beside it that holds all pages would stand for the file.
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try Data("damaged".utf8).write(to: URL(filePath: path))
            let list = try await riffle.run(["history", "list"])
            #expect(list.code == 0 && list.errors.contains("kept as \(path).damaged-2"), "\(list.errors)")
            #expect(try await riffle.run(["history", "list"]).errors.isEmpty)
        }

        @Test("The trash takes what is deleted, and gives its bytes back when it is emptied")
        func delete() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let variation = ["images", "create-variation", "--image", "cat.png", "--size", "256x256"]
            #expect(try await riffle.run(variation).code == 0)
            let deleted = try await riffle.run(["history", "delete", "1"])
            #expect(deleted.errors == "The trash holds 1 picture.\n")
            #expect(riffle.keptPictures().count == 2)
            let emptied = try await riffle.run(["history", "delete", "--empty-trash"])
            #expect(emptied.errors.hasPrefix("Trash emptied: 1 picture deleted"))
            #expect(riffle.keptPictures().count == 1)
        }

        @Test("What is not there is told in one line", arguments: ["99", "p99", "x", "nothing.png"])
        func missing(what: String) async throws {
            let outcome = try await RiffleProcess().run(["history", "show", what])
            #expect(outcome.code == (what == "x" ? 64 : 66))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Suite("Recipes in PNGs")
    struct RecipeNoteTests {
        @Test("Of a recipe that an earlier Riffle wrote, what nobody chose is left out")
        func earlier() throws {
            func settings(_ request: String) throws -> ImagesSettings? {
                let card = """
                    {"format":1,"picture":{"sha256":"aa","width":1,"height":1,"bytes":1},
                    "marks":{"favourite":false,"rating":0,"rejected":false,"note":""},
                    "request":{"id":1,"mend":"none","place":0,"created":1,"note":"",\(request)}}
                    """
                let png = PNG.encode(
                    Bitmap(width: 1, height: 1), text: [PNGText(keyword: RecipeCard.keyword, text: card)])
                return RecipeCard(in: png)?.request?.settings
            }
            let old = #""settings":{"backend":"s","n":2,"size":"1024x1024","responseFormat":"url","strength":0.5}"#
            #expect(
                try settings(#""kind":"variation","weight":0.3,"# + old)
                    == ImagesSettings(backend: "s", n: 2, size: .square(1024), weight: 0.3))
            #expect(try settings(#""kind":"edit","# + old) == ImagesSettings(backend: "s", n: 2))
            let image = #""image":{"backend":"s","n":2,"size":"1536x1024","outputFormat":"webp","partialImages":1},"#
            #expect(
                try settings(#""kind":"edit","# + image + old)
                    == ImagesSettings(
                        backend: "s", n: 2, size: .pixels(width: 1536, height: 1024), outputFormat: "webp",
                        stream: true, partialImages: 1))
        }

        @Test("A note that is added leaves the pixels, and replaces the one that was added before")
        func adding() throws {
            let bitmap = Bitmap(width: 3, height: 2, fill: Pixel(red: 9, green: 8, blue: 7))
            let plain = PNG.encode(bitmap, text: [PNGText(keyword: "Software", text: "x")])
            let first = PNG.adding(PNGText(keyword: "Riffle recipe", text: "one"), to: plain)
            let second = PNG.adding(PNGText(keyword: "Riffle recipe", text: "zwei ✓"), to: first)
            #expect(PNG.text(in: second).map(\.keyword) == ["Software", "Riffle recipe"])
            #expect(PNG.text(in: second).last?.text == "zwei ✓")
            #expect(try PNG.decode(second) == bitmap)
            let cut = Array(plain.dropLast(4))
            #expect(PNG.adding(PNGText(keyword: "a", text: "b"), to: cut) == cut)
        }
    }

    @Suite("Pictures compared")
    struct ComparisonTests {
        private let left = Bitmap(width: 40, height: 20, fill: Pixel(red: 200, green: 100, blue: 0))
        private let right = Bitmap(width: 20, height: 10, fill: Pixel(red: 100, green: 100, blue: 0))

        @Test("The difference is black where they agree and white where they differ most")
        func difference() {
            let made = left.compared(with: right, .difference)
            #expect((made.width, made.height) == (20, 10))
            #expect(Array(made.bytes[0..<4]) == [255, 0, 0, 255])
        }

        @Test("The line has the first picture left of it and the second right of it")
        func split() {
            let made = left.compared(with: right, .split(500))
            #expect(made.bytes[0] == 200)
            #expect(made.bytes[19 * 4] == 100)
            #expect(left.compared(with: right, .split(1000)).bytes[5] == 100)
        }

        @Test("A picture is like itself, and less like another")
        func similarity() {
            let noise = Bitmap(
                width: 64, height: 64,
                bytes: (0..<64 * 64 * 4).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) | 1 })
            #expect(noise.similarity(to: noise) > 0.999)
            #expect(left.similarity(to: right) < 0.999)
            #expect(noise.similarity(to: Bitmap(width: 64, height: 64, fill: Pixel(red: 0, green: 0, blue: 0))) < 0.3)
        }
    }
}
