import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct HostileSourceTests {
    @Test(
        "a source of any size gives pictures of the asked size",
        arguments: [1, 2, 7, 11, 12, 13, 14, 15, 20, 21, 27, 28, 37, 257], [15, 140])
    func anySize(side: Int, wanted: Int) throws {
        let made = try Report.of(
            VariationPlan(source: Drawing.noise(side: side), count: 2, side: wanted, strength: 0.5, seed: 1)
        ).bitmaps
        #expect(made.map(\.width) == [wanted, wanted])
        #expect(made.map(\.height) == [wanted, wanted])
    }

    @Test("results of one pixel, and of too few to vary, are the source made smaller", arguments: [1, 2, 7, 11])
    func tinyResults(wanted: Int) throws {
        let made = try Report.of(
            VariationPlan(source: Drawing.landscape(side: 50), count: 2, side: wanted, strength: 0.5, seed: 1)
        ).bitmaps
        #expect(made.count == 2 && made[0] == made[1] && made[0].width == wanted)
    }

    @Test(
        "a picture of one colour comes out as it went in",
        arguments: [
            Pixel(red: 200, green: 10, blue: 77), Pixel(red: 0, green: 0, blue: 0, alpha: 0),
            Pixel(red: 255, green: 255, blue: 255), Pixel(red: 255, green: 255, blue: 255, alpha: 128),
        ], [9, 40, 150])
    func oneColor(color: Pixel, side: Int) throws {
        let source = Bitmap(width: side, height: side, fill: color)
        for bitmap in try Report.of(
            VariationPlan(source: source, count: 2, side: 100, strength: 0.8, seed: 1)
        ).bitmaps {
            #expect(bitmap.difference(to: Bitmap(width: 100, height: 100, fill: color)) == 0)
        }
    }

    @Test("strengths beyond the ends count as the ends", arguments: [(-3.0, 0.0), (7.0, 1.0), (.infinity, 1.0)])
    func strengthIsClamped(given: Double, end: Double) throws {
        var plan = VariationPlan(source: Drawing.emblem(side: 48), count: 1, side: 48, strength: given, seed: 1)
        let made = try Report.of(plan).bitmaps
        plan.strength = end
        #expect(try Report.of(plan).bitmaps == made)
    }

    @Test("a plan that cannot be carried out is refused before any work")
    func refusals() {
        let square = Bitmap(width: 20, height: 20)
        let plans: [(VariationPlan, EngineError)] = [
            (
                VariationPlan(source: square, count: 1, side: 0, strength: 0.5, seed: 1),
                .sizeOutOfRange(width: 0, height: 0)
            ),
            (
                VariationPlan(source: square, count: 1, side: 8193, strength: 0.5, seed: 1),
                .sizeOutOfRange(width: 8193, height: 8193)
            ),
            (VariationPlan(source: square, count: 0, side: 64, strength: 0.5, seed: 1), .countOutOfRange(0)),
            (VariationPlan(source: square, count: 1, side: 64, strength: .nan, seed: 1), .strengthNotANumber),
        ]
        for (plan, error) in plans {
            #expect(throws: error) { try Report.of(plan) }
        }
    }
}
