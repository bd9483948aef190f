import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct KindTests {
    @Test("text, charts and codes are documents, also inverted, on clear ground, enlarged and lossy")
    func documents() {
        let page = Drawing.page(side: 320)
        let white = Pixel(red: 235, green: 235, blue: 235)
        let documents: [(String, Bitmap)] = [
            ("page", page), ("chart", Drawing.chart(side: 256)), ("code", Drawing.code(side: 210, cell: 7)),
            ("dark page", Drawing.page(side: 320, ink: white, paper: Pixel(red: 20, green: 20, blue: 28))),
            ("clear page", Drawing.page(side: 320, paper: Pixel(red: 0, green: 0, blue: 0, alpha: 0))),
            (
                "clear light page",
                Drawing.page(side: 320, ink: white, paper: Pixel(red: 0, green: 0, blue: 0, alpha: 0))
            ),
            ("enlarged page", page.resized(width: 512, height: 512)),
            ("reduced page", page.resized(width: 200, height: 200)),
            ("doubled page", page.resized(width: 960, height: 960, filter: .nearest)),
            ("grainy page", page.grainy(levels: 6)),
            ("page with a photograph", Drawing.pageWithPhoto(side: 480).page),
        ]
        for (name, document) in documents { #expect(Engine.kind(of: document) == .document, "\(name)") }
    }

    @Test("areas of flat colour with smooth edges are a drawing", arguments: [100, 300])
    func drawings(side: Int) {
        for drawing in [Drawing.poster(side: 1024), Drawing.disc(side: 1024)] {
            #expect(Engine.kind(of: drawing.resized(width: side, height: side)) == .drawing)
        }
    }

    @Test("whole cells are pixel art at any enlargement, and a lattice that is not whole is found")
    func pixelArt() {
        for cell in [1, 3, 8, 16] { #expect(Engine.kind(of: Drawing.sprite(cell: cell)) == .pixelArt, "\(cell)") }
        let aside = Drawing.sprite(cell: 8).cropped(x: 3, y: 5, width: 150, height: 148)
        let verdict = KindRules(aside).verdict
        #expect(verdict.kind == .pixelArt)
        #expect(verdict.lattice == CellLattice(pitch: 8, left: 5, top: 3, isRough: false))
        #expect(KindRules(Drawing.poster(side: 300)).verdict.lattice?.pitch == 300.0 / 128)
    }

    @Test("photographs are scenes where their parts recur, and structure where not")
    func photographs() {
        #expect(Engine.kind(of: Drawing.bricks(side: 256)) == .scene)
        #expect(Engine.kind(of: Drawing.emblem(side: 256)) == .structure)
    }

    @Test("the kind does not depend on the part that results show, and the person knows better")
    func whole() {
        var page = Bitmap(width: 900, height: 300, fill: Pixel(red: 255, green: 255, blue: 255))
        let text = Drawing.page(side: 300)
        for y in 0..<300 { for x in 0..<300 { page[x, y] = text[x, y] } }
        #expect(PictureStudy(page, width: 256, height: 256).kind == .document)
        #expect(PictureStudy(page, width: 256, height: 256, kind: .drawing).kind == .drawing)
    }

    @Test("pictures too small or too large for the rules have a kind all the same")
    func sizes() {
        for (width, height) in [(1, 1), (1, 400), (12, 12), (13, 700)] {
            _ = Engine.kind(of: Drawing.noise(side: 700).cropped(x: 0, y: 0, width: width, height: height))
        }
        #expect(Engine.kind(of: Drawing.page(side: 320).resized(width: 3000, height: 3000)) == .document)
    }

    @Test("documents and pixel art are never put together anew, and figures on plain ground are not torn")
    func refusals() {
        func refused(_ picture: Bitmap) -> Set<String> {
            Set(Engine.refusals(for: picture).map(\.manner.name))
        }
        #expect(
            refused(Drawing.page(side: 256)).isSuperset(of: ["arranged", "reframed", "new palette", "four shades"]))
        #expect(refused(Drawing.sprite(cell: 8)).isSuperset(of: ["arranged", "reframed", "inverted", "monochrome"]))
        #expect(refused(Drawing.disc(side: 256)).contains("arranged"))
        #expect(!refused(Drawing.disc(side: 256)).contains("reframed"))
        #expect(refused(Drawing.bricks(side: 256)).isDisjoint(with: ["arranged", "reframed"]))
    }
}

extension Bitmap {
    /// With noise on every channel, as after a scan.
    func grainy(levels: Int) -> Bitmap {
        var result = self
        for y in 0..<height {
            var noise = CounterNoise(seed: 8, y)
            for x in 0..<width {
                let step = noise.below(2 * levels + 1) - levels
                func added(_ value: UInt8) -> UInt8 { UInt8(min(max(Int(value) + step, 0), 255)) }
                let color = self[x, y]
                result[x, y] = Pixel(red: added(color.red), green: added(color.green), blue: added(color.blue))
            }
        }
        return result
    }
}
