internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Measures each manner: `EngineBenchmark manners [PICTURE...] [side=512] [moments=10]`.
///
/// With each manner makes one picture from the first source that it suits (by default from a computed landscape), on
/// two threads. Prints the time, also relative to `arranged`, the additional peak memory, and the longest delay after
/// cancellation at moments spread over the work. The analysis of the source is included in each time.
struct MannerReport {
    private let sources: [Bitmap]
    private let side: Int
    private let moments: Int
    private let clock = ContinuousClock()

    init(_ arguments: [String]) throws {
        func value(_ name: String, else other: Int) -> Int {
            arguments.compactMap { $0.hasPrefix(name + "=") ? Int($0.dropFirst(name.count + 1)) : nil }.first ?? other
        }
        let files = arguments.filter { !$0.contains("=") }
        (side, moments) = (value("side", else: 512), value("moments", else: 10))
        sources =
            try files.isEmpty
            ? [EngineBenchmark.landscape(side: 1024)]
            : files.map { try Picture.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: $0)))) }
    }

    func run() throws {
        let unsuited = sources.map { Set(Engine.refusals(for: $0).map(\.manner)) }
        print("one picture of \(side) px, two threads: manner, ms, share of arranged, MB, worst ms after a stop")
        let base = try cost(of: Manner.named("arranged")[0], unsuited: unsuited)?.time
        for manner in Manner.all {
            guard let cost = try cost(of: manner, unsuited: unsuited) else {
                print("\(manner.name): suits none of the pictures")
                continue
            }
            let share = base.map { String(format: "%.2f", cost.time / $0) } ?? "-"
            let stop = String(format: "%.0f", cost.stop)
            print("\(manner.name): \(Int(cost.time)) \(share) \(cost.memory) \(stop)")
        }
    }

    private func cost(
        of manner: Manner, unsuited: [Set<Manner>]
    ) throws -> (time: Double, memory: Int, stop: Double)? {
        guard let number = sources.indices.first(where: { !unsuited[$0].contains(manner) }) else { return nil }
        let source = sources[number]
        let scale = Double(side) / Double(max(source.width, source.height))
        var plan = VariationPlan(
            source: source, count: 1, width: max(1, Int(Double(source.width) * scale)),
            height: max(1, Int(Double(source.height) * scale)), strength: 0.5, seed: 1, manners: [manner])
        if manner.family == .breed { plan.mate = .init(picture: sources[(number + 1) % sources.count], weight: 0.5) }
        MemoryPeak.reset()
        let before = MemoryPeak.kilobytes("VmRSS:")
        let start = clock.now
        do throws(EngineError) {
            try Engine.variations(of: plan, threads: 2, isCancelled: { false }, report: { _ in })
        } catch { return nil }
        let whole = start.duration(to: clock.now)
        let memory = (MemoryPeak.kilobytes("VmHWM:") - before) / 1000
        return (whole / .milliseconds(1), memory, worstStop(plan, whole))
    }

    /// Milliseconds.
    private func worstStop(_ plan: VariationPlan, _ whole: Duration) -> Double {
        let clock = clock
        return (0..<moments).reduce(0) { worst, moment in
            let asked = clock.now + whole * (Double(moment) + 0.5) / Double(moments)
            do throws(EngineError) {
                try Engine.variations(of: plan, threads: 2, isCancelled: { clock.now >= asked }, report: { _ in })
                return worst
            } catch {
                return max(worst, asked.duration(to: clock.now) / .milliseconds(1))
            }
        }
    }
}
