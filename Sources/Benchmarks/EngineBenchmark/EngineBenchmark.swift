internal import CKernels
internal import RiffleEngine
internal import RiffleImage

/// Measures the engine for common sizes and counts, in milliseconds and in units of one million patch distances
/// measured in between, so that machines can be compared.
///
/// Usage: `swift run -c release EngineBenchmark [ROUNDS] [THREADS]`, by default 5 and 2, or `EngineBenchmark` with one of
/// - `kernels`: compares each kernel with plain Swift
/// - `cancel [PICTURE...]`: the time to stop, see `CancelLatency`
/// - `digests PICTURE...`: what is made, to compare two builds, see `PictureDigests`
/// - `memory`: peak memory
/// - `extremes`: sources at the ends of what is allowed, see `Extremes`
/// - `manners [PICTURE...]`: time and memory of each manner, see `MannerReport`
/// - `promises PICTURE...`: checks what must stay unchanged, see `PromiseReport`
/// - `first ROUNDS THREADS PICTURE...`: the time until a picture is visible, see `FirstPicture`
/// - `make`, `subjects`, `kinds`: see `PictureFiles`, `SubjectFiles`, `KindReport`
@main struct EngineBenchmark {
    /// The measured cases, with a target in units on two idle cores.
    private static let cases: [(side: Int, count: Int, target: Double)] = [
        (256, 1, 15), (512, 1, 20), (1024, 1, 31), (512, 4, 50), (1024, 10, 190),
    ]

    private static let fillCases: [(side: Int, target: Double)] = [(512, 25), (1024, 62)]

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let rest = Array(words.dropFirst())
        switch words.first {
        case "kernels": KernelRace(rounds: 101).run()
        case "cancel": try CancelLatency(rest).run()
        case "digests": try PictureDigests(rest).run()
        case "extremes": Extremes(rest).run()
        case "memory": try MemoryPeak(source: landscape(side: 1024), threads: 2).run()
        case "first": try FirstPicture(rest)?.run()
        case "make": try PictureFiles(rest)?.run()
        case "subjects": try SubjectFiles(rest)?.run()
        case "kinds": try KindReport.run(rest)
        case "manners": try MannerReport(rest).run()
        case "promises": try PromiseReport.run(rest)
        default: try times(words.compactMap { Int($0) })
        }
    }

    private static func times(_ arguments: [Int]) throws {
        let rounds = max(1, arguments.first ?? 5)
        let threads = max(1, arguments.dropFirst().first ?? 2)
        let source = landscape(side: 1024)
        var walls = [[Double]](repeating: [], count: cases.count)
        var units: [Double] = []
        for round in 0..<rounds {
            for (index, wanted) in cases.enumerated() {
                units.append(milliseconds { millionDistances(source) })
                let plan = VariationPlan(
                    source: source, count: wanted.count, side: wanted.side, strength: 0.5, seed: UInt64(round))
                walls[index].append(
                    try milliseconds {
                        try Engine.variations(of: plan, threads: threads, isCancelled: { false }, report: { _ in })
                    })
            }
        }
        var fills = [[Double]](repeating: [], count: fillCases.count)
        for round in 0..<rounds {
            for (index, wanted) in fillCases.enumerated() {
                units.append(milliseconds { millionDistances(source) })
                let plan = FillPlan(
                    source: source, mask: mask(source), count: 1, side: wanted.side, seed: UInt64(round))
                fills[index].append(
                    try milliseconds {
                        try Engine.fills(of: plan, threads: threads, isCancelled: { false }, report: { _ in })
                    })
            }
        }
        let unit = median(units)
        print("unit (one million 7×7×4 distances): \(rounded(unit)) ms; \(threads) threads; medians of \(rounds)")
        for (wanted, wall) in zip(cases, walls) {
            let time = median(wall)
            print(
                "\(wanted.side) px n=\(wanted.count): \(rounded(time)) ms, \(rounded(time / unit)) units",
                "(target \(Int(wanted.target)))")
        }
        for (wanted, wall) in zip(fillCases, fills) {
            let time = median(wall)
            print(
                "fill of a tenth, \(wanted.side) px: \(rounded(time)) ms, \(rounded(time / unit)) units",
                "(target \(Int(wanted.target)))")
        }
    }

    /// A hole over a tenth of the picture, where ridge, trees and meadow meet.
    static func mask(_ source: Bitmap) -> Bitmap {
        let (width, height) = (source.width, source.height)
        var mask = Bitmap(width: width, height: height, fill: Pixel(red: 0, green: 0, blue: 0))
        for y in height * 4 / 10..<height * 7 / 10 {
            for x in width * 3 / 10..<width * 63 / 100 { mask[x, y].alpha = 0 }
        }
        return mask
    }

    /// Sky, ridges and rough ground with trees, computed; seams and copies occur in similar proportions as in a
    /// photograph.
    static func landscape(side: Int) -> Bitmap {
        var bytes = [UInt8](repeating: 255, count: side * side * 4)
        var state: UInt32 = 1
        for y in 0..<side {
            for x in 0..<side {
                state = state &* 1_664_525 &+ 1_013_904_223
                let grain = Int(state >> 27)
                let ridge = side / 3 + abs((x + side / 7) % (side / 2) - side / 4) / 2
                let meadow = side * 2 / 3 + abs(x % (side / 3) - side / 6) / 4
                let isTree = y > ridge && (x / 24 * 7 + y / 40 * 3) % 11 == 0 && x % 24 > (40 - y % 40) / 3
                let i = (y * side + x) * 4
                let color =
                    y < ridge
                    ? (120 + y * 80 / side, 160 + y * 60 / side, 230)
                    : y < meadow ? (110 + grain, 90 + grain, 70 + grain) : (60 + grain, 130 + 2 * grain, 40)
                bytes[i] = UInt8(isTree ? 30 + grain : color.0)
                bytes[i + 1] = UInt8(isTree ? 60 + grain : color.1)
                bytes[i + 2] = UInt8(isTree ? 30 : color.2)
            }
        }
        return Bitmap(width: side, height: side, bytes: bytes)
    }

    /// Compares a million pairs of patches.
    private static func millionDistances(_ picture: Bitmap) {
        var sum: UInt32 = 0
        picture.withPixels { pixels in
            let start = pixels.baseAddress!
            let columns = picture.width - 7
            for i in 0..<1_000_000 {
                let place = (i / columns % 900) * picture.width * 4 + i % columns * 4
                sum &+= ck_patch_sad(start + place, start + place + picture.width * 400 + 28, picture.width * 4)
            }
        }
        precondition(sum != 1, "keeps the loop from being optimised away")
    }

    private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let elapsed = try ContinuousClock().measure(body)
        return Double(elapsed.components.seconds) * 1000 + Double(elapsed.components.attoseconds) / 1e15
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
