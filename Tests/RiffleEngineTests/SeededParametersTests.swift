import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct SeededParametersTests {
    private let subject = SourceKind(name: .subject, isScenery: false)
    private let drawing = SourceKind(name: .drawing, isScenery: false)
    private let screen = SourceKind(name: .screen, isScenery: false)
    private let margins = Margins(left: 0.1, right: 0, top: 0.05, bottom: 0.16)

    private func framings(_ kind: SourceKind, strength: Double) -> [Reframing] {
        (0..<200).map { Reframing(seed: $0, strength: strength, kind: kind, margins: margins, hasDetail: false) }
    }

    @Test("a move shows the source's own pixels, and calls everything else a hole")
    func moves() {
        // Red names the column and green the row that a pixel was read from.
        let source = Raster(
            Drawing.draw(side: 120) { x, y in Pixel(red: UInt8(2 * x), green: UInt8(2 * y), blue: 0) })
        var mirrored = 0
        for framing in framings(subject, strength: 0.9) where !framing.isResampled {
            let (picture, hole) = framing.framed(source, side: 120)
            let (right, down) = (Int((framing.right * 120).rounded()), Int((framing.down * 120).rounded()))
            if framing.mirrored { mirrored += 1 }
            let isRight = (0..<120 * 120).allSatisfy { i in
                let (x, y) = (i % 120, i / 120)
                let isInside = (0..<120).contains(x - right) && (0..<120).contains(y - down)
                let column = framing.mirrored ? 119 - (x - right) : x - right
                let pixel = picture.row(y) + 4 * x
                return (hole.pixels[i] == 0) == isInside
                    && (!isInside || (Int(pixel[0]) == 2 * column && Int(pixel[1]) == 2 * (y - down)))
            }
            #expect(isRight, "\(framing)")
        }
        #expect(mirrored > 10)
    }

    @Test("no move uncovers more than an edge has room for")
    func movesKeepMargins() {
        for framing in framings(subject, strength: 0.5) where !framing.isResampled {
            #expect(framing.right <= 0.1 + 1e-9 && framing.right >= 0)
            #expect(framing.down <= 0.05 + 1e-9 && framing.down >= -0.16 - 1e-9)
        }
    }

    @Test(
        "up to medium left stays left; drawings are never mirrored or turned, screenshots come nearer and show no made-up rim"
    )
    func framingSuitsTheKind() {
        #expect(framings(subject, strength: 0.5).allSatisfy { !$0.mirrored })
        #expect(framings(drawing, strength: 1).allSatisfy { !$0.mirrored && $0.turn == 0 })
        let page = Raster(Drawing.screen(side: 60))
        for framing in framings(screen, strength: 0.8).prefix(50) {
            #expect(!framing.mirrored && framing.turn == 0 && framing.zoom > 1.04)
            #expect(framing.framed(page, side: 60).hole.isEmpty)
        }
        let kinds = framings(subject, strength: 1)
        #expect(kinds.contains { $0.mirrored } && kinds.contains { $0.turn != 0 } && kinds.contains { $0.zoom > 1.05 })
    }

    @Test("where there is no room for a move the picture comes nearer, at any strength", arguments: [0.0, 0.2, 0.5, 1])
    func cramped(strength: Double) {
        let margins = Margins(left: 0.01, right: 0.02, top: 0, bottom: 0.03)
        for seed in 0..<100 as Range<UInt64> {
            let framing = Reframing(seed: seed, strength: strength, kind: subject, margins: margins, hasDetail: false)
            #expect(framing.zoom > 1)
        }
    }

    @Test("what stands on clear ground is moved and scaled, and never cut", arguments: [0.2, 0.5, 0.9])
    func cutouts(strength: Double) throws {
        // Low and to the right, with a little room below.
        let source = Raster(
            Drawing.draw(side: 200) { x, y in
                (100..<180).contains(x) && (60..<194).contains(y)
                    ? Pixel(red: 200, green: UInt8(y), blue: 0) : Pixel(red: 0, green: 0, blue: 0, alpha: 0)
            })
        let cutout = try #require(Cutout(source))
        #expect(cutout == Cutout(left: 0.5, right: 0.9, top: 0.3, bottom: 0.97))
        var lefts: Set<Int> = []
        for seed in 0..<60 as Range<UInt64> {
            let framing = Reframing.moved(cutout, seed: seed, strength: strength)
            let (picture, _) = framing.framed(source, side: 200, clearsOutside: true)
            let solid = (0..<40_000).count { picture.pixels[4 * $0 + 3] > 127 }
            #expect(abs(Double(solid) / (80 * 134 * framing.zoom * framing.zoom) - 1) < 0.03)
            lefts.insert((0..<200).first { picture.row(120)[4 * $0 + 3] > 127 }!)
        }
        #expect(lefts.count > 3)
        #expect(Cutout(Raster(Drawing.landscape(side: 40))) == nil)
        #expect(Cutout(Raster(Bitmap(width: 40, height: 40))) == nil)
    }

    @Test(
        "a light keeps greys grey, flat colours flat, clear pixels clear and the ends of the scale", arguments: 0..<20)
    func light(seed: UInt64) {
        let light = Light(seed: seed, amount: 1, isGray: true, isFlat: true)
        let gray = Raster(Drawing.landscape(side: 40, gray: true))
        light.cast(on: gray)
        #expect(gray.bitmap == gray.bitmap.inGray(true))
        let colors = [
            Pixel(red: 200, green: 10, blue: 77), Pixel(red: 0, green: 0, blue: 0),
            Pixel(red: 255, green: 255, blue: 255),
            Pixel(red: 90, green: 30, blue: 250, alpha: 90), Pixel(red: 0, green: 0, blue: 0, alpha: 0),
        ]
        for color in colors {
            let flat = Raster(Bitmap(width: 9, height: 9, fill: color))
            light.cast(on: flat)
            let lit = flat.bitmap[0, 0]
            #expect(flat.bitmap == Bitmap(width: 9, height: 9, fill: lit) && lit.alpha == color.alpha)
            if color.red == color.green { #expect(lit == color) }
            let turned = Raster(Bitmap(width: 9, height: 9, fill: color))
            Light(seed: seed, amount: 1, isGray: false, isFlat: true).cast(on: turned)
            let hued = turned.bitmap[0, 0]
            #expect(turned.bitmap == Bitmap(width: 9, height: 9, fill: hued) && hued.alpha == color.alpha)
        }
    }

    @Test("a light changes what can be changed, and the strongest is still moderate", arguments: 0..<20)
    func lightIsModerate(seed: UInt64) {
        let source = Drawing.landscape(side: 64)
        let lit = Raster(source)
        Light(seed: seed, amount: 1, isGray: false, isFlat: false).cast(on: lit)
        let change = lit.bitmap.difference(to: source)
        #expect(change > 0.5 && change < 40)
    }

    @Test("pictures of one plan get parameters of their own, and the same seed the same")
    func differ() {
        let drawn = (0..<50).map {
            SeededParameters(seed: $0, strength: 0.8, kind: subject, margins: margins, hasDetail: false)
        }
        #expect(
            drawn
                == (0..<50).map {
                    SeededParameters(seed: $0, strength: 0.8, kind: subject, margins: margins, hasDetail: false)
                })
        #expect(Set(drawn.map(\.framing.down)).count > 25)
        #expect((5...45).contains(drawn.count { $0.light != nil }))
        let scenery = SourceKind(name: .landscape, isScenery: true)
        let leans = (0..<50).map {
            SeededParameters(seed: $0, strength: 0.5, kind: scenery, margins: margins, hasDetail: false).lean
        }
        #expect(leans.contains { $0.right > 0.1 } && leans.contains { $0.right < -0.1 })
        #expect(leans.allSatisfy { abs($0.right) <= 0.3 && abs($0.down) <= 0.06 })
    }
}
