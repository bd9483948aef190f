import RiffleImage
import Testing

@testable import RiffleEngine

/// Manners that print, cut or lay a picture.
@Suite struct PrintedTests {
    private static let names = Painters.printed.map(\.manner.name)

    private static func painter(_ name: String) -> any Painter { Painters.printed.first { $0.manner.name == name }! }

    /// Hills in a size that is no square and no multiple of anything.
    private static func hills(kind: PictureKind = .scene) -> PictureStudy {
        let source = Drawing.landscape(side: 300)
        return PictureStudy(source, width: 263, height: 211, kind: kind)
    }

    private static func paint(
        _ name: String, _ study: PictureStudy, scheme: Int = 0, strength: Float = 0.5, threads: Int = 2,
        halted: @escaping @Sendable () -> Bool = { false }
    ) -> Bitmap? {
        let job = PaintJob(
            strength: strength, scheme: scheme, seed: 5, crew: Crew(threads: threads), halted: halted, show: { _, _ in }
        )
        return painter(name).paint(study, job)
    }

    @Test("any number of threads makes the same bytes, in the source's shape", arguments: names)
    func threadsDoNotMatter(name: String) throws {
        let one = try #require(Self.paint(name, Self.hills(), threads: 1))
        #expect((one.width, one.height) == (263, 211))
        #expect(Self.paint(name, Self.hills(), threads: 3) == one)
    }

    @Test("schemes differ at sight", arguments: names)
    func schemesDiffer(name: String) throws {
        let study = Self.hills()
        let all = try (0..<Self.painter(name).schemes(of: study)).map { scheme in
            try #require(Self.paint(name, study, scheme: scheme))
        }
        for i in all.indices { for j in 0..<i { #expect(all[i].difference(to: all[j]) > 4, "\(i) and \(j)") } }
    }

    @Test(
        "bold is further from subtle than grain",
        arguments: ["reduction print", "linocut", "engraving", "riso", "paper cut", "mosaic", "pixel art"])
    func strengthMatters(name: String) throws {
        let study = Self.hills()
        let subtle = try #require(Self.paint(name, study, strength: 0.2))
        let bold = try #require(Self.paint(name, study, strength: 0.8))
        #expect(subtle.difference(to: bold) > 3)
    }

    @Test("transparent and pure white ground stays as it is", arguments: names)
    func groundStays(name: String) throws {
        let disc = Drawing.disc(side: 256)
        let cut = try #require(
            Self.paint(name, PictureStudy(disc, width: 256, height: 256, kind: .drawing), strength: 0.8))
        let white = Drawing.draw(side: 256) { x, y in
            let pixel = disc[x, y]
            return pixel.alpha == 0 ? Pixel(red: 255, green: 255, blue: 255) : pixel
        }
        let printed = try #require(
            Self.paint(name, PictureStudy(white, width: 256, height: 256, kind: .drawing), strength: 0.8))
        // Cells of pixels round the outline.
        let margin = name == "pixel art" ? 6 : 0
        for y in stride(from: 0, to: 256, by: 3) {
            for x in stride(from: 0, to: 256, by: 3) {
                let isGround = [-margin, 0, margin].allSatisfy { dy in
                    [-margin, 0, margin].allSatisfy { dx in
                        disc[min(max(x + dx, 0), 255), min(max(y + dy, 0), 255)].alpha == 0
                    }
                }
                if !isGround { continue }
                try #require(cut[x, y].alpha == 0)
                try #require(printed[x, y] == Pixel(red: 255, green: 255, blue: 255))
            }
        }
    }

    @Test("who halts gets nothing", arguments: names)
    func halting(name: String) {
        #expect(Self.paint(name, Self.hills(), halted: { true }) == nil)
    }

    @Test("documents, pixel art and tiny pictures are refused", arguments: names)
    func refusals(name: String) {
        #expect(Self.painter(name).refusal(of: Self.hills(kind: .document)) == "it is a document")
        #expect(Self.painter(name).refusal(of: Self.hills(kind: .pixelArt)) != nil)
        let tiny = PictureStudy(Drawing.landscape(side: 40), width: 40, height: 40, kind: .scene)
        #expect(Self.painter(name).refusal(of: tiny) == "it is too small")
    }

    @Test("a plan is made of straight lines, not of leaves")
    func planNeedsLines() {
        let blueprint = Self.painter("blueprint")
        let wall = Drawing.draw(side: 256) { x, y in
            let isLine = x % 64 < 3 || y % 48 < 3
            return isLine ? Pixel(red: 40, green: 50, blue: 60) : Pixel(red: 170, green: 180, blue: 200)
        }
        #expect(blueprint.refusal(of: PictureStudy(wall, width: 256, height: 256, kind: .structure)) == nil)
        let leaves = Drawing.draw(side: 256) { x, y in
            var noise = CounterNoise(seed: 1, x / 5, y / 5)
            return Pixel(red: 30, green: UInt8(60 + noise.below(150)), blue: 40)
        }
        #expect(
            blueprint.refusal(of: PictureStudy(leaves, width: 256, height: 256, kind: .scene))
                == "it has too few long clear lines")
    }
}
