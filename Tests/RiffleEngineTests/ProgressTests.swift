import RiffleImage
import Synchronization
import Testing

@testable import RiffleEngine

@Suite struct ProgressTests {
    private let plan = VariationPlan(
        source: Drawing.landscape(side: 256), count: 3, side: 256, strength: 0.5, seed: 3,
        manners: Manner.named("arranged"))

    @Test("each picture's progress rises to 1, its partial pictures grow, and it finishes once")
    func progressRises() throws {
        let events = try Report.of(plan).events
        for picture in 0..<plan.count {
            var fractions: [Double] = []
            var sides: [Int] = []
            var finishes = 0
            for event in events {
                switch event {
                case .progress(picture, let fraction): fractions.append(fraction)
                case .partial(picture, let bitmap): sides.append(bitmap.width)
                case .finished(picture, _, _, _): finishes += 1
                default: break
                }
            }
            #expect(fractions == fractions.sorted() && fractions.last == 1)
            #expect(sides.count >= 4 && sides == sides.sorted() && sides.last! < 256)
            #expect(finishes == 1)
        }
    }

    @Test("after cancelling no more events are sent", arguments: [0, 1, 2, 7, 19])
    func cancelStops(after allowed: Int) throws {
        let cancelled = Mutex(allowed == 0)
        let report = Report()
        #expect(throws: EngineError.cancelled) {
            try Engine.variations(
                of: plan, threads: 2, isCancelled: { cancelled.withLock { $0 } },
                report: { event in
                    report.add(event)
                    if report.events.count == allowed { cancelled.withLock { $0 = true } }
                })
        }
        #expect(report.events.count == allowed)
    }

    @Test("cancellation is checked many times per picture")
    func cancelIsAsked() throws {
        let asked = Mutex(0)
        try Engine.variations(
            of: plan, threads: 2,
            isCancelled: {
                asked.withLock { $0 += 1 }
                return false
            }, report: { _ in })
        #expect(asked.withLock { $0 } > 100 * plan.count)
    }

    @Test("the named strengths rise, and other names are rejected")
    func names() {
        let steps = Strength.names.compactMap(Strength.named)
        #expect(steps.count == 3 && steps == steps.sorted())
        #expect(Strength.named("wild") == nil && Strength.named("") == nil)
    }
}
