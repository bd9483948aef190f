import Testing

@testable import RiffleEngine

@Suite struct SeedTests {
    @Test("seeds of a plan are evenly distributed: of any six at most two share a sixth, and each has its own place")
    func placesAreEven() {
        for plan in 0..<200 as Range<UInt64> {
            let seeds = (0..<6).map { PictureSeed.seed(plan, picture: $0, attempt: 0) }
            #expect(seeds[0] == plan && Set(seeds).count == 6)
            let places = seeds.map(PictureSeed.place)
            for from in 0..<6 {
                let sixth = Double(from) / 6
                #expect((0...2).contains(places.count { (sixth..<sixth + 1.0 / 6).contains($0) }))
            }
            // Another attempt has another seed with the same place.
            let again = PictureSeed.seed(plan, picture: 3, attempt: 1)
            #expect(again != seeds[3] && PictureSeed.place(of: again) == places[3])
            #expect(
                CounterNoise.mix(CounterNoise.unmix(plan &* 0x1234_5678_9ABC_DEF1)) == plan &* 0x1234_5678_9ABC_DEF1)
        }
    }
}
