import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct SubjectTests {
    @Test func aThingInFrontOfACalmGroundIsFound() throws {
        let found = try #require(Engine.subject(of: Drawing.ball(width: 320, height: 240)))
        #expect(found.isSure)
        #expect(found.mask.width == 320 && found.mask.height == 240)
        #expect(likeness(found.mask, Drawing.ballMask(width: 320, height: 240)) > 0.93)
    }

    @Test func aFigureOnAClearGroundIsItsSubject() throws {
        let disc = Drawing.disc(side: 160)
        let found = try #require(Engine.subject(of: disc))
        #expect(found.isSure && found.mask[80, 100].alpha > 127 && found.mask[4, 4].alpha == 0)
    }

    @Test func whatHasNoSubjectIsNotSure() {
        for picture in [Drawing.bricks(side: 200), Drawing.emblem(side: 200), Drawing.landscape(side: 200)] {
            #expect(Engine.subject(of: picture)?.isSure != true)
        }
    }

    @Test func threadsChangeNothing() {
        let picture = Drawing.ball(width: 200, height: 260)
        #expect(Engine.subject(of: picture)?.mask == Engine.subject(of: picture, threads: 3)?.mask)
    }

    @Test func marksChooseOneOfTwoThings() throws {
        let picture = Drawing.balls(width: 300, height: 200)
        func point(_ x: Double, _ y: Double) -> SubjectMarks.Point { SubjectMarks.Point(x: x, y: y) }
        for (x, other) in [(0.25, 0.75), (0.75, 0.25)] {
            let marks = SubjectMarks(
                box: (x - 0.22, 0.1, x + 0.22, 0.9),
                lines: [
                    .init([point(x - 0.08, 0.5), point(x + 0.08, 0.5)]),
                    .init([point(other, 0.3), point(other, 0.7)], isSubject: false),
                ])
            let mask = try #require(Engine.subject(of: picture, marks: marks))
            #expect(likeness(mask, Drawing.ballMask(width: 300, height: 200, at: x)) > 0.85)
        }
    }

    @Test func marksThatShowNothingAreNoSubject() {
        let picture = Drawing.ball(width: 100, height: 100)
        #expect(Engine.subject(of: picture, marks: SubjectMarks()) == nil)
        #expect(Engine.subject(of: picture, marks: SubjectMarks(box: (0.5, 0.5, 0.5, 0.9))) == nil)
    }

    /// The brush over a part of the subject takes it away, and over the ground adds it; what is drawn last counts.
    @Test func marksCorrectWhatIsFound() throws {
        let picture = Drawing.ball(width: 320, height: 240)
        func stroke(_ x: Double, _ y: Double, isSubject: Bool) -> SubjectMarks.Line {
            .init([.init(x: x - 0.02, y: y), .init(x: x + 0.02, y: y)], radius: 0.05, isSubject: isSubject)
        }
        let (inside, outside) = ((x: 0.42, y: 0.36), (x: 0.85, y: 0.8))
        let marks = SubjectMarks(lines: [stroke(inside.x, inside.y, isSubject: false)])
        let corrected = try #require(Engine.subject(of: picture, marks: marks))
        #expect(corrected[Int(inside.x * 320), Int(inside.y * 240)].alpha < 128)
        #expect(corrected[Int(0.42 * 320), Int(0.58 * 240)].alpha > 127)
        let both = SubjectMarks(lines: [
            stroke(0.42, 0.5, isSubject: true), stroke(outside.x, outside.y, isSubject: false),
            stroke(outside.x, outside.y, isSubject: true),
        ])
        let added = try #require(Engine.subject(of: picture, marks: both))
        #expect(added[Int(outside.x * 320), Int(outside.y * 240)].alpha > 127)
    }

    /// Of all 512 ways to part nine pixels none is cheaper.
    @Test func cutsAreTheCheapest() {
        for round in 0..<40 {
            var noise = CounterNoise(seed: 3, round)
            let wishes = (0..<9).map { _ in Int32(noise.below(41)) - 20 }
            let bonds = (0..<4).map { _ in (0..<9).map { _ in Int32(noise.below(12)) } }
            func cost(_ inside: (Int) -> Bool) -> Int32 {
                var sum: Int32 = 0
                for i in 0..<9 {
                    sum += inside(i) ? max(-wishes[i], 0) : max(wishes[i], 0)
                    for (pair, step) in GridCut.pairs.enumerated() {
                        let (x, y) = (i % 3 + step.dx, i / 3 + step.dy)
                        guard (0..<3).contains(x), y < 3 else { continue }
                        if inside(i) != inside(3 * y + x) { sum += bonds[pair][i] }
                    }
                }
                return sum
            }
            var grid = GridCut(width: 3, height: 3)
            let cut = grid.cut {
                wishes[$0]
            } bonds: {
                bonds[$0][$1]
            }
            let least = (0..<512).map { bits in cost { bits >> $0 & 1 == 1 } }.min()
            #expect(cost { cut.bytes[$0] == 1 } == least)
        }
    }

    /// Pixels of both masks as a share of those of either.
    private func likeness(_ a: Bitmap, _ b: Bitmap) -> Double {
        var (both, either) = (0, 0)
        for y in 0..<a.height {
            for x in 0..<a.width {
                let (p, q) = (a[x, y].alpha > 127, b[x, y].alpha > 127)
                if p && q { both += 1 }
                if p || q { either += 1 }
            }
        }
        return Double(both) / Double(max(1, either))
    }
}

extension Drawing {
    /// A speckled ball, its light from above, in front of a ground that is out of focus.
    static func ball(width: Int, height: Int) -> Bitmap { balls(width: width, height: height, at: [0.42]) }

    /// Balls side by side in different colours.
    static func balls(width: Int, height: Int, at places: [Double] = [0.25, 0.75]) -> Bitmap {
        var picture = Bitmap(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                var grain = CounterNoise(seed: 4, x, y)
                let fleck = grain.below(60)
                let ball = places.firstIndex { isInBall(x, y, width, height, at: $0) }
                let light = 40 * y / height
                picture[x, y] =
                    ball.map { number in
                        Pixel(
                            red: UInt8(190 + fleck - light), green: UInt8((number == 0 ? 60 : 120) + fleck),
                            blue: UInt8(30 + fleck / 2))
                    }
                    ?? Pixel(
                        red: UInt8(40 + 20 * x / width), green: UInt8(80 + 40 * y / height),
                        blue: UInt8(100 + grain.below(4) + 30 * x / width))
            }
        }
        return picture
    }

    static func ballMask(width: Int, height: Int, at place: Double = 0.42) -> Bitmap {
        var mask = Bitmap(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width where isInBall(x, y, width, height, at: place) { mask[x, y].alpha = 255 }
        }
        return mask
    }

    private static func isInBall(_ x: Int, _ y: Int, _ width: Int, _ height: Int, at place: Double) -> Bool {
        let (dx, dy) = (Double(x) + 0.5 - place * Double(width), Double(y) + 0.5 - 0.5 * Double(height))
        let radius = 0.24 * Double(min(width, height))
        return dx * dx + dy * dy < radius * radius
    }
}
