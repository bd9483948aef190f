import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct VariationTests {
    @Test("variations differ from the source and from each other", arguments: [0.2, 0.5, 0.8, 1.0], [true, false])
    func variationsDiffer(strength: Double, landscape: Bool) throws {
        let source = landscape ? Drawing.landscape(side: 128) : Drawing.emblem(side: 128)
        let made = try Report.of(
            VariationPlan(source: source, count: 3, side: 128, strength: strength, seed: 4)
        ).bitmaps
        #expect(made.count == 3)
        for (index, bitmap) in made.enumerated() {
            #expect(bitmap.difference(to: source) > 2)
            for other in made[..<index] { #expect(bitmap.difference(to: other) > 2) }
        }
    }

    @Test("another seed makes another picture")
    func seedsDiffer() throws {
        let plan = VariationPlan(source: Drawing.landscape(side: 64), count: 1, side: 64, strength: 0.5, seed: 1)
        var other = plan
        other.seed = 2
        #expect(try Report.of(plan).bitmaps[0].difference(to: Report.of(other).bitmaps[0]) > 2)
    }

    @Test("grey stays grey and opaque stays opaque", arguments: [40, 128, 200])
    func grayStaysGray(side: Int) throws {
        let plan = VariationPlan(
            source: Drawing.landscape(side: 128, gray: true), count: 2, side: side, strength: 0.5, seed: 2)
        for bitmap in try Report.of(plan).bitmaps {
            for i in stride(from: 0, to: bitmap.bytes.count, by: 4) {
                try #require(bitmap.bytes[i] == bitmap.bytes[i + 1] && bitmap.bytes[i] == bitmap.bytes[i + 2])
                try #require(bitmap.bytes[i + 3] == 255)
            }
        }
    }

    @Test("a cut-out keeps transparent surroundings and solid inside")
    func transparencyIsKept() throws {
        let source = Drawing.draw(side: 96) { x, y in
            let (dx, dy) = (x - 48, y - 44)
            return dx * dx + dy * dy < 900
                ? Pixel(red: UInt8(100 + x), green: UInt8(2 * y), blue: 60) : Pixel(red: 9, green: 9, blue: 9, alpha: 0)
        }
        for bitmap in try Report.of(
            VariationPlan(source: source, count: 3, side: 96, strength: 0.5, seed: 6)
        ).bitmaps {
            let alphas = stride(from: 3, to: bitmap.bytes.count, by: 4).map { bitmap.bytes[$0] }
            let clear = alphas.count { $0 == 0 }
            let solid = alphas.count { $0 == 255 }
            #expect(clear > alphas.count / 5 && solid > alphas.count / 10)
            #expect(clear + solid > alphas.count * 8 / 10)
        }
    }

    @Test("a drawing in five colors stays in five colors, whatever is made of it", arguments: [0.2, 0.5, 0.8])
    func palettesStayClean(strength: Double) throws {
        let source = Drawing.poster(side: 128)
        for bitmap in try Report.of(
            VariationPlan(
                source: source, count: 4, width: 128, height: 128, strength: strength, seed: 3,
                manners: Manner.named("arranged"), kind: .drawing)
        ).bitmaps {
            var counts: [Pixel: Int] = [:]
            for y in 0..<128 { for x in 0..<128 { counts[bitmap[x, y], default: 0] += 1 } }
            // What is left are edges that meet at a seam: three in a hundred of 16,384 pixels.
            let clean: Int = counts.values.sorted(by: >).prefix(5).reduce(0, +)
            #expect(clean > 15_900)
        }
    }

    @Test("what cannot be varied is known beforehand")
    func unvaried() {
        func plan(_ source: Bitmap, side: Int = 64) -> VariationPlan {
            VariationPlan(source: source, count: 1, side: side, strength: 0.5, seed: 1)
        }
        #expect(Engine.varies(plan(Drawing.emblem(side: 12))))
        #expect(!Engine.varies(plan(Drawing.emblem(side: 11))))
        #expect(!Engine.varies(plan(Drawing.emblem(side: 64), side: 11)))
        let plain = Bitmap(width: 40, height: 40, fill: Pixel(red: 9, green: 8, blue: 7))
        #expect(!Engine.varies(plan(plain)))
        var bred = plan(plain)
        bred.mate = .init(picture: Drawing.emblem(side: 40), weight: 0.5)
        #expect(Engine.varies(bred))
        bred.mate?.weight = 0
        #expect(!Engine.varies(bred))
    }
}
