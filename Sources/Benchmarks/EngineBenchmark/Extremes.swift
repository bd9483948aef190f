internal import Foundation
internal import Glibc
internal import RiffleEngine
internal import RiffleImage

/// Makes pictures of sources at the ends of what is allowed, and prints time and additional peak memory:
/// `EngineBenchmark extremes [side=8192]`.
struct Extremes {
    private let side: Int

    init(_ arguments: [String]) { side = BenchmarkArguments(arguments).number("side") ?? Engine.largestSide }

    func run() {
        let landscape = EngineBenchmark.landscape(side: side)
        let small = EngineBenchmark.landscape(side: 512)
        let sources: [(name: String, picture: Bitmap)] = [
            ("1 × 1", Bitmap(width: 1, height: 1, fill: Pixel(red: 9, green: 8, blue: 7))),
            ("1 × \(side)", landscape.cropped(x: 5, y: 0, width: 1, height: side)),
            ("\(side) × 1", landscape.cropped(x: 0, y: side / 2, width: side, height: 1)),
            ("\(side) × 40", landscape.cropped(x: 0, y: side / 2, width: side, height: 40)),
            ("grey", Extremes.changed(small) { Pixel(red: $2.green, green: $2.green, blue: $2.green) }),
            (
                "half clear",
                Extremes.changed(small) { x, y, pixel in
                    Pixel(red: pixel.red, green: pixel.green, blue: pixel.blue, alpha: UInt8((x + y) / 4 & 255))
                }
            ),
            ("clear", Bitmap(width: 300, height: 200)),
            ("\(side) × \(side)", landscape),
        ]
        print("source: manners, s, processor s, MB")
        for (name, picture) in sources {
            make(
                name,
                VariationPlan(
                    source: picture, count: 2, width: picture.width, height: picture.height, strength: 0.5, seed: 1))
        }
        for manner in ["arranged", "golden hour", "oil", "reduction print", "aside", "cyanotype"] {
            make(
                "\(side) × \(side)",
                VariationPlan(
                    source: landscape, count: 1, width: side, height: side, strength: 0.5, seed: 1,
                    manners: Manner.named(manner), kind: .structure))
        }
    }

    private static func changed(_ picture: Bitmap, _ body: (Int, Int, Pixel) -> Pixel) -> Bitmap {
        var result = picture
        for y in 0..<picture.height { for x in 0..<picture.width { result[x, y] = body(x, y, picture[x, y]) } }
        return result
    }

    private func make(_ name: String, _ plan: VariationPlan) {
        MemoryPeak.reset()
        let before = MemoryPeak.kilobytes("VmRSS:")
        let (start, began) = (ContinuousClock.now, clock())
        let manners = Made()
        var failure = ""
        do throws(EngineError) {
            try Engine.variations(of: plan, threads: 2, isCancelled: { false }) { event in
                if case .finished(_, let bitmap, _, let manner) = event {
                    precondition((bitmap.width, bitmap.height) == (plan.width, plan.height), "a result of another size")
                    manners.names.append(manner.name)
                }
            }
        } catch { failure = "\(error)" }
        let wall = (ContinuousClock.now - start) / .seconds(1)
        let work = Double(clock() - began) / Double(CLOCKS_PER_SEC)
        let memory = (MemoryPeak.kilobytes("VmHWM:") - before) / 1000
        print(
            "\(name): \(manners.names.joined(separator: ", "))\(failure)", String(format: "%.2f %.2f", wall, work),
            memory)
    }
}

/// The manners of the results; the engine reports from one thread at a time.
private final class Made: @unchecked Sendable { var names: [String] = [] }
