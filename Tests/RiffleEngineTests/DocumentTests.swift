import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct DocumentTests {
    private func made(
        _ name: String, of picture: Bitmap, width: Int, height: Int, strength: Double = 0.5, count: Int = 1
    ) throws -> [Bitmap] {
        let plan = VariationPlan(
            source: picture, count: count, width: width, height: height, strength: strength, seed: 5,
            manners: Manner.named(name), kind: .document)
        return try Report.of(plan).bitmaps
    }

    private static let names = Painters.document.map(\.manner.name)

    @Test("no mark moves and none is lost, on light and on dark pages, at any strength", arguments: names)
    func marks(name: String) throws {
        let (ink, paper) = (Pixel(red: 40, green: 60, blue: 120), Pixel(red: 240, green: 240, blue: 250))
        for page in [
            Drawing.page(side: 256, ink: ink, paper: paper), Drawing.page(side: 256, ink: paper, paper: ink),
        ] {
            for strength in [0.0, 0.5, 1] {
                let result = try made(name, of: page, width: 256, height: 256, strength: strength)[0]
                let colors = result.colors.map(\.color)
                #expect(colors.count == 2, "ink and paper are one colour each")
                #expect(colors.count == 2 && colors[0].levels(to: colors[1]) > 60)
                let isInk = page.bytes.indices.filter { $0 % 4 == 0 }.map { page.bytes[$0] == ink.red }
                let isFirst = result.bytes.indices.filter { $0 % 4 == 0 }.map { result.bytes[$0] == colors[0].red }
                #expect(isFirst == isInk || isFirst == isInk.map { !$0 })
            }
        }
    }

    @Test("lighter stays lighter, or all is turned over", arguments: names.filter { $0 != "recoloured" })
    func monotone(name: String) throws {
        let ramp = Drawing.draw(side: 256) { x, _ in Pixel(red: UInt8(x), green: UInt8(x), blue: UInt8(x)) }
        let row = try LabPicture(made(name, of: ramp, width: 256, height: 256)[0])
        let steps = (0..<255).map { row[$0 + 1].l - row[$0].l }
        #expect(steps.allSatisfy { $0 > -0.004 } || steps.allSatisfy { $0 < 0.004 })
        #expect(abs(row[255].l - row[0].l) > 0.4)
    }

    @Test("a photograph in a page stays as it is")
    func photographs() throws {
        let (page, photo) = Drawing.pageWithPhoto(side: 480)
        let result = try made("inverted", of: page, width: 480, height: 480)[0]
        #expect(result[2, 2] != page[2, 2])
        for y in Int(photo.y) + 1..<Int(photo.y + photo.height) - 1 {
            for x in Int(photo.x) + 1..<Int(photo.x + photo.width) - 1 where result[x, y] != page[x, y] {
                Issue.record("(\(x), \(y)) of the photograph changed")
                return
            }
        }
    }

    @Test("a page larger than pictures are painted at is as sharp as its source")
    func large() throws {
        let page = Drawing.page(side: 2200)
        let result = try made("sepia", of: page, width: 2200, height: 2200)[0]
        #expect(result.colors.count == 2)
    }

    @Test("several pictures of one manner have other inks, and a clear page stays clear")
    func schemes() throws {
        let page = Drawing.page(side: 200, paper: Pixel(red: 0, green: 0, blue: 0, alpha: 0))
        let results = try made("print", of: page, width: 200, height: 200, count: 4)
        #expect(Set(results.map { $0.colors[0].color }).count == 4)
        for result in results {
            #expect(zip(result.bytes, page.bytes).enumerated().allSatisfy { $0 % 4 != 3 || $1.0 == $1.1 })
        }
    }
}
