/// A coarse candidate for the start of a variation; one of several is chosen.
final class Candidate: Sendable {
    /// The state to refine.
    let begun: Refinement.State
    /// The candidate at the smallest size.
    let picture: Raster
    /// See `ExactSearch.quality`: lower is better.
    let quality: Float
    /// See `ExactSearch.worstMissing`.
    let missing: Float
    /// Difference from the source, or from the nearer parent, in grey levels.
    let novelty: Float

    /// Whether it is the framed source, unchanged.
    let isWhole: Bool

    /// Rounds of search and vote.
    private static let rounds = 5

    /// Nil if `halted` returned true.
    init?(of study: SourceStudy, parameters: SeededParameters, seed: UInt64, halted: () -> Bool) {
        let (lean, crossing) = (parameters.lean, parameters.crossing)
        guard let drawn = study.sampler.draw(seed: seed, lean: lean, crossing: crossing, halted: halted) else {
            return nil
        }
        let source = study.coarse
        let field = PatchField(side: source.side)
        let search = ExactSearch(
            source: source, tuning: study.tuning, lean: lean, crossing: crossing, singularity: study.singularity)
        let seams = SeamMap(side: source.side)
        // The drawn picture is not shared, so the votes may overwrite it.
        let picture = drawn.scaled(to: source.side)
        for _ in 0..<Candidate.rounds {
            if halted() { return nil }
            search.search(picture, into: field)
            Vote(source: source, field: field, output: picture, seams: seams, centered: false)
                .cast(rows: 0..<source.side)
        }
        begun = Refinement.State(field: field, picture: picture)
        self.picture = picture
        quality = search.quality
        missing = search.worstMissing
        isWhole = false
        novelty = study.originals.map { picture.difference(to: $0) }.min()!
    }

    /// The framed source without any rearrangement.
    init(framed study: SourceStudy) {
        let source = study.coarse
        let field = PatchField(side: source.side)
        field.reset()
        begun = Refinement.State(field: field, picture: source)
        picture = source
        quality = 0
        missing = 0
        isWhole = true
        novelty = source.difference(to: study.originals[0])
    }

    /// A texture quilted at `side`, one of the ladder's sizes.
    init(quilted study: SourceStudy, side: Int, seed: UInt64, strength: Double) {
        let source = study.pyramid.level(side)
        let field = Quilt(source, seed: seed, strength: strength).field
        let laid = Raster(side: side)
        Vote(source: source, field: field, output: laid, seams: SeamMap(side: side), centered: true)
            .cast(rows: 0..<side)
        begun = Refinement.State(field: field, picture: laid)
        picture = laid.scaled(to: study.coarse.side)
        quality = 0
        missing = 0
        isWhole = false
        novelty = picture.difference(to: study.originals[0])
    }

    /// Lower is better: quality minus a bonus for novelty.
    func cost(_ tuning: Tuning) -> Float { quality - tuning.noveltyWorth * min(novelty, tuning.noveltyTarget) }

    /// The candidates to judge, cheapest first: those with enough novelty, or the most novel one if none has.
    static func best(of candidates: [Candidate], tuning: Tuning) -> [Candidate] {
        let fresh = candidates.filter { $0.novelty >= tuning.noveltyFloor }
        if fresh.isEmpty { return candidates.max { $0.novelty < $1.novelty }.map { [$0] } ?? [] }
        return fresh.sorted { $0.cost(tuning) < $1.cost(tuning) }
    }
}
