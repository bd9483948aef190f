import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct StudyTests {
    private func kind(of bitmap: Bitmap) -> SourceKind {
        let raster = Raster(bitmap)
        return SourceKind(coarse: raster.scaled(to: Ladder(side: raster.side).refined[0]), fine: raster)
    }

    @Test("a landscape may be re-arranged, an emblem must stay whole, a drawing is told by its flat areas")
    func kinds() {
        #expect(kind(of: Drawing.landscape(side: 128)) == SourceKind(isStructured: false, isFlat: false))
        #expect(kind(of: Drawing.emblem(side: 128)).isStructured)
        #expect(kind(of: Bitmap(width: 64, height: 64)) == SourceKind(isStructured: false, isFlat: true))
    }

    @Test("a framing keeps inside the picture", arguments: 0..<40)
    func framingKeepsInside(seed: UInt64) {
        // Red grows to the right and green downwards, so a framed pixel tells where it was read.
        let source = Raster(
            Drawing.draw(side: 120) { x, y in Pixel(red: UInt8(2 * x), green: UInt8(2 * y), blue: 0) })
        let framing = Reframing(seed: seed, amount: 1, kind: SourceKind(isStructured: true, isFlat: false))
        let framed = framing.framed(source, side: 100).bitmap
        let corners = [framed[0, 0], framed[99, 0], framed[0, 99], framed[99, 99]]
        let (left, right) = framing.mirrored ? (corners[1], corners[0]) : (corners[0], corners[1])
        #expect(framing.zoom >= 1)
        #expect(left.red < right.red && corners[0].green < corners[2].green)
        // Read beyond the rim, a row or column would repeat the outermost value.
        for at in [1, 98] {
            #expect(framed[at, 50] != framed[at == 1 ? 0 : 99, 50] && framed[50, at] != framed[50, at == 1 ? 0 : 99])
        }
    }

    @Test("a gentle framing is not mirrored, and a drawing is neither mirrored nor turned", arguments: 0..<40)
    func framingSuitsTheSource(seed: UInt64) {
        #expect(!Reframing(seed: seed, amount: 0.4, kind: SourceKind(isStructured: true, isFlat: false)).mirrored)
        let drawing = Reframing(seed: seed, amount: 1, kind: SourceKind(isStructured: true, isFlat: true))
        #expect(!drawing.mirrored && drawing.turn == 0)
    }

    @Test(
        "a ladder climbs to its side from one size that is searched exactly", arguments: Array(12...300) + [512, 1024])
    func ladderClimbs(side: Int) {
        let ladder = Ladder(side: side)
        #expect(ladder.refined.last == side)
        #expect(ladder.refined == Set(ladder.refined).sorted())
        #expect((12...27).contains(ladder.refined[0]) && ladder.refined.dropFirst().allSatisfy { $0 > 27 })
        #expect(ladder.sampled.last! <= ladder.refined[0] && ladder.sampled.first! >= 7)
        #expect(zip(ladder.refined, ladder.refined.dropFirst()).allSatisfy { 2 * $0 + 1 >= $1 })
    }

    @Test("a stream of random numbers depends on every key, and is centred with variance 1")
    func noise() {
        var streams = Set<UInt64>()
        for seed in 0..<4 as Range<UInt64> {
            for a in -2..<4 {
                for b in 0..<4 {
                    var stream = CounterNoise(seed: seed, a, b)
                    streams.insert(stream.next())
                }
            }
        }
        #expect(streams.count == 4 * 6 * 4)
        var stream = CounterNoise(seed: 1)
        let draws = (0..<20000).map { _ in Double(stream.normal()) }
        let mean = draws.reduce(0, +) / 20000
        let variance = draws.reduce(0) { $0 + $1 * $1 } / 20000
        #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.03)
    }

    @Test("a smaller strength pulls harder and asks for less novelty")
    func tuningIsMonotone() {
        let steps = stride(from: 0.0, through: 1.0, by: 0.05).map(Tuning.init(strength:))
        for (mild, wild) in zip(steps, steps.dropFirst()) {
            #expect(mild.rowPrior >= wild.rowPrior && mild.columnPrior >= wild.columnPrior)
            #expect(mild.rowPull >= wild.rowPull && mild.columnPull >= wild.columnPull)
            #expect(mild.noveltyFloor <= wild.noveltyFloor && mild.noveltyTarget <= wild.noveltyTarget)
        }
    }
}
