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

    @Test(
        "bold is further from subtle than grain",
        arguments: ["reduction print", "linocut", "engraving", "riso", "paper cut", "mosaic", "pixel art"])
    func strengthMatters(name: String) throws {
        let study = Self.hills()
        let subtle = try #require(Self.painter(name).paint(study, strength: 0.2))
        let bold = try #require(Self.painter(name).paint(study, strength: 0.8))
        #expect(subtle.difference(to: bold) > 3)
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
