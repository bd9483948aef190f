import RiffleImage
import Synchronization
import Testing

@testable import RiffleEngine

@Suite struct FirstPictureTests {
    private func plan(count: Int, seed: UInt64, subject: Bitmap? = nil) -> VariationPlan {
        let source = Drawing.ball(width: 200, height: 150)
        return VariationPlan(
            source: source, count: count, width: 200, height: 150, strength: 0.5, seed: seed, kind: .structure,
            subject: subject)
    }

    private func pictures(_ plan: VariationPlan, threads: Int) throws -> [Int: (Manner, [UInt8])] {
        let made = Mutex<[Int: (Manner, [UInt8])]>([:])
        try Engine.variations(of: plan, threads: threads, isCancelled: { false }) { event in
            if case .finished(let number, let bitmap, _, let manner) = event {
                made.withLock { $0[number] = (manner, bitmap.bytes) }
            }
        }
        return made.withLock { $0 }
    }

    @Test("the first picture is the same however many threads look for the subject meanwhile")
    func threads() throws {
        for seed in 0..<4 as Range<UInt64> {
            let (one, three) = (
                try pictures(plan(count: 4, seed: seed), threads: 1),
                try pictures(plan(count: 4, seed: seed), threads: 3)
            )
            #expect(one.count == 4 && three.count == 4)
            for number in 0..<4 {
                #expect(one[number]?.0 == three[number]?.0)
                #expect(one[number]?.1 == three[number]?.1)
            }
        }
    }

    @Test("it is chosen without the subject, and comes first whether there is one or not")
    func choice() {
        var early = 0
        // Of a photograph other light comes first; a ball, which is drawn, gets none.
        let study = PictureStudy(Drawing.landscape(side: 200), width: 200, height: 150, kind: .structure)
        for seed in 0..<40 as Range<UInt64> {
            var casting = Casting(plan(count: 4, seed: seed), study: study)
            guard let first = casting.first else { continue }
            early += 1
            casting.complete()
            #expect(casting.roles.count == 4)
            #expect(casting.roles.first?.painter.manner == first.painter.manner)
            #expect(casting.roles.first?.seed == first.seed && casting.roles.first?.scheme == first.scheme)
        }
        #expect(early > 25)
    }
}
