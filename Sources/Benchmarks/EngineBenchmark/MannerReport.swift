internal import Foundation
internal import Glibc
internal import RiffleEngine
internal import RiffleImage

/// Measures each manner: `EngineBenchmark manners [PICTURE...] [side=512] [rounds=3] [threads=2] [manner=NAME...]`.
///
/// With each manner makes one picture from the first source that it suits (by default from a computed landscape), in turn
/// with an `arranged` one. Prints medians of the time and of the processor time, both also as shares of those of
/// `arranged`, and the additional peak memory. The analysis of the source is included in each.
struct MannerReport {
    private let sources: [Bitmap]
    private let side: Int
    private let rounds: Int
    private let threads: Int
    private let manners: [Manner]

    init(_ arguments: [String]) throws {
        let given = BenchmarkArguments(arguments)
        sources = try given.pictures()
        side = given.number("side") ?? 512
        rounds = max(1, given.number("rounds") ?? 3)
        threads = given.number("threads") ?? 2
        manners = given.manners
    }

    func run() throws {
        let unsuited = sources.map { Set(Engine.refusals(for: $0).map(\.manner)) }
        print("one picture of \(side) px, \(threads) threads: manner, ms, share, processor ms, share, MB")
        for manner in manners {
            guard let number = sources.indices.first(where: { !unsuited[$0].contains(manner) }) else {
                print("\(manner.name): suits none of the pictures")
                continue
            }
            let mate = manner.family == .breed ? sources[(number + 1) % sources.count] : nil
            let wanted = plan(sources[number], manner, mate: mate)
            let base = plan(sources[0], Manner.named("arranged")[0], mate: nil)
            MemoryPeak.reset()
            let before = MemoryPeak.kilobytes("VmRSS:")
            guard let first = cost(of: wanted) else {
                print("\(manner.name): does not suit")
                continue
            }
            let memory = (MemoryPeak.kilobytes("VmHWM:") - before) / 1000
            var (costs, bases) = ([first], [Cost]())
            for round in 0..<rounds {
                if round > 0 { cost(of: wanted).map { costs.append($0) } }
                cost(of: base).map { bases.append($0) }
            }
            let (wall, work) = (median(costs.map(\.wall)), median(costs.map(\.work)))
            let shares = (wall / median(bases.map(\.wall)), work / median(bases.map(\.work)))
            print(
                "\(manner.name): \(Int(wall))", String(format: "%.2f", shares.0), Int(work),
                String(format: "%.2f", shares.1), memory)
        }
    }

    private func plan(_ source: Bitmap, _ manner: Manner, mate: Bitmap?) -> VariationPlan {
        let scale = Double(side) / Double(max(source.width, source.height))
        return VariationPlan(
            source: source, count: 1, width: max(1, Int(Double(source.width) * scale)),
            height: max(1, Int(Double(source.height) * scale)), strength: 0.5, seed: 1, manners: [manner],
            mate: mate.map { .init(picture: $0, weight: 0.5) })
    }

    /// In milliseconds.
    private struct Cost {
        let wall: Double
        let work: Double
    }

    private func cost(of plan: VariationPlan) -> Cost? {
        let (start, began) = (ContinuousClock.now, clock())
        do throws(EngineError) {
            try Engine.variations(of: plan, threads: threads, isCancelled: { false }, report: { _ in })
        } catch { return nil }
        return Cost(
            wall: (ContinuousClock.now - start) / .milliseconds(1),
            work: Double(clock() - began) * 1000 / Double(CLOCKS_PER_SEC))
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
