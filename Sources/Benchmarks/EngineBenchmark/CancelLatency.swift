internal import Foundation
internal import Glibc
internal import RiffleEngine
internal import RiffleImage

/// Measures how long the engine goes on after it is cancelled:
/// `EngineBenchmark cancel [PICTURE...] [side=512] [moments=20] [manner=NAME...]`.
///
/// Makes one picture with each manner from the first source that it suits (by default a computed landscape), and cancels it
/// at random moments. Times are those of one thread's processor, so that other load does not count; on idle cores it is no
/// longer until the call returns.
struct CancelLatency {
    private let sources: [Bitmap]
    private let side: Int
    private let moments: Int
    private let manners: [Manner]

    init(_ arguments: [String]) throws {
        let given = BenchmarkArguments(arguments)
        sources = try given.pictures()
        side = given.number("side") ?? 512
        moments = given.number("moments") ?? 20
        manners = given.manners
    }

    func run() throws {
        print("\(side) px, cancelled at \(moments) moments: manner, ms of work, 95th percentile and worst ms after it")
        let unsuited = sources.map { Set(Engine.refusals(for: $0).map(\.manner)) }
        var all: [Double] = []
        for manner in manners {
            guard let number = sources.indices.first(where: { !unsuited[$0].contains(manner) }) else {
                print("\(manner.name): suits none of the pictures")
                continue
            }
            let mate = manner.family == .breed ? sources[(number + 1) % sources.count] : nil
            all += measure(manner.name) { isCancelled throws(EngineError) in
                try Engine.variations(
                    of: plan(sources[number], manner, mate: mate), threads: 1, isCancelled: isCancelled,
                    report: { _ in })
            }
        }
        for source in sources.prefix(1) {
            let fill = FillPlan(
                source: source, mask: EngineBenchmark.mask(source), count: 1, side: side, seed: 1)
            all += measure("a fill") { isCancelled throws(EngineError) in
                try Engine.fills(of: fill, threads: 1, isCancelled: isCancelled, report: { _ in })
            }
        }
        all.sort()
        if let worst = all.last { print("all: \(milliseconds(all[all.count * 95 / 100])) \(milliseconds(worst))") }
    }

    private func plan(_ source: Bitmap, _ manner: Manner, mate: Bitmap?) -> VariationPlan {
        let scale = Double(side) / Double(max(source.width, source.height))
        return VariationPlan(
            source: source, count: 1, width: max(1, Int(Double(source.width) * scale)),
            height: max(1, Int(Double(source.height) * scale)), strength: 0.5, seed: 1, manners: [manner],
            mate: mate.map { .init(picture: $0, weight: 0.5) })
    }

    /// The milliseconds after each moment.
    private func measure(
        _ name: String, _ work: (@escaping @Sendable () -> Bool) throws(EngineError) -> Void
    ) -> [Double] {
        let start = CancelLatency.now()
        do throws(EngineError) { try work { false } } catch {
            print("\(name): \(error)")
            return []
        }
        let whole = CancelLatency.now() - start
        var random = SystemRandomNumberGenerator()
        let latencies = (0..<moments).compactMap { _ -> Double? in
            let asked = CancelLatency.now() + Double.random(in: 0..<whole, using: &random)
            do throws(EngineError) {
                try work { CancelLatency.now() >= asked }
                return nil
            } catch {
                return max(0, CancelLatency.now() - asked)
            }
        }.sorted()
        guard let worst = latencies.last else { return [] }
        let most = latencies[latencies.count * 95 / 100]
        print("\(name): \(milliseconds(whole)) \(milliseconds(most)) \(milliseconds(worst))")
        return latencies
    }

    private func milliseconds(_ value: Double) -> String { String(format: "%.1f", value) }

    /// Processor time of the calling thread in milliseconds.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }
}
