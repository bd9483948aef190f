import RiffleImage
import Synchronization
import Testing

@testable import RiffleEngine

@Suite struct FillTests {
    /// Transparent in a rectangle, given as shares of the side.
    private func mask(side: Int, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Bitmap {
        Drawing.draw(side: side) { column, row in
            let inside =
                x.contains((Double(column) + 0.5) / Double(side)) && y.contains((Double(row) + 0.5) / Double(side))
            return Pixel(red: 0, green: 0, blue: 0, alpha: inside ? 0 : 255)
        }
    }

    private func fills(_ plan: FillPlan, threads: Int = 2) throws -> Report {
        let report = Report()
        try Engine.fills(of: plan, threads: threads, isCancelled: { false }, report: { report.add($0) })
        return report
    }

    private func plan(_ source: Bitmap, mask: Bitmap, count: Int = 1, side: Int? = nil) -> FillPlan {
        FillPlan(source: source, mask: mask, count: count, side: side ?? source.width, seed: 3)
    }

    @Test("pixels outside the mask do not change, whatever their alpha", arguments: [64, 256])
    func outsideIsKept(side: Int) throws {
        let source = Drawing.noise(side: side)
        let mask = mask(side: side, 0.3...0.6, 0.2...0.5)
        let filled = try fills(plan(source, mask: mask)).bitmaps[0]
        for y in 0..<side {
            for x in 0..<side where mask[x, y].alpha == 255 { try #require(filled[x, y] == source[x, y]) }
        }
    }

    @Test("the old content of the hole leaves no trace")
    func holeIsForgotten() throws {
        let clean = Drawing.bricks(side: 128)
        var stained = clean
        for y in 50..<80 { for x in 50..<80 { stained[x, y] = Pixel(red: 255, green: 0, blue: 255) } }
        let mask = mask(side: 128, 0.38...0.64, 0.38...0.64)
        let filled = try fills(plan(stained, mask: mask)).bitmaps
        #expect(try fills(plan(clean, mask: mask)).bitmaps == filled)
        // Bricks have more red than green, and the stain has no green.
        for y in 50..<80 { for x in 50..<80 { #expect(filled[0][x, y].green > 30) } }
    }

    @Test("the hole continues its surroundings: rows of bricks line up")
    func patternGoesOn() throws {
        let source = Drawing.bricks(side: 128)
        let filled = try fills(plan(source, mask: mask(side: 128, 0.4...0.6, 0.4...0.6))).bitmaps[0]
        var difference = 0
        for y in 52..<76 { for x in 52..<76 { difference += abs(Int(filled[x, y].red) - Int(source[x, y].red)) } }
        // Joints are 80 levels brighter than bricks; grain alone accounts for 7.
        #expect(difference / (24 * 24) < 16)
    }

    @Test("patches from a brighter place are adjusted to the tone around the hole")
    func tonesMeet() {
        let source = Raster(
            Drawing.draw(side: 128) { x, _ in Pixel(red: UInt8(60 + x / 2), green: UInt8(60 + x / 2), blue: 90) })
        let mask = mask(side: 128, 0.4...0.55, 0.4...0.55)
        let hole = Hole(side: 128, pixels: (0..<128 * 128).map { mask[$0 % 128, $0 / 128].alpha == 0 ? 255 : 0 })
        let field = PatchField(side: 128)
        let picture = source.copy()
        for anchor in hole.anchors(touching: true) {
            field.row(anchor.row)[anchor.column] = anchor.moved(right: 30)
        }
        for i in hole.pixels.indices where hole.pixels[i] != 0 {
            for c in 0..<3 { picture.pixels[4 * i + c] = source.pixels[4 * (i + 30) + c] }
        }
        ToneMatch(field, level: FillLevel(known: source, hole: hole)).apply(to: picture, hole: hole)
        for i in 0..<128 * 128 * 4 { #expect(abs(Int(picture.pixels[i]) - Int(source.pixels[i])) <= 3) }
    }

    @Test("several fills differ, and each seed reproduces its own")
    func fillsDiffer() throws {
        let source = Drawing.landscape(side: 128)
        let mask = mask(side: 128, 0.2...0.8, 0.3...0.8)
        let report = try fills(plan(source, mask: mask, count: 3))
        for (index, bitmap) in report.bitmaps.enumerated() {
            for other in report.bitmaps[..<index] { #expect(bitmap.difference(to: other) > 0.15) }
        }
        for (_, made) in report.finished {
            var alone = plan(source, mask: mask)
            alone.seed = made.seed
            #expect(try fills(alone).bitmaps == [made.bitmap])
        }
    }

    @Test("one and three threads give the same result", arguments: [1, 2])
    func threadsDoNotMatter(count: Int) throws {
        let plan = plan(
            Drawing.landscape(side: 300), mask: mask(side: 300, 0.1...0.5, 0.4...0.9), count: count, side: 256)
        #expect(try fills(plan, threads: 1).bitmaps == fills(plan, threads: 3).bitmaps)
    }

    @Test("a subject beside the hole is not repeated in it; a hole in the subject is filled from it")
    func subjectIsNotRepeated() throws {
        let source = Drawing.ball(width: 200, height: 200)
        func gap(_ x: Range<Int>, _ y: Range<Int>) -> Bitmap {
            var mask = Bitmap(width: 200, height: 200, fill: Pixel(red: 0, green: 0, blue: 0))
            for row in y { for column in x { mask[column, row].alpha = 0 } }
            return mask
        }
        func parts(_ mask: Bitmap) -> Mask? {
            Unrepeatable.parts(of: source, hole: mask, crew: Crew(threads: 1)) { false }
        }
        let beside = gap(140..<190, 60..<140)
        let barred = try #require(parts(beside))
        #expect(barred[barred.width * 42 / 100, barred.height / 2] && !barred[2, 2])
        #expect(parts(gap(74..<94, 90..<110))?.share == nil)
        let filled = try fills(plan(source, mask: beside, count: 3)).bitmaps
        for picture in filled {
            for y in 60..<140 {
                for x in 140..<190 { try #require(picture[x, y].red < picture[x, y].blue) }
            }
        }
    }

    @Test("where the mask is half transparent, source and fill are mixed equally")
    func softMask() throws {
        let source = Bitmap(width: 64, height: 64, fill: Pixel(red: 100, green: 100, blue: 100))
        var spotted = source
        var mask = Bitmap(width: 64, height: 64, fill: Pixel(red: 0, green: 0, blue: 0))
        for y in 30..<34 {
            for x in 30..<34 {
                spotted[x, y] = Pixel(red: 200, green: 100, blue: 100)
                mask[x, y].alpha = 128
            }
        }
        let filled = try fills(plan(spotted, mask: mask)).bitmaps[0]
        #expect(filled[31, 31] == Pixel(red: 150, green: 100, blue: 100))
    }

    @Test(
        "a hole of any size is filled if at least one patch remains", arguments: [8, 13, 40, 150],
        [(0.0, 0.5), (0.4, 0.6), (0.05, 0.95)])
    func anyHole(side: Int, ends: (Double, Double)) throws {
        let source = Drawing.noise(side: side)
        let mask = mask(side: side, 0...0.12, ends.0...ends.1)
        let made = try fills(plan(source, mask: mask, count: 2, side: 100)).bitmaps
        #expect(made.map(\.width) == [100, 100])
    }

    @Test("impossible fills are rejected with the reason")
    func refusals() {
        let source = Drawing.landscape(side: 40)
        let opaque = Bitmap(width: 40, height: 40, fill: Pixel(red: 0, green: 0, blue: 0))
        let plans: [(FillPlan, EngineError)] = [
            (
                plan(source, mask: Bitmap(width: 40, height: 41)),
                .maskDiffers(width: 40, height: 41, sourceWidth: 40, sourceHeight: 40)
            ),
            (plan(source, mask: opaque), .nothingToFill),
            (plan(source, mask: Bitmap(width: 40, height: 40)), .tooLittleKept),
            (plan(Drawing.noise(side: 3), mask: Bitmap(width: 3, height: 3)), .tooLittleKept),
            (plan(source, mask: mask(side: 40, 0.15...0.9, 0.15...0.9)), .tooLittleKept),
            (plan(source, mask: opaque, count: 0), .countOutOfRange(0)),
            (plan(source, mask: opaque, side: 0), .sizeOutOfRange(width: 0, height: 0)),
        ]
        for (plan, error) in plans {
            #expect(throws: error) { try fills(plan) }
        }
    }

    @Test("a cancelled fill sends no more events", arguments: [0, 1, 2])
    func cancelStops(after allowed: Int) throws {
        let cancelled = Mutex(allowed == 0)
        let report = Report()
        let plan = plan(Drawing.landscape(side: 300), mask: mask(side: 300, 0.2...0.6, 0.3...0.8), count: 2)
        #expect(throws: EngineError.cancelled) {
            try Engine.fills(
                of: plan, threads: 2, isCancelled: { cancelled.withLock { $0 } },
                report: { event in
                    report.add(event)
                    if report.events.count == allowed { cancelled.withLock { $0 = true } }
                })
        }
        #expect(report.events.count == allowed)
    }
}
