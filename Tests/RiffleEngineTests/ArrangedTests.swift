import CKernels
import RiffleImage
import Testing

@testable import RiffleEngine

/// What a picture put together from its source's pieces must be, measured on the picture.
@Suite struct ArrangedTests {
    private func made(_ source: Bitmap, strength: Double, seed: UInt64 = 3, count: Int = 4) throws -> [Bitmap] {
        try Report.of(
            VariationPlan(
                source: source, count: count, width: source.width, height: source.height, strength: strength,
                seed: seed, manners: Manner.named("arranged"), kind: .scene)
        ).bitmaps
    }

    private func parts(_ picture: Bitmap, _ isPart: (Pixel) -> Bool) -> [ConnectedParts.Part] {
        let mask = Mask(width: picture.width, height: picture.height) { i in
            isPart(picture[i % picture.width, i / picture.width])
        }
        return ConnectedParts(mask).parts.filter { $0.area > 3 }
    }

    @Test("every patch is near one of the source, at subtle and at medium", arguments: [0.2, 0.5])
    func coherent(strength: Double) throws {
        let source = Drawing.landscape(side: 64)
        for picture in try made(source, strength: strength, count: 2) {
            #expect(picture.strangeness(in: source) < 4)
        }
        // The yardstick tells a strange picture apart.
        #expect(Drawing.emblem(side: 64).strangeness(in: source) > 20)
    }

    @Test("a mast is shown in one piece that stands on the ground, or not at all", arguments: 1...3)
    func masts(seed: UInt64) throws {
        let source = Drawing.draw(side: 96) { x, y in
            if (20..<66).contains(y), (48..<50).contains(x) { return Pixel(red: 40, green: 30, blue: 30) }
            if y < 64 { return Pixel(red: UInt8(120 + y / 2), green: UInt8(170 + y / 3), blue: 235) }
            var noise = CounterNoise(seed: 1, x, y)
            let level = UInt8(noise.below(40))
            return Pixel(red: 50 + level, green: 100 + level, blue: 30)
        }
        var seen = 0
        for picture in try made(source, strength: 0.5, seed: seed) {
            let masts = parts(picture) { $0.red < 80 && $0.green < 70 && $0.blue < 90 }
            #expect(masts.count <= 1)
            for mast in masts {
                seen += 1
                #expect(mast.height > 25 && mast.width < 5)
                if mast.bottom < 94 { #expect(picture[mast.left, mast.bottom + 1].blue < 120, "it ends in mid-air") }
            }
        }
        #expect(seen > 0)
    }

    @Test("what the source shows once comes once", arguments: 1...3)
    func marks(seed: UInt64) throws {
        let source = Drawing.draw(side: 96) { x, y in
            var noise = CounterNoise(seed: 2, x, y)
            let level = UInt8(noise.below(30))
            if (x - 60) * (x - 60) + (y - 40) * (y - 40) < 64 {
                return (x + y) % 4 == 0 ? Pixel(red: 250, green: 220, blue: 60) : Pixel(red: 230, green: 40, blue: 40)
            }
            return Pixel(red: 70 + level, green: 100 + level, blue: 60)
        }
        for picture in try made(source, strength: 0.5, seed: seed) {
            #expect(parts(picture) { $0.red > 170 && $0.blue < 90 }.count == 1)
        }
    }

    @Test("no joint of a wall is broken", arguments: [0.2, 0.5], 0..<3)
    func joints(strength: Double, seed: UInt64) throws {
        let source = Drawing.bricks(side: 96)
        func looseEnds(_ picture: Bitmap) -> Int {
            // Joints are eighty levels brighter than bricks; grain is twenty.
            func isJoint(_ x: Int, _ y: Int) -> Bool { picture[x, y].red > 160 }
            var ends = 0
            for y in 1..<95 {
                for x in 1..<95 where isJoint(x, y) {
                    let around = [isJoint(x - 1, y), isJoint(x + 1, y), isJoint(x, y - 1), isJoint(x, y + 1)]
                    if around.count(where: { $0 }) < 2 { ends += 1 }
                }
            }
            return ends
        }
        #expect(looseEnds(source) == 0)
        for picture in try made(source, strength: strength, seed: seed) {
            #expect(picture.difference(to: source) > 2)
            #expect(looseEnds(picture) <= 4)
        }
    }

    @Test("even where only small moves are possible, pictures differ from each other")
    func littleRoom() throws {
        // Detailed everywhere except along the right edge.
        var source = Drawing.emblem(side: 96)
        for y in 0..<96 { for x in 80..<96 { source[x, y] = Pixel(red: 120, green: 130, blue: 140) } }
        let made = try Report.of(VariationPlan(source: source, count: 8, side: 96, strength: 0.2, seed: 3)).bitmaps
        for (i, a) in made.enumerated() { for b in made[..<i] { #expect(a.difference(to: b) > 1) } }
    }
}

extension Bitmap {
    /// Mean over its patches of the mean difference to the nearest patch of another opaque picture, in grey levels.
    fileprivate func strangeness(in source: Bitmap) -> Double {
        let places = (width - 6, height - 6)
        var total = 0
        withPixels { own in
            source.withPixels { other in
                for i in 0..<places.0 * places.1 {
                    let patch = own.baseAddress! + 4 * (i / places.0 * width + i % places.0)
                    var least = UInt32.max
                    for j in 0..<places.0 * places.1 {
                        let key = other.baseAddress! + 4 * (j / places.0 * width + j % places.0)
                        least = min(least, ck_patch_sad_below(patch, key, 4 * width, least))
                    }
                    total += Int(least)
                }
            }
        }
        return Double(total) / Double(147 * places.0 * places.1)
    }
}
