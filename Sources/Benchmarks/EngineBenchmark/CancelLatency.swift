internal import RiffleEngine
internal import RiffleImage

/// Measures how long the engine takes to react to cancellation, at moments spread over a whole plan.
struct CancelLatency {
    let source: Bitmap
    let moments: Int
    let threads: Int

    func run() throws {
        let plan = VariationPlan(source: source, count: 2, side: 1024, strength: 0.8, seed: 1)
        let mask = EngineBenchmark.mask(side: source.width)
        let fill = FillPlan(source: source, mask: mask, count: 2, side: 1024, seed: 1)
        print("asked to stop at \(moments) moments of two 1024 px pictures, milliseconds until the call returned:")
        try measure("variations") { isCancelled throws(EngineError) in
            try Engine.variations(of: plan, threads: threads, isCancelled: isCancelled, report: { _ in })
        }
        try measure("fills") { isCancelled throws(EngineError) in
            try Engine.fills(of: fill, threads: threads, isCancelled: isCancelled, report: { _ in })
        }
    }

    private func measure(
        _ name: String, _ work: (@escaping @Sendable () -> Bool) throws(EngineError) -> Void
    ) throws {
        let clock = ContinuousClock()
        let whole = try clock.measure { try work { false } }
        var latencies: [Double] = []
        for moment in 0..<moments {
            let asked = clock.now + whole * (Double(moment) + 0.5) / Double(moments)
            do throws(EngineError) {
                try work { clock.now >= asked }
            } catch {
                latencies.append(asked.duration(to: clock.now) / .milliseconds(1))
            }
        }
        latencies.sort()
        guard let worst = latencies.last else { return }
        print(
            "\(name): median \(Int(latencies[latencies.count / 2])),",
            "95th percentile \(Int(latencies[latencies.count * 95 / 100])), worst \(Int(worst))")
    }
}
