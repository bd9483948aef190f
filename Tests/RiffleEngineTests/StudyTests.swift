import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct StudyTests {
    private func kind(of bitmap: Bitmap) -> SourceKind {
        Approach(Raster(bitmap), side: bitmap.width, strength: 0.5).kind
    }

    @Test("the kind of a picture is told from its pixels")
    func kinds() {
        #expect(kind(of: Drawing.landscape(side: 128)).name == .landscape)
        #expect(kind(of: Drawing.bricks(side: 128)).name == .texture)
        #expect(kind(of: Drawing.emblem(side: 128)).name == .subject)
        #expect(kind(of: Drawing.disc(side: 128)).name == .drawing)
        #expect(kind(of: Drawing.screen(side: 128)).name == .screen)
        #expect(kind(of: Drawing.landscape(side: 128, gray: true)).isGray)
    }

    @Test("scenery is re-arranged freely, what has no like is kept whole")
    func structure() {
        #expect(!kind(of: Drawing.landscape(side: 128)).isStructured)
        #expect(!kind(of: Drawing.bricks(side: 128)).isStructured)
        #expect(kind(of: Drawing.emblem(side: 128)).isStructured)
        #expect(kind(of: Drawing.screen(side: 128)).isStructured)
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
