import RiffleImage
import Testing

@testable import RiffleEngine

/// What holds for every manner that draws, paints, prints or lights a picture anew.
@Suite struct PainterTests {
    private static let names = (Painters.light + Painters.medium + Painters.printed).map(\.manner.name)

    private static func painter(_ name: String) -> any Painter { Painters.all.first { $0.manner.name == name }! }

    /// Hills in a size that is no square and no multiple of anything.
    private static func hills() -> PictureStudy {
        PictureStudy(Drawing.landscape(side: 300), width: 263, height: 211, kind: .scene)
    }

    @Test("any number of threads makes the same bytes, in the source's shape", arguments: names)
    func threadsDoNotMatter(name: String) throws {
        let one = try #require(Self.painter(name).paint(Self.hills(), strength: 0.5, threads: 1))
        #expect((one.width, one.height) == (263, 211))
        #expect(Self.painter(name).paint(Self.hills(), strength: 0.5, threads: 3) == one)
    }

    @Test("schemes differ at sight", arguments: names)
    func schemesDiffer(name: String) throws {
        let study = Self.hills()
        let all = try (0..<Self.painter(name).schemes(of: study)).map { scheme in
            try #require(Self.painter(name).paint(study, strength: 0.5, scheme: scheme))
        }
        for i in all.indices { for j in 0..<i { #expect(all[i].difference(to: all[j]) > 2, "\(i) and \(j)") } }
    }

    @Test("transparent and pure white ground stays as it is", arguments: names)
    func groundStays(name: String) throws {
        let disc = Drawing.disc(side: 256)
        let painter = Self.painter(name)
        let cut = try #require(
            painter.paint(PictureStudy(disc, width: 256, height: 256, kind: .drawing), strength: 0.8))
        let white = Drawing.draw(side: 256) { x, y in
            let pixel = disc[x, y]
            return pixel.alpha == 0 ? Pixel(red: 255, green: 255, blue: 255) : pixel
        }
        let painted = try #require(
            painter.paint(PictureStudy(white, width: 256, height: 256, kind: .drawing), strength: 0.8))
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
                try #require(painted[x, y] == Pixel(red: 255, green: 255, blue: 255))
            }
        }
    }

    @Test("who halts gets nothing", arguments: names)
    func halting(name: String) {
        #expect(Self.painter(name).paint(Self.hills(), strength: 0.5, halted: { true }) == nil)
    }

    @Test("small and long pictures come out whole", arguments: names)
    func smallAndLong(name: String) throws {
        for (width, height) in [(64, 64), (65, 300)] {
            let study = PictureStudy(Drawing.landscape(side: 64), width: width, height: height, kind: .scene)
            let made = try #require(Self.painter(name).paint(study, strength: 1))
            #expect((made.width, made.height) == (width, height))
        }
    }
}

extension Painter {
    func paint(
        _ study: PictureStudy, strength: Float, scheme: Int = 0, threads: Int = 2,
        halted: @escaping @Sendable () -> Bool = { false }
    ) -> Bitmap? {
        paint(
            study,
            PaintJob(
                strength: strength, scheme: scheme, seed: 5, crew: Crew(threads: threads), halted: halted,
                show: { _, _ in }))
    }
}
