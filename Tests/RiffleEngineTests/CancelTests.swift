import RiffleImage
import Synchronization
import Testing

@testable import RiffleEngine

/// What happens when nobody wants the pictures any more. Work is counted in questions whether it should go on, which the
/// engine asks before every row or step; how long a step takes is measured by `EngineBenchmark cancel`.
@Suite struct CancelTests {
    /// Answers false a number of times, then true.
    private final class Patience: Sendable {
        private let limit: Int
        private let asked = Mutex(0)

        init(_ limit: Int = .max) { self.limit = limit }

        var questions: Int { asked.withLock { $0 } }

        func isOver() -> Bool {
            asked.withLock {
                $0 += 1
                return $0 > limit
            }
        }
    }

    private static let names = Manner.all.filter { $0.family != .breed }.map(\.name)

    private static let studies: [PictureStudy] = {
        let cells = Drawing.disc(side: 16).resized(width: 160, height: 160, filter: .nearest)
        let sources: [(Bitmap, PictureKind)] = [
            (Drawing.landscape(side: 160), .scene), (Drawing.ball(width: 160, height: 160), .structure),
            (Drawing.disc(side: 160), .drawing), (Drawing.page(side: 160), .document), (cells, .pixelArt),
        ]
        return sources.map { PictureStudy($0, width: 160, height: 160, kind: $1) }
    }()

    /// Of a picture that the manner suits; nil where none of them is one.
    private static func plan(_ name: String) -> VariationPlan? {
        let painter = Painters.all.first { $0.manner.name == name }!
        return studies.first { painter.refusal(of: $0) == nil }.map { study in
            VariationPlan(
                source: study.whole, count: 1, width: 160, height: 160, strength: 0.5, seed: 3,
                manners: [painter.manner], kind: study.statedKind)
        }
    }

    @Test("every manner asks whether to go on, and stops wherever it is", arguments: names)
    func stops(name: String) throws {
        guard let plan = Self.plan(name) else { return }
        let patient = Patience()
        try Engine.variations(of: plan, threads: 1, isCancelled: patient.isOver, report: { _ in })
        for share in [0, 0.13, 0.37, 0.61] {
            let patience = Patience(Int(share * Double(patient.questions)))
            let finished = Mutex(0)
            #expect(throws: EngineError.cancelled) {
                try Engine.variations(
                    of: plan, threads: 1, isCancelled: patience.isOver,
                    report: { if case .finished = $0 { finished.withLock { $0 += 1 } } })
            }
            #expect(finished.withLock { $0 } == 0)
        }
    }

    @Test("a painting asks before every row and every few strokes")
    func rows() throws {
        for name in ["oil", "pencil", "coloured pencil"] {
            let patient = Patience()
            try Engine.variations(of: Self.plan(name)!, threads: 1, isCancelled: patient.isOver, report: { _ in })
            #expect(patient.questions > 3 * 160)
        }
    }
}
