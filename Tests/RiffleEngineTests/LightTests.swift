import RiffleImage
import Testing

@testable import RiffleEngine

/// What lights take a picture for, and when they are refused.
@Suite struct LightTests {
    private static func study(_ source: Bitmap, kind: PictureKind = .scene) -> PictureStudy {
        PictureStudy(source, width: source.width, height: source.height, kind: kind)
    }

    private static let bricks = study(Drawing.bricks(side: 256), kind: .structure)

    /// A lit sky over grass, with a tower that reaches the upper edge.
    private static let meadow = study(
        Drawing.draw(side: 256) { x, y in
            var noise = CounterNoise(seed: 2, x, y)
            if x > 120, x < 136 { return Pixel(red: UInt8(90 + noise.below(60)), green: 70, blue: 60) }
            if y < 140 { return Pixel(red: UInt8(120 + y / 4), green: UInt8(170 + y / 4), blue: 235) }
            return Pixel(red: UInt8(60 + noise.below(40)), green: UInt8(110 + noise.below(60)), blue: 30)
        })

    /// A dark yard with three lamps.
    private static let night = study(
        Drawing.draw(side: 256) { x, y in
            for (cx, cy) in [(60, 120), (130, 90), (200, 140)] where (x - cx) * (x - cx) + (y - cy) * (y - cy) < 30 {
                return Pixel(red: 255, green: 225, blue: 150)
            }
            var noise = CounterNoise(seed: 4, x, y)
            let grain = y / 12 + noise.below(6)
            return Pixel(red: UInt8(20 + grain), green: UInt8(24 + grain), blue: UInt8(40 + grain))
        })

    @Test("the sky is found on both sides of a tower, and no wall is taken for it")
    func sky() {
        let sky = Self.meadow[Sky.self]
        #expect(sky.share > 0.4 && sky.share < 0.6)
        #expect(sky.plane[30, 60] > 0.9 && sky.plane[220, 60] > 0.9)
        #expect(sky.plane[128, 60] < 0.2 && sky.plane[60, 220] < 0.1)
        #expect(abs(sky.horizon - 0.55) < 0.05)
        #expect(Self.bricks[Sky.self].share == 0)
    }

    @Test("a dark backdrop behind something bright is no sky")
    func backdropIsNoSky() {
        let pose = Drawing.draw(side: 256) { x, y in
            var noise = CounterNoise(seed: 2, x, y)
            return y < 120
                ? Pixel(red: 20, green: 55, blue: 70) : Pixel(red: UInt8(180 + noise.below(60)), green: 190, blue: 180)
        }
        #expect(Self.study(pose)[Sky.self].share == 0)
    }

    @Test("a grey table that reaches the lower edge is no sky")
    func tableIsNoSky() {
        let table = Drawing.draw(side: 256) { x, y in
            var noise = CounterNoise(seed: 2, x, y)
            let isThing = (x - 128) * (x - 128) + (y - 128) * (y - 128) < 3000
            let level = isThing ? 60 + noise.below(60) : 205
            return Pixel(red: UInt8(level), green: UInt8(level), blue: UInt8(level))
        }
        #expect(Self.study(table)[Sky.self].share == 0)
    }

    @Test("leaves, lamps and depth are found where they are")
    func guesses() {
        #expect(Self.meadow[Foliage.self].plane[60, 220] > 0.8)
        #expect(Self.meadow[Foliage.self].plane[60, 60] < 0.1)
        #expect(Self.night[Lamps.self].count == 3)
        #expect(Self.meadow[Lamps.self].count == 0)
        let depth = Self.meadow[Depth.self].plane
        #expect(depth[60, 60] > depth[60, 160] && depth[60, 160] > depth[60, 240])
    }

