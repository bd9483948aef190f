import RiffleImage
import Synchronization

@testable import RiffleEngine

/// Pictures drawn by arithmetic on whole numbers, so that they are the same everywhere.
enum Drawing {
    /// Sky, hills with a rough texture and a sun: patches recur along the rows, as in a landscape.
    static func landscape(side: Int, gray: Bool = false) -> Bitmap {
        draw(side: side) { x, y in
            var noise = CounterNoise(seed: 7, x, y)
            let rough = noise.below(24)
            let ridge = side / 2 + (x * 5 % side) / 8
            let (dx, dy) = (x - side / 3, y - side / 4)
            if dx * dx + dy * dy < side * side / 100 { return Pixel(red: 250, green: 240, blue: 190) }
            if y < ridge {
                return Pixel(
                    red: UInt8(90 + 100 * y / side), green: UInt8(150 + rough / 8), blue: UInt8(230 - 80 * y / side))
            }
            return Pixel(red: UInt8(40 + rough), green: UInt8(110 + 2 * rough), blue: UInt8(30 + rough / 2))
        }.inGray(gray)
    }

    /// Tiles of colours that have nothing in common: no patch has its like elsewhere.
    static func emblem(side: Int) -> Bitmap {
        draw(side: side) { x, y in
            var tile = CounterNoise(seed: 9, x * 5 / side, y * 5 / side)
            var grain = CounterNoise(seed: 9, x, y, 1)
            func channel() -> UInt8 { UInt8(tile.below(2) * 200 + tile.below(40) + grain.below(12)) }
            return Pixel(red: channel(), green: channel(), blue: channel())
        }
    }

    /// Rows of grainy bricks, the same all over.
    static func bricks(side: Int) -> Bitmap {
        draw(side: side) { x, y in
            var noise = CounterNoise(seed: 5, x, y)
            let isJoint = y % 8 == 0 || (x + y / 8 % 2 * 6) % 12 == 0
            let level = UInt8((isJoint ? 190 : 110) + noise.below(20))
            return Pixel(red: level, green: level / 2, blue: level / 3)
        }
    }

    /// A disc with a notch on clear ground, each in one colour.
    static func disc(side: Int) -> Bitmap {
        draw(side: side) { x, y in
            let (dx, dy) = (x - side / 2, y - side / 2)
            let radius = dx * dx + dy * dy
            if radius > side * side / 9 || (dx > 0 && abs(dy) < dx / 3) {
                return Pixel(red: 0, green: 0, blue: 0, alpha: 0)
            }
            return radius < side * side / 30
                ? Pixel(red: 240, green: 200, blue: 0) : Pixel(red: 20, green: 60, blue: 160)
        }
    }

    /// A sky with a sun above two hills and a tree, each in one colour.
    static func poster(side: Int) -> Bitmap {
        draw(side: side) { x, y in
            let (u, v) = (x * 128 / side, y * 128 / side)
            let (dx, dy) = (u - 90, v - 30)
            if dx * dx + dy * dy < 200 { return Pixel(red: 250, green: 240, blue: 190) }
            if v > 70, v < 110, abs(u - 40) < (v - 66) / 3 { return Pixel(red: 10, green: 70, blue: 60) }
            if v > 100 - (u - 30) * (u - 30) / 400 { return Pixel(red: 40, green: 120, blue: 90) }
            if v > 80 - (u - 100) * (u - 100) / 300 { return Pixel(red: 110, green: 80, blue: 140) }
            return Pixel(red: 240, green: 190, blue: 130)
        }
    }

    /// Panels with bars on a plain ground.
    static func screen(side: Int) -> Bitmap {
        draw(side: side) { x, y in
            var panel = CounterNoise(seed: 2, x * 3 / side, y * 3 / side)
            let (px, py) = (x % (side / 3), y % (side / 3))
            if px < 4 || py < 4 { return Pixel(red: 30, green: 32, blue: 40) }
            var bar = CounterNoise(seed: 2, x / 6, y * 3 / side)
            let isBar = px % 6 < 4 && side / 3 - py < bar.below(side / 3)
            return isBar
                ? Pixel(red: UInt8(80 + panel.below(150)), green: 160, blue: UInt8(panel.below(250)))
                : Pixel(red: 50, green: 54, blue: 66)
        }
    }

    /// Colours at random.
    static func noise(side: Int) -> Bitmap {
        draw(side: side) { x, y in
            var noise = CounterNoise(seed: 3, x, y)
            let bits = noise.next()
            return Pixel(
                red: UInt8(bits & 255), green: UInt8(bits >> 8 & 255), blue: UInt8(bits >> 16 & 255),
                alpha: UInt8(bits >> 24 & 255))
        }
    }

    static func draw(side: Int, _ color: (Int, Int) -> Pixel) -> Bitmap {
        var bitmap = Bitmap(width: side, height: side)
        for y in 0..<side { for x in 0..<side { bitmap[x, y] = color(x, y) } }
        return bitmap
    }
}

extension Bitmap {
    func inGray(_ wanted: Bool) -> Bitmap {
        guard wanted else { return self }
        return Drawing.draw(side: width) { x, y in
            let level = self[x, y].green
            return Pixel(red: level, green: level, blue: level, alpha: self[x, y].alpha)
        }
    }

    /// Mean absolute difference of the bytes.
    func difference(to other: Bitmap) -> Double {
        Double(zip(bytes, other.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(bytes.count)
    }
}

/// What the engine reported, in order.
final class Report: Sendable {
    private let stored = Mutex<[EngineEvent]>([])

    var events: [EngineEvent] { stored.withLock { $0 } }

    func add(_ event: EngineEvent) { stored.withLock { $0.append(event) } }

    /// The finished pictures and their seeds by number.
    var finished: [Int: (bitmap: Bitmap, seed: UInt64)] {
        var all: [Int: (bitmap: Bitmap, seed: UInt64)] = [:]
        for case .finished(let picture, let bitmap, let seed, _) in events { all[picture] = (bitmap, seed) }
        return all
    }

    var bitmaps: [Bitmap] { finished.sorted { $0.key < $1.key }.map(\.value.bitmap) }

    /// Of pictures made of patches, in the way that the source asks for, unless the plan says otherwise.
    static func of(_ plan: VariationPlan, threads: Int = 2) throws -> Report {
        let report = Report()
        var plan = plan
        if plan.manners.isEmpty, plan.mate == nil {
            plan.kind = plan.source.recurs ? .scene : .structure
            plan.manners = Manner.named(plan.source.recurs ? "arranged" : "reframed")
        } else if plan.manners.isEmpty {
            plan.manners = Manner.named("mixed")
        }
        try Engine.variations(of: plan, threads: threads, isCancelled: { false }, report: { report.add($0) })
        return report
    }
}

extension Bitmap {
    /// Whether its patches have their like elsewhere.
    fileprivate var recurs: Bool {
        let fine = Raster(stretchedToSquare)
        guard fine.side >= Ladder.smallestSide else { return false }
        return !Approach(fine, side: min(fine.side, 512), strength: 0.5).kind.isStructured
    }
}
