import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct StageTests {
    private let photograph = Drawing.ball(width: 320, height: 240)
    private let drawing = Drawing.disc(side: 160)

    private func pictures(
        _ source: Bitmap, _ name: String, scheme: Int = 0, threads: Int = 1, subject: Bitmap? = nil
    ) throws -> Bitmap {
        let painter = try #require(Painters.stage.first { $0.manner.name == name })
        let study = PictureStudy(
            source, width: source.width, height: source.height, subject: subject, kind: .structure,
            crew: Crew(threads: threads))
        try #require(painter.refusal(of: study) == nil)
        let job = PaintJob(
            strength: 0.5, scheme: scheme, seed: 3, mate: nil, crew: Crew(threads: threads), halted: { false }
        ) { _, _ in }
        return try #require(painter.paint(study, job))
    }

    private static let ofPhotographs = ["aside", "nearer", "turned about", "two", "dusk", "against the sun"]
    private static let ofFigures = ["aside", "face to face", "three in depth", "cast shadow"]

    @Test(arguments: ofPhotographs) func picturesOfPhotographs(_ name: String) throws {
        let picture = try pictures(photograph, name)
        #expect(picture.width == 320 && picture.height == 240)
        #expect(picture == (try pictures(photograph, name, threads: 3)))
        #expect(difference(picture, photograph) > 8)
        #expect(difference(picture, try pictures(photograph, name, scheme: 1)) > 2)
    }

    @Test(arguments: ofFigures) func picturesOfFigures(_ name: String) throws {
        let picture = try pictures(drawing, name)
        #expect(picture == (try pictures(drawing, name, threads: 3)))
        #expect(difference(picture, drawing) > 8)
        #expect(difference(picture, try pictures(drawing, name, scheme: 1)) > 2)
        // Clear ground stays clear.
        #expect(picture[1, 1].alpha == 0 && picture[158, 1].alpha == 0)
    }

    @Test(arguments: ["face to face", "three in depth"]) func whiteStaysWhite(_ name: String) throws {
        var white = drawing
        for y in 0..<white.height {
            for x in 0..<white.width where white[x, y].alpha == 0 {
                white[x, y] = Pixel(red: 255, green: 255, blue: 255)
            }
        }
        let picture = try pictures(white, name)
        var (pure, stray) = (0, 0)
        for y in 2..<picture.height - 2 {
            for x in 2..<picture.width - 2 {
                let pixel = picture[x, y]
                if pixel == Pixel(red: 255, green: 255, blue: 255) {
                    pure += 1
                    continue
                }
                let around = (-2...2).flatMap { dy in (-2...2).map { picture[x + $0, y + dy] } }
                if around.allSatisfy({ min($0.red, $0.green, $0.blue) > 240 }) { stray += 1 }
            }
        }
        #expect(pure > picture.width * picture.height / 3)
        #expect(stray == 0, "only the soft rim of the figure may be nearly white")
    }

    @Test func asideMovesTheSubjectAndFillsWhereItWas() throws {
        let picture = try pictures(photograph, "aside")
        // It stood left of the middle, so it goes to the right.
        #expect(isBall(picture[213, 118]))
        #expect(!isBall(picture[100, 118]))
    }

    @Test func aMarkedSubjectIsUsedWhereNoneIsFound() throws {
        let rough = Drawing.bricks(side: 160)
        let study = PictureStudy(rough, width: 160, height: 160, kind: .structure)
        #expect(Painters.stage[0].refusal(of: study) == "no subject stands out clearly enough")
        let mask = Drawing.ballMask(width: 160, height: 160)
        #expect(difference(try pictures(rough, "two", subject: mask), rough) > 2)
    }

    @Test func documentsAndPixelArtAreLeftAlone() {
        for kind in [PictureKind.document, .pixelArt] {
            let study = PictureStudy(photograph, width: 320, height: 240, kind: kind)
            #expect(Painters.stage.allSatisfy { $0.refusal(of: study) != nil })
        }
    }

    @Test func aThingCutOffBelowStaysSo() throws {
        let shape = try #require(
            PictureStudy(
                photograph, width: 320, height: 240, subject: Drawing.ballMask(width: 320, height: 240),
                kind: .structure)[
                    CutSubject.self
                ].shape)
        let inside = Standing(shape, unit: 1)
        #expect(inside.fitted(Placing(scale: 1, isMirrored: false, x: -50, foot: 900))?.foot == 234)
        let low = Standing(
            CutSubject.Shape(
                alpha: shape.alpha, light: shape.light, mask: shape.mask, columns: shape.columns, rows: 100..<240,
                sides: Mask.Sides(left: false, top: false, right: false, bottom: true), ground: .photograph), unit: 1)
        #expect(low.fitted(Placing(scale: 0.7, isMirrored: false, x: 160, foot: 200))?.foot == 240)
        let wide = Standing(
            CutSubject.Shape(
                alpha: shape.alpha, light: shape.light, mask: shape.mask, columns: 0..<320, rows: 100..<240,
                sides: Mask.Sides(left: true, top: false, right: true, bottom: true), ground: .photograph), unit: 1)
        #expect(wide.fitted(Placing(scale: 0.7, isMirrored: false, x: 160, foot: 240)) == nil)
    }

    private func isBall(_ pixel: Pixel) -> Bool { Int(pixel.red) > Int(pixel.blue) + 50 }

    /// Mean difference of a channel, alpha counting as one.
    private func difference(_ a: Bitmap, _ b: Bitmap) -> Double {
        var sum = 0
        for (p, q) in zip(a.bytes, b.bytes) { sum += abs(Int(p) - Int(q)) }
        return Double(sum) / Double(a.bytes.count)
    }
}
