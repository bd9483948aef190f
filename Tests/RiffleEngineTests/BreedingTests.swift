import RiffleImage
import Testing

@testable import RiffleEngine

@Suite("Pictures of two parents")
struct BreedingTests {
    /// Has no red at all; its mate no blue.
    private let source = Drawing.landscape(side: 96).without(red: true)
    private let mate = Drawing.landscape(side: 96).without(red: false)

    private func plan(weight: Double, count: Int = 2, side: Int = 96, seed: UInt64 = 5) -> VariationPlan {
        VariationPlan(
            source: source, count: count, side: side, strength: 0.5, seed: seed,
            mate: VariationPlan.Mate(picture: mate, weight: weight))
    }

    /// Share of the pixels that are rather the mate's.
    private func share(_ bitmap: Bitmap) -> Double {
        let pixels = bitmap.width * bitmap.height
        return Double((0..<pixels).count { bitmap.bytes[4 * $0] > bitmap.bytes[4 * $0 + 2] }) / Double(pixels)
    }

    @Test("they have patches of both, about as many of the mate's as the weight says, in few large regions")
    func weight() throws {
        let even = try Report.of(plan(weight: 0.5)).bitmaps
        for bitmap in even {
            #expect((0.25...0.75).contains(share(bitmap)))
            // Where parents do not meet a pixel has the one's colour or the other's, and no mixture.
            let pixels = stride(from: 0, to: bitmap.bytes.count, by: 4)
            let pure = pixels.count { bitmap.bytes[$0] == 0 || bitmap.bytes[$0 + 2] == 0 }
            #expect(pure > 96 * 96 * 8 / 10)
        }
        #expect(even[0].difference(to: even[1]) > 5)
        #expect(try (0.02...0.4).contains(share(Report.of(plan(weight: 0.2)).bitmaps[0])))
        #expect(try (0.6...0.98).contains(share(Report.of(plan(weight: 0.8)).bitmaps[0])))
    }

    @Test("with a weight of nothing there is no mate, and with one of all no source", arguments: [-1.0, 0, 1, 3])
    func ends(weight: Double) throws {
        let alone = VariationPlan(source: weight < 0.5 ? source : mate, count: 2, side: 96, strength: 0.5, seed: 5)
        #expect(try Report.of(plan(weight: weight)).bitmaps == Report.of(alone).bitmaps)
    }

    @Test("they are the same on one thread and on three, and each can be made again alone")
    func repeatable() throws {
        let all = try Report.of(plan(weight: 0.4, count: 3), threads: 3)
        #expect(try Report.of(plan(weight: 0.4, count: 3), threads: 1).bitmaps == all.bitmaps)
        let last = try #require(all.finished[2])
        #expect(try Report.of(plan(weight: 0.4, count: 1, seed: last.seed)).bitmaps == [last.bitmap])
    }

    @Test(
        "parents of any two sizes and kinds make pictures of the asked size", arguments: [1, 12, 40, 200], [9, 64, 130])
    func sizes(side: Int, other: Int) throws {
        for source in [Drawing.noise(side: side), Bitmap(width: side, height: side), Drawing.disc(side: side)] {
            let plan = VariationPlan(
                source: source, count: 1, side: 100, strength: 0.8, seed: 1,
                mate: VariationPlan.Mate(picture: Drawing.screen(side: other), weight: 0.5))
            #expect(try Report.of(plan).bitmaps.map(\.width) == [100])
        }
    }

    @Test("a weight that is not a number is refused before any work")
    func refusals() throws {
        #expect(throws: EngineError.weightNotANumber) { try Report.of(plan(weight: .nan)) }
    }

    @Test("a field that grows keeps to the parent that each patch came from")
    func carrying() {
        let coarse = PatchField(side: 20)
        for y in 0..<coarse.anchors {
            for x in 0..<coarse.anchors {
                var noise = CounterNoise(seed: 1, y, x)
                coarse.row(y)[x] = Cell(
                    row: noise.below(2) * 20 + noise.below(coarse.anchors), column: noise.below(coarse.anchors))
            }
        }
        let fine = PatchField(side: 30)
        fine.carry(from: coarse, rows: 0..<fine.anchors)
        var seen: Set<Int> = []
        for y in 0..<fine.anchors {
            for x in 0..<fine.anchors {
                let row = fine.row(y)[x].row
                seen.insert(row / 30)
                #expect(row / 30 < 2 && row % 30 < fine.anchors)
            }
        }
        #expect(seen == [0, 1])
    }
}

extension Bitmap {
    /// The picture with its red taken away, or its blue, the other having all of its brightness.
    fileprivate func without(red: Bool) -> Bitmap {
        Drawing.draw(side: width) { x, y in
            let level = self[x, y].green
            return Pixel(red: red ? 0 : level, green: level, blue: red ? level : 0)
        }
    }
}
