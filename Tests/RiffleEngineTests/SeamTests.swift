import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct SeamTests {
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

    @Test("even if only small moves are possible, pictures differ from each other")
    func littleRoom() throws {
        // Detailed everywhere except along the right edge.
        var source = Drawing.emblem(side: 96)
        for y in 0..<96 { for x in 80..<96 { source[x, y] = Pixel(red: 120, green: 130, blue: 140) } }
        let made = try Report.of(VariationPlan(source: source, count: 8, side: 96, strength: 0.2, seed: 3)).bitmaps
        for (i, a) in made.enumerated() { for b in made[..<i] { #expect(a.difference(to: b) > 1) } }
    }

    @Test("a mast ending in mid-air counts as torn, though small in grey levels; a moved mast does not")
    func tornMasts() {
        func scene(mast: (Int, Int) -> Bool) -> Raster {
            Raster(
                Drawing.draw(side: 40) { x, y in
                    let level: UInt8 = mast(x, y) ? 90 : 60
                    return Pixel(red: level, green: level, blue: level)
                })
        }
        let source = scene { x, y in x == 20 && y > 10 }
        func seams(of picture: Raster) -> Seams {
            let field = PatchField(side: 40)
            let search = ExactSearch(source: source, tuning: Tuning(strength: 1))
            search.search(picture, into: field)
            return Seams(of: Refinement.State(field: field, picture: picture), in: source)
        }
        let moved = seams(of: scene { x, y in x == 14 && y > 16 })
        let torn = seams(of: scene { x, y in x == 20 && (11..<24).contains(y) })
        #expect(moved.worst < 0.05)
        #expect(torn.worst > 0.2 && torn.mean < 0.1, "\(torn)")
    }

    @Test("a quilt breaks no joint: each of its patches is (nearly) one of the texture's", arguments: [0.2, 0.5, 0.8])
    func quiltsKeepJoints(strength: Double) {
        let source = Raster(Drawing.bricks(side: 96))
        for seed in 0..<5 as Range<UInt64> {
            let field = Quilt(source, seed: seed, strength: strength).field
            let laid = Raster(side: 96)
            Vote(source: source, field: field, output: laid, seams: SeamMap(side: 96), centered: true).cast(
                rows: 0..<96)
            #expect(laid.difference(to: source) > 3)
            // Joints differ from bricks by eighty levels; grain is twenty.
            let joints = (0..<96 * 96).count { laid.pixels[4 * $0] > 165 }
            let expected = (0..<96 * 96).count { source.pixels[4 * $0] > 165 }
            #expect(abs(joints - expected) < expected / 8)
            #expect(Seams(of: Refinement.State(field: field, picture: laid), in: source).mean < 2)
        }
    }
}
