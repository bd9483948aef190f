import RiffleImage
import Testing

@testable import RiffleEngine

@Suite("Manners for two parents")
struct BredMannersTests {
    private let ball = Drawing.ball(width: 200, height: 160)
    private let texture = Drawing.bricks(side: 160)
    private let figure = Drawing.disc(side: 128)

    private func study(_ picture: Bitmap, _ kind: PictureKind = .structure) -> PictureStudy {
        PictureStudy(picture, width: picture.width, height: picture.height, kind: kind)
    }

    private func paint(
        _ name: String, _ source: PictureStudy, _ mate: PictureStudy, weight: Float = 0.5, scheme: Int = 0,
        threads: Int = 1
    ) throws -> Bitmap {
        let painter = try #require(Painters.bred.first { $0.manner.name == name })
        try #require(painter.refusal(of: source, mate: mate) == nil)
        let job = PaintJob(
            strength: 0.5, scheme: scheme, seed: 5, mate: PaintJob.Mate(study: mate, weight: weight),
            crew: Crew(threads: threads), halted: { false }
        ) { _, _ in }
        return try #require(painter.paint(source, job))
    }

    @Test(arguments: [
        "in its colours", "its marks", "painted in its colours", "in its inks", "on its ground", "in three regions",
    ])
    func photographs(_ name: String) throws {
        let (source, mate) = (study(ball), study(texture, .scene))
        let picture = try paint(name, source, mate)
        #expect(picture == (try paint(name, study(ball), study(texture, .scene), threads: 3)))
        #expect(picture.difference(to: ball) > 3)
        #expect(picture != (try paint(name, source, mate, scheme: 1)))
    }

    @Test(arguments: ["in its colours", "its marks", "made of it"])
    func figuresKeepTheirClearGround(_ name: String) throws {
        let picture = try paint(name, study(figure, .drawing), study(texture, .scene))
        #expect(picture.difference(to: figure) > 3)
        for (x, y) in [(0, 0), (127, 0), (0, 127), (127, 127), (4, 64)] { #expect(picture[x, y].alpha == 0) }
        #expect(picture[40, 64].alpha == 255)
    }

    @Test("a print in the other's inks has its hues, from pale paper to a dark ink")
    func inks() throws {
        let red = Drawing.draw(side: 128) { x, y in
            Pixel(red: UInt8(90 + x), green: UInt8(20 + y / 4), blue: UInt8(30 + y / 4))
        }
        let print = LabPicture(try paint("in its inks", study(ball), study(red, .scene)))
        #expect(print.a.mean > 0.05)
        let tones = print.l.percentiles(2, 98)
        #expect(tones[0] < 0.4 && tones[1] > 0.85)
    }

    @Test func whiteGroundStaysWhite() throws {
        var white = figure
        for y in 0..<white.height {
            for x in 0..<white.width where white[x, y].alpha == 0 {
                white[x, y] = Pixel(red: 255, green: 255, blue: 255)
            }
        }
        let picture = try paint("in its colours", study(white, .drawing), study(texture, .scene), weight: 0.8)
        #expect(picture[2, 2] == Pixel(red: 255, green: 255, blue: 255))
        #expect(picture[40, 64] != white[40, 64])
    }

    @Test func moreWeightMeansMoreOfTheMatesColors() throws {
        let weights: [Float] = [0.2, 0.6]
        let far = try weights.map { weight in
            try paint("in its colours", study(ball), study(texture, .scene), weight: weight).difference(to: ball)
        }
        #expect(far[1] > 1.5 * far[0])
    }

    /// A ramp of all lightnesses brought to brick colours: light and dark stay where they were.
    @Test func aDocumentKeepsItsLightAndDark() throws {
        var page = Bitmap(width: 128, height: 64)
        for y in 0..<64 {
            for x in 0..<128 {
                let level = UInt8(2 * x)
                page[x, y] = Pixel(red: level, green: level, blue: y < 32 ? level : level / 2)
            }
        }
        let source = study(page, .document)
        let picture = LabPicture(try paint("in its colours", source, study(texture, .scene), weight: 0.7))
        let apart = (0..<page.width * page.height).map { abs(picture.l.values[$0] - source.lab.l.values[$0]) }
        #expect(apart.max()! < 0.02)
    }

    @Test func aMateWithoutTextureHasNoMarks() {
        let smooth = study(Bitmap(width: 160, height: 160, fill: Pixel(red: 90, green: 120, blue: 200)))
        let marks = Painters.bred.first { $0.manner.name == "its marks" }
        #expect(marks?.refusal(of: study(ball), mate: smooth) == "the other picture has no texture")
        #expect(marks?.refusal(of: study(ball), mate: study(texture, .scene)) == nil)
    }

    @Test func theEngineChoosesFromThem() throws {
        let plan = VariationPlan(
            source: ball, count: 3, side: 160, strength: 0.5, seed: 2,
            mate: VariationPlan.Mate(picture: texture, weight: 0.5))
        let report = Report()
        try Engine.variations(of: plan, threads: 2, isCancelled: { false }) { report.add($0) }
        let names = Set(
            report.events.compactMap { event in
                if case .finished(_, _, _, let manner) = event { manner.name } else { nil }
            })
        #expect(names.count == 3)
        #expect(names.isSubset(of: Painters.bred.map(\.manner.name)))
    }
}
