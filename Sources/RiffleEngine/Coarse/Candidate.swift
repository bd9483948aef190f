/// A variation at the smallest size, one of several that a picture may grow from.
final class Candidate: Sendable {
    let field: PatchField
    let picture: Raster
    /// See `ExactSearch.quality`: smaller is better.
    let quality: Float
    /// Grey levels that it differs from the source, or from the nearer parent.
    let novelty: Float

    /// Rounds of search and vote.
    private static let rounds = 5

    /// Nil when `halted` answered true on the way.
    init?(of study: SourceStudy, recipe: Recipe, seed: UInt64, halted: () -> Bool) {
        let (lean, crossing) = (recipe.lean, recipe.crossing)
        guard let drawn = study.sampler.draw(seed: seed, lean: lean, crossing: crossing, halted: halted) else {
            return nil
        }
        let source = study.coarse
        let field = PatchField(side: source.side)
        let search = ExactSearch(
            source: source, tuning: study.tuning, lean: lean, crossing: crossing, singularity: study.singularity)
        let seams = SeamMap(side: source.side)
        // Nobody else has the drawn picture, so the votes may write over it.
        let picture = drawn.scaled(to: source.side)
        for _ in 0..<Candidate.rounds {
            if halted() { return nil }
            search.search(picture, into: field)
            Vote(source: source, field: field, output: picture, seams: seams, centered: false)
                .cast(rows: 0..<source.side)
        }
        self.field = field
        self.picture = picture
        quality = search.quality
        novelty = study.originals.map { picture.difference(to: $0) }.min()!
    }

    /// The framed source itself, re-arranged nowhere.
    init(framed study: SourceStudy) {
        let source = study.coarse
        let field = PatchField(side: source.side)
        for y in 0..<field.anchors {
            for x in 0..<field.anchors { field.row(y)[x] = PatchField.pack(row: y, column: x) }
        }
        self.field = field
        picture = source
        quality = 0
        novelty = source.difference(to: study.originals[0])
    }

    /// Smaller is better: quality, less a reward for being new.
    func cost(_ tuning: Tuning) -> Float { quality - tuning.noveltyWorth * min(novelty, tuning.noveltyTarget) }

    /// The candidates to grow, at most `count`: of those that are new enough the ones that cost least; the newest if none is.
    static func best(of candidates: [Candidate], count: Int, tuning: Tuning) -> [Candidate] {
        let fresh = candidates.filter { $0.novelty >= tuning.noveltyFloor }
        if fresh.isEmpty { return candidates.max { $0.novelty < $1.novelty }.map { [$0] } ?? [] }
        return Array(fresh.sorted { $0.cost(tuning) < $1.cost(tuning) }.prefix(count))
    }
}
