import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct RepeatabilityTests {
    @Test("one, two and five threads give the same bytes", arguments: [1, 2, 3])
    func threadsDoNotMatter(count: Int) throws {
        let plan = VariationPlan(
            source: Drawing.landscape(side: 300), count: count, side: 256, strength: 0.5, seed: 11)
        let one = try Report.of(plan, threads: 1).bitmaps
        #expect(one.count == count)
        #expect(try Report.of(plan, threads: 2).bitmaps == one)
        #expect(try Report.of(plan, threads: 5).bitmaps == one)
    }

    @Test("a picture does not depend on the number of pictures")
    func countDoesNotMatter() throws {
        let plan = VariationPlan(source: Drawing.emblem(side: 64), count: 2, side: 64, strength: 0.5, seed: 5)
        var more = plan
        more.count = 5
        #expect(try Array(Report.of(more).bitmaps.prefix(2)) == Report.of(plan).bitmaps)
    }

    @Test("the reported seed of a picture reproduces it alone", arguments: [0.2, 0.5, 1.0])
    func seedRepeats(strength: Double) throws {
        let plan = VariationPlan(source: Drawing.emblem(side: 64), count: 4, side: 64, strength: strength, seed: 21)
        for (picture, made) in try Report.of(plan).finished {
            var alone = plan
            (alone.count, alone.seed) = (1, made.seed)
            #expect(try Report.of(alone).bitmaps == [made.bitmap], "picture \(picture)")
        }
    }

    @Test("the version identifies exactly these bytes")
    func versionNamesTheBytes() throws {
        let plan = VariationPlan(source: Drawing.landscape(side: 96), count: 2, side: 96, strength: 0.5, seed: 1)
        let framed = VariationPlan(source: Drawing.emblem(side: 96), count: 2, side: 64, strength: 0.6, seed: 1)
        let lit = VariationPlan(source: Drawing.bricks(side: 80), count: 3, side: 80, strength: 1, seed: 1)
        let mask = Drawing.draw(side: 96) { x, y in Pixel(red: 0, green: 0, blue: 0, alpha: x > 40 && y > 50 ? 0 : 255)
        }
        let fill = FillPlan(source: Drawing.landscape(side: 96), mask: mask, count: 2, side: 96, seed: 1)
        let filled = Report()
        try Engine.fills(of: fill, threads: 2, isCancelled: { false }, report: { filled.add($0) })
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for bitmap in try Report.of(plan).bitmaps + Report.of(framed).bitmaps + Report.of(lit).bitmaps + filled.bitmaps
        {
            for byte in bitmap.bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        // Any change of the engine's results requires a new version, because histories distinguish results by it.
        #expect(Engine.version == "manners-1")
        #expect(digest == 7_522_957_171_592_773_841)
    }
}
