import RiffleImage
import Testing

@testable import RiffleEngine

/// Which manners the engine chooses by itself.
@Suite struct CastingTests {
    private static func painter(_ name: String) -> any Painter { Painters.all.first { $0.manner.name == name }! }

    private func manners(_ plan: VariationPlan) -> [Manner] {
        let study = PictureStudy(
            plan.source, width: plan.width, height: plan.height, subject: plan.subject, kind: plan.kind)
        var casting = Casting(plan, study: study)
        casting.complete()
        return casting.roles.map(\.painter.manner)
    }

    @Test("every manner of the table exists, and stands in it once")
    func table() {
        for (kind, ideas) in Auto.ideas {
            let names = ideas.flatMap { $0 }
            #expect(Set(names).count == names.count, "\(kind)")
            for name in names + Auto.lastResort { #expect(Manner.named(name).count == 1, "\(name)") }
        }
    }

    @Test("four pictures are four ideas, nearest first, whatever the seed", arguments: 1...12)
    func fourIdeas(seed: UInt64) {
        let plan = VariationPlan(
            source: Drawing.landscape(side: 256), count: 4, width: 256, height: 256, strength: 0.5, seed: seed,
            kind: .structure)
        let made = manners(plan)
        let ideas = Auto.ideas[.structure]!
        #expect(Set(made.map { manner in ideas.firstIndex { $0.contains(manner.name) } }).count == 4)
        let distances = made.map { Self.painter($0.name).distance }
        #expect(distances == distances.sorted())
    }

    @Test("other pictures get other manners with the same seed")
    func picturesDiffer() {
        let all = (0..<8).map { shift in
            let source = Drawing.landscape(side: 128).cropped(x: shift, y: shift, width: 112, height: 112)
            return manners(
                VariationPlan(
                    source: source, count: 4, width: 112, height: 112, strength: 0.5, seed: 1, kind: .structure))
        }
        #expect(Set(all).count >= 5)
    }

    @Test("what shows no sky gets no light of the sky unasked")
    func noSky() {
        let bricks = Drawing.bricks(side: 128)
        for seed in 1...12 as ClosedRange<UInt64> {
            let made = manners(
                VariationPlan(
                    source: bricks, count: 6, width: 128, height: 128, strength: 0.5, seed: seed, kind: .structure))
            #expect(Set(made.map(\.name)).isDisjoint(with: ["golden hour", "blue hour", "low sun", "mist", "snow"]))
        }
        for name in Auto.conditions.keys { #expect(Manner.named(name).count == 1, "\(name)") }
    }

    @Test("other seeds bring other manners")
    func seedsDiffer() {
        let all = (1...12).map { seed in
            manners(
                VariationPlan(
                    source: Drawing.landscape(side: 128), count: 4, width: 128, height: 128, strength: 0.5,
                    seed: UInt64(seed), kind: .structure))
        }
        #expect(Set(all).count >= 6)
    }

    @Test("ideas come once before any comes twice, a staged subject first, and no manner beyond its schemes")
    func spread() {
        let ideas = [["oil", "dabs"], ["linocut"], ["low sun"], ["aside"], ["autumn"]].map { $0.map(Self.painter) }
        func names(_ count: Int, schemes: Int) -> [String] {
            Casting.spread(ideas, count: count) { _ in schemes }.map(\.manner.name)
        }
        #expect(names(2, schemes: 1) == ["aside", "oil"])
        #expect(names(4, schemes: 1) == ["aside", "oil", "linocut", "low sun"])
        #expect(names(9, schemes: 1) == ["aside", "oil", "linocut", "low sun", "autumn", "dabs"])
        #expect(names(10, schemes: 2).count == 10)
    }
}
