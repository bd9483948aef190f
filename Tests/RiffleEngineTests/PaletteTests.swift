import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct PaletteTests {
    private func made(_ names: [String], of picture: Bitmap, count: Int, side: Int? = nil) throws -> [Bitmap] {
        let plan = VariationPlan(
            source: picture, count: count, side: side ?? picture.width, strength: 0.5, seed: 3,
            manners: names.flatMap(Manner.named))
        return try Report.of(plan).bitmaps
    }

    /// A face, a coat and hair on white, with a smooth edge.
    private let figure = Drawing.draw(side: 256) { x, y in
        let (dx, dy) = (x - 128, y - 120)
        let distance = dx * dx + dy * dy
        if y > 170, y < 240, abs(dx) < 70 { return Pixel(red: 30, green: 90, blue: 170) }
        if distance < 40 * 40 { return Pixel(red: 234, green: 190, blue: 160) }
        if distance < 56 * 56, y < 130 { return Pixel(red: 150, green: 30, blue: 60) }
        if distance < 58 * 58, y < 130 { return Pixel(red: 202, green: 142, blue: 157) }
        return Pixel(red: 255, green: 255, blue: 255)
    }

    @Test("white ground and skin stay, all else takes other colours, and each palette is another")
    func whiteAndSkin() throws {
        let results = try made(["new palette"], of: figure, count: 4)
        #expect(Set(results.map { $0[128, 200] }).count == 4)
        for result in results {
            #expect(result[128, 120].levels(to: figure[128, 120]) < 12, "skin")
            #expect(result[128, 200].levels(to: figure[128, 200]) > 30, "coat")
            #expect(
                (0..<256).allSatisfy { y in
                    (0..<256).allSatisfy { x in
                        figure[x, y] != Pixel(red: 255, green: 255, blue: 255) || result[x, y] == figure[x, y]
                    }
                })
        }
    }

    @Test("one hue leaves a white ground white")
    func monochrome() throws {
        for result in try made(["monochrome"], of: figure, count: 2) {
            #expect(result[0, 0] == figure[0, 0] && result[255, 128] == figure[0, 0])
            #expect(result[128, 200] != figure[128, 200])
        }
    }

    @Test("greys stay within a level, whatever the harmony")
    func greys() {
        let families = PaletteMap.Families([
            (Lab(l: 0.6, chroma: 0.15, hue: 30), 1), (Lab(l: 0.5, chroma: 0.1, hue: 260), 1),
        ])
        let map = PaletteMap(families, turn: 150, harmony: .complement)
        for level in stride(from: 0, through: 255, by: 5) {
            let gray = Lab(red: UInt8(level), green: UInt8(level), blue: UInt8(level))
            #expect(map(gray).squaredDistance(to: gray) < 1e-6)
        }
        #expect(map(Lab(l: 0.6, chroma: 0.15, hue: 30)).squaredDistance(to: Lab(l: 0.6, chroma: 0.15, hue: 30)) > 0.01)
    }

    @Test("pixel art keeps whole cells, few colours and its clear ground, in every manner", arguments: [160, 480])
    func pixelArt(side: Int) throws {
        let art = Drawing.sprite(cell: 8)
        let names = ["new palette", "nighttime", "daytime", "four shades", "pixel outline", "finer cells"]
        for (name, result) in try zip(names, made(names, of: art, count: names.count, side: side)) {
            let cell = side / 20 / (name == "finer cells" ? 2 : 1)
            #expect(result.colors.count <= 7, "\(name)")
            let isWhole = (0..<side).allSatisfy { y in
                (0..<side).allSatisfy { x in result[x, y] == result[x / cell * cell, y / cell * cell] }
            }
            #expect(isWhole, "\(name)")
            let clear = result.bytes.enumerated().count { $0.offset % 4 == 3 && $0.element == 0 }
            #expect(clear > side * side / 20, "\(name)")
        }
    }

    @Test("a figure is told from its ground, with colours at its edge that are its own")
    func figureMask() {
        let study = PictureStudy(figure, width: 256, height: 256)
        #expect(study.figure.ground == .white)
        #expect(study.figure.alpha[0, 0] == 0 && study.figure.alpha[128, 120] == 1)
        // Two pixels of the hair's edge are half white.
        let edge = 128 - 57
        #expect((0.3...0.7).contains(study.figure.alpha[edge, 118]))
        let hair = Lab(red: 150, green: 30, blue: 60)
        #expect(study.figure.lab[118 * 256 + edge].squaredDistance(to: hair) < 0.002)
        #expect(PictureStudy(Drawing.disc(side: 64), width: 64, height: 64).figure.ground == .clear)
        #expect(PictureStudy(Drawing.poster(side: 64), width: 64, height: 64).figure.ground == .scenic)
    }
}