    @Test("no light leaves skin in the dark, whichever side it comes from", arguments: [0, 1])
    func skinStaysLit(scheme: Int) throws {
        let skin = Self.study(
            Drawing.draw(side: 256) { x, y in
                var noise = CounterNoise(seed: 1, x / 4, y / 4)
                let shade = noise.below(40) - (x > 120 && x < 140 ? 40 : 0)
                return Pixel(red: UInt8(190 + shade), green: UInt8(135 + shade), blue: UInt8(108 + shade))
            })
        let before = LabPicture(skin.picture).l
        for light in [LowSun(), GoldenHour()] as [any Painter] {
            let after = LabPicture(try #require(light.paint(skin, strength: 0.8, scheme: scheme))).l
            let ratio = after.with(before) { $0 / $1 }
            #expect(ratio.percentiles(1)[0] > 0.6, "\(light.manner.name)")
        }
    }

    @Test("what is cut out on white gets no other light, which would show its edges")
    func whiteGround() {
        let apple = Self.study(
            Drawing.draw(side: 128) { x, y in
                let (dx, dy) = (x - 64, y - 64)
                if dx * dx + dy * dy > 2600 { return Pixel(red: 255, green: 255, blue: 255) }
                var noise = CounterNoise(seed: 6, x, y)
                return Pixel(red: UInt8(150 + dx + noise.below(30)), green: UInt8(40 + noise.below(30)), blue: 50)
            }, kind: .structure)
        for light in [LowSun(), GoldenHour(), Spotlight()] as [any Painter] {
            #expect(light.refusal(of: apple) == "it is drawn, or cut out on one color")
        }
    }

    @Test("a wall that is darker than what stands before it is no sky")
    func wallIsNoSky() {
        let room = Drawing.draw(side: 256) { x, y in
            var noise = CounterNoise(seed: 2, x, y)
            if y < 130 { return Pixel(red: 168, green: 166, blue: 150) }
            let level = (x / 64) % 2 == 0 ? 225 : 60 + noise.below(60)
            return Pixel(red: UInt8(level), green: UInt8(level), blue: UInt8(level))
        }
        #expect(Self.study(room)[Sky.self].share == 0)
    }

    @Test("a face is likely where skin has features, not where sand has none")
    func person() {
        func picture(features: Bool) -> PictureStudy {
            Self.study(
                Drawing.draw(side: 256) { x, y in
                    let (dx, dy) = (x - 128, y - 100)
                    if dx * dx * 2 + dy * dy > 4000 { return Pixel(red: 60, green: 80, blue: 110) }
                    let isFeature =
                        features && (abs(dy + 8) < 6 && abs(abs(dx) - 18) < 8 || abs(dy - 30) < 4 && abs(dx) < 14)
                    var noise = CounterNoise(seed: 1, x / 4, y / 4)
                    let shade = features ? noise.below(50) : 0
                    return isFeature
                        ? Pixel(red: 90, green: 50, blue: 45)
                        : Pixel(red: UInt8(205 + shade), green: UInt8(155 + shade), blue: UInt8(130 + shade))
                })
        }
        #expect(picture(features: true)[Person.self].isLikely)
        #expect(!picture(features: false)[Person.self].isLikely)
    }

    @Test("relief is lit on the side that faces the light, and the sky has none")
    func relief() {
        let ball = Self.study(
            Drawing.draw(side: 256) { x, y in
                let (dx, dy) = (x - 128, y - 128)
                if dx * dx + dy * dy > 6000 { return Pixel(red: 40, green: 60, blue: 50) }
                return Pixel(red: UInt8(140 + dx), green: UInt8(100 + dx / 2), blue: 80)
            })
        let guess = ball[ReliefGuess.self]
        let (right, left) = (guess.lit(from: 0, crew: .alone), guess.lit(from: .pi, crew: .alone))
        #expect(left[128, 128] - right[128, 128] > 0.2, "what is lighter to the right is turned to the left")
        #expect(abs(right[5, 5]) < 0.05)
    }

    @Test("each light says why it does not suit")
    func refusals() {
        #expect(Mist().refusal(of: Self.bricks) == "it shows no view into the distance")
        #expect(Snow().refusal(of: Self.bricks) == "it has no sky")
        #expect(Autumn().refusal(of: Self.bricks) == "it shows hardly any leaves")
        #expect(Spotlight().refusal(of: Self.meadow) == "it is under open sky")
        #expect(GoldenHour().refusal(of: Self.night) == "it is already dark")
        for light in Painters.light {
            #expect(light.refusal(of: Self.study(Drawing.landscape(side: 96), kind: .document)) == "it is a document")
            #expect(light.refusal(of: Self.study(Drawing.poster(side: 128), kind: .drawing)) == "it is a drawing")
        }
        for light in [GoldenHour(), LowSun(), Autumn(), Mist(), Snow(), BlueHour()] as [any Painter] {
            #expect(light.refusal(of: Self.meadow) == nil, "\(light.manner.name)")
        }
    }

    @Test("the golden hour warms the side of the sun, and bold goes further than subtle")
    func goldenHour() throws {
        func warmth(_ bitmap: Bitmap, _ columns: Range<Int>) -> Int {
            columns.reduce(0) { $0 + Int(bitmap[$1, 200].red) - Int(bitmap[$1, 200].blue) }
        }
        let right = try #require(GoldenHour().paint(Self.meadow, strength: 0.5, scheme: 0))
        #expect(warmth(right, 200..<250) > warmth(right, 5..<55) + 500)
        let left = try #require(GoldenHour().paint(Self.meadow, strength: 0.5, scheme: 1))
        #expect(warmth(left, 5..<55) > warmth(left, 200..<250) + 500)
        let (subtle, bold) = (
            try #require(GoldenHour().paint(Self.meadow, strength: 0.2)),
            try #require(GoldenHour().paint(Self.meadow, strength: 0.8))
        )
        #expect(bold.difference(to: Self.meadow.picture) > 1.5 * subtle.difference(to: Self.meadow.picture))
    }
}
