import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct FormTests {
    /// A ship of three colours with smooth edges on a ground.
    private static func ship(width: Int, height: Int, ground: Pixel) -> Bitmap {
        let side = 4 * max(width, height)
        return Drawing.draw(side: side) { x, y in
            let (u, v) = (x * 100 / side, y * 100 / side)
            if v > 62, v < 76, u > 22 + (v - 62) / 2, u < 78 - (v - 62) / 2 {
                return Pixel(red: 150, green: 60, blue: 40)
            }
            if v > 22, v < 60, u > 50, u < 50 + (v - 20) / 2 { return Pixel(red: 240, green: 220, blue: 120) }
            if v > 18, v < 62, u > 47, u < 50 { return Pixel(red: 60, green: 40, blue: 50) }
            return ground
        }.resized(width: width, height: height)
    }

    private static let clear = Pixel(red: 0, green: 0, blue: 0, alpha: 0)
    private static let white = Pixel(red: 255, green: 255, blue: 255)

    private func job(
        _ scheme: Int = 0, threads: Int = 1, halted: @escaping @Sendable () -> Bool = { false }
    ) -> PaintJob {
        PaintJob(
            strength: 0.5, scheme: scheme, seed: 11, mate: nil, crew: Crew(threads: threads), halted: halted,
            show: { _, _ in })
    }

    private static let flat = Painters.form + Painters.palette + Painters.pixels + Painters.document

    @Test("flat manners make the same bytes on any number of threads, other ones for each scheme, and stop when told")
    func repeatable() {
        let ship = PictureStudy(
            FormTests.ship(width: 150, height: 100, ground: FormTests.white), width: 150, height: 100)
        let scene = PictureStudy(Drawing.poster(side: 120), width: 120, height: 120, kind: .drawing)
        let sprite = PictureStudy(Drawing.sprite(cell: 6), width: 120, height: 120)
        let page = PictureStudy(Drawing.chart(side: 256), width: 256, height: 256)
        for painter in FormTests.flat {
            let name = painter.manner.name
            guard let study = [ship, scene, sprite, page].first(where: { painter.refusal(of: $0) == nil }) else {
                Issue.record("\(name) suits nothing")
                continue
            }
            let results = (0..<painter.schemes(of: study)).map { painter.paint(study, job($0)) }
            #expect(Set(results.map { $0?.bytes ?? [] }).count == results.count, "\(name)")
            #expect(results[0].map { [$0.width, $0.height] } == [study.width, study.height], "\(name)")
            #expect(painter.paint(study, job(threads: 3)) == results[0], "\(name)")
            if painter.manner.family == .form, study === ship {
                #expect(painter.paint(study, job(halted: { true })) == nil, "\(name)")
            }
        }
    }

    @Test("lines and badges leave clear ground clear and white ground white", arguments: [clear, white])
    func grounds(ground: Pixel) throws {
        let ship = FormTests.ship(width: 128, height: 128, ground: ground)
        for name in ["outline", "badge", "long shadow"] {
            let painter = Painters.of(Manner.named(name)[0])
            let result = try #require(painter.paint(PictureStudy(ship, width: 128, height: 128), job()))
            for (x, y) in [(0, 0), (127, 0), (0, 127), (127, 127)] { #expect(result[x, y] == ground, "\(name)") }
            #expect(result.difference(to: ship) > 2, "\(name)")
        }
    }

    @Test("a pattern has no seam where it meets itself")
    func pattern() throws {
        let ship = FormTests.ship(width: 160, height: 120, ground: FormTests.clear)
        let tile = try #require(
            Painters.of(Manner.named("pattern")[0]).paint(PictureStudy(ship, width: 160, height: 120), job()))
        #expect((0..<120).allSatisfy { tile[0, $0] == tile[159, $0] })
        #expect((0..<160).allSatisfy { tile[$0, 0] == tile[$0, 119] })
    }

    @Test("forms are for figures: not for documents, pixel art, photographs, and few for scenery")
    func refusals() {
        func suiting(_ picture: Bitmap, _ kind: PictureKind? = nil) -> [String] {
            let study = PictureStudy(picture, width: 128, height: 128, kind: kind)
            return Painters.form.filter { $0.refusal(of: study) == nil }.map(\.manner.name)
        }
        #expect(suiting(FormTests.ship(width: 128, height: 128, ground: FormTests.clear)).count == Painters.form.count)
        #expect(suiting(Drawing.page(side: 256)).isEmpty)
        #expect(suiting(Drawing.sprite(cell: 8)).isEmpty)
        #expect(suiting(Drawing.bricks(side: 128)).isEmpty)
        #expect(suiting(Drawing.poster(side: 128), .drawing) == ["off register", "cross stitch", "outline"])
        #expect(suiting(Bitmap(width: 128, height: 128, fill: FormTests.clear), .drawing).isEmpty)
    }
}
