import Foundation
import RiffleImage
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("What the command line says of a picture")
    struct SubjectCommandTests {
        private let riffle: RiffleProcess

        init() throws {
            riffle = try RiffleProcess()
            try riffle.add("cat.png")
        }

        /// White in a box in the middle, black elsewhere.
        private func saveMask(_ name: String, width: Int, height: Int) throws {
            var mask = Bitmap(width: width, height: height, fill: Pixel(red: 0, green: 0, blue: 0))
            for y in height / 4..<3 * height / 4 {
                for x in width / 4..<3 * width / 4 { mask[x, y] = Pixel(red: 255, green: 255, blue: 255) }
            }
            try Data(PNG.encode(mask)).write(to: URL(filePath: "\(riffle.pictures)/\(name)"))
        }

        private func vary(_ more: String...) async throws -> RiffleProcess.Outcome {
            try await riffle.run(
                ["images", "create-variation", "--image", "cat.png", "--seed", "3", "--size", "96x96", "--out", "out"]
                    + more)
        }

        private func recipe(_ path: String) throws -> String? {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(riffle.pictures)/\(path)")))
            return PNG.text(in: bytes).first { $0.keyword == "Riffle" }?.text
        }

        private func bytes(_ path: String) throws -> Data {
            try Data(contentsOf: URL(filePath: "\(riffle.pictures)/\(path)"))
        }

        @Test("a subject and a kind are used, remembered for the picture, and forgotten")
        func remembering() async throws {
            let cat = try Picture.decode([UInt8](try bytes("cat.png")))
            try saveMask("mask.png", width: cat.width, height: cat.height)
            let first = try await vary("--subject", "mask.png", "--kind", "structure", "--manner", "two")
            #expect(first.code == 0, "\(first.errors)")
            let told = try #require(try recipe("out/cat-1.png"))
            #expect(told.contains("kind=\"structure\" subject="))
            #expect(try await vary("--manner", "two").code == 0)
            // Their recipes differ in when they were made.
            let pictures = try ["out/cat-1.png", "out/cat-1_2.png"].map { try Picture.decode([UInt8](bytes($0))) }
            #expect(pictures[0] == pictures[1])
            let manners = try await riffle.run(["manners", "cat.png"])
            #expect(manners.output.contains("(as you said; its pixels look like"))
            #expect(manners.output.contains("Subject: marked by you, 25 % of the picture"))
            #expect(try await vary("--subject", "none", "--kind", "auto", "--manner", "oil").code == 0)
            #expect(try recipe("out/cat-1_3.png")?.contains("subject=") == false)
            let judged = try await riffle.run(["manners", "cat.png"])
            #expect(judged.output.contains("(judged by its pixels: ") && !judged.output.contains("Subject:"))
        }

        @Test("a mask that cannot be used is told in one line, and nothing is made")
        func refusals() async throws {
            let cat = try Picture.decode([UInt8](try bytes("cat.png")))
            try saveMask("small.png", width: 10, height: 20)
            let size = try await vary("--subject", "small.png")
            #expect(size.code == 65)
            #expect(
                size.errors == """
                    riffle: the mask of the subject is 10×20, the picture is \(cat.width)×\(cat.height): use a mask of \
                    the picture's size

                    """)
            let black = Bitmap(width: cat.width, height: cat.height, fill: Pixel(red: 0, green: 0, blue: 0))
            try Data(PNG.encode(black)).write(to: URL(filePath: "\(riffle.pictures)/black.png"))
            let empty = try await vary("--subject", "black.png")
            #expect(empty.code == 65 && empty.errors.contains("the subject's mask is all white or all black"))
            let kind = try await vary("--kind", "cat")
            #expect(kind.code == 64 && kind.errors.contains("--kind"))
            #expect(!FileManager.default.fileExists(atPath: riffle.pictures + "/out/cat-1.png"))
        }
    }
}
