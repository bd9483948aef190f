internal import RiffleImage

/// Chooses the candidate from which each picture of a plan is refined.
///
/// A picture's candidates and the choice among them depend only on its own seed, so that it can be reproduced alone. If
/// a result is too similar to an earlier one, the picture is drawn again with the next seed.
struct CandidateChoice {
    let approach: Approach
    let seed: UInt64
    let crew: Crew
    let halted: @Sendable () -> Bool

    /// The chosen candidate and its seed.
    struct Chosen: Sendable {
        let candidate: Candidate
        /// The candidate, refined as far as was necessary to judge it.
        let begun: Refinement.State
        let sketch: Sketch
        let seed: UInt64
    }

    /// Number of candidates in a batch.
    private static let candidates = 4
    /// Largest size to which candidates are refined for judging: thin lines are visible there.
    private static let finalSide = 80

    /// One choice per picture, or nil if halted. For each of `0..<count`, in order and on the calling thread, calls
    /// `guessed` with the likely candidate and then `found` with the choice.
    func choose(
        count: Int, guessed: (Int, Candidate, SeededParameters) -> Void, found: (Int, Chosen) -> Void
    ) -> [Chosen]? {
        let seeds = (0..<count).map { PictureSeed.seed(seed, picture: $0, attempt: 0) }
        guard let firsts = draw(seeds, guessed: guessed) else { return nil }
        var all: [Chosen] = []
        for picture in 0..<count {
            var tries = [firsts[picture]]
            while distance(of: tries.last!, to: all) < apart, tries.count < PictureSeed.attempts {
                guard let more = draw([PictureSeed.seed(seed, picture: picture, attempt: tries.count)]) else {
                    return nil
                }
                tries += more
            }
            // The loop ended because the last try is different enough; if none is, use the most different one.
            let chosen =
                distance(of: tries.last!, to: all) >= apart
                ? tries.last! : tries.max { distance(of: $0, to: all) < distance(of: $1, to: all) }!
            all.append(chosen)
            found(picture, chosen)
        }
        return all
    }

    /// Least difference between two pictures, and from the source, in grey levels.
    private var apart: Float { approach.tuning.noveltyFloor / 2 }

    /// Difference to the nearest of the others or the source, in grey levels.
    private func distance(of chosen: Chosen, to others: [Chosen]) -> Float {
        others.map { $0.candidate.picture.difference(to: chosen.candidate.picture) }
            .reduce(chosen.candidate.novelty, min)
    }

    /// The best candidate of each seed; from a second batch if all of the first are torn.
    private func draw(_ seeds: [UInt64], guessed: (Int, Candidate, SeededParameters) -> Void = { _, _, _ in })
        -> [Chosen]?
    {
        let sketches = Slots<Sketch>(count: seeds.count)
        let (approach, halted) = (approach, halted)
        crew.perform(seeds.count) { index in
            if !halted() { sketches[index] = approach.sketch(seed: seeds[index], halted: halted) }
        }
        if halted() { return nil }
        let begun = seeds.indices.map { (index: $0, seed: seeds[$0], sketch: sketches[$0]!) }
        guard var lots = drawLot(0, of: begun) else { return nil }
        for (index, lot) in lots.enumerated() {
            guessed(index, lot[0].chosen.candidate, begun[index].sketch.parameters)
        }
        let torn = begun.filter { begun in lots[begun.index].allSatisfy { $0.torn > Tuning.tornLimit } }
        guard let others = drawLot(1, of: torn) else { return nil }
        for (begun, lot) in zip(torn, others) { lots[begun.index] += lot }
        return lots.map { $0.min { $0.cost < $1.cost }!.chosen }
    }

    /// Draws and judges the candidates of a batch for each given picture.
    private func drawLot(_ lot: Int, of begun: [(index: Int, seed: UInt64, sketch: Sketch)]) -> [[Judged]]? {
        let each = CandidateChoice.candidates
        let slots = Slots<Candidate>(count: begun.count * each)
        let halted = halted
        crew.perform(slots.count) { slot in
            if !halted() { slots[slot] = candidate(lot * each + slot % each, of: begun[slot / each]) }
        }
        if halted() { return nil }
        let pools = begun.indices.map { i in
            best(of: (i * each..<(i + 1) * each).compactMap { slots[$0] }, sketch: begun[i].sketch)
        }
        let fresh = pools.enumerated().flatMap { i, pool in pool.map { (index: i, candidate: $0) } }
        let grown = Slots<Judged>(count: fresh.count)
        crew.perform(fresh.count) { place in
            let (index, candidate) = fresh[place]
            grown[place] = judged(candidate, sketch: begun[index].sketch, seed: begun[index].seed)
        }
        if halted() { return nil }
        return begun.indices.map { i in fresh.indices.filter { fresh[$0].index == i }.map { grown[$0]! } }
    }

    /// A candidate by its number; nil if the picture needs only one.
    private func candidate(_ number: Int, of begun: (index: Int, seed: UInt64, sketch: Sketch)) -> Candidate? {
        let parameters = begun.sketch.parameters
        if parameters.keepsWhole { return number == 0 ? Candidate(framed: begun.sketch.study) : nil }
        var noise = CounterNoise(seed: begun.seed, number)
        if let side = approach.quiltSide, parameters.crossing == nil {
            return Candidate(
                quilted: begun.sketch.study, side: side, seed: noise.next(), strength: approach.strength)
        }
        return Candidate(of: begun.sketch.study, parameters: parameters, seed: noise.next(), halted: halted)
    }

    /// The candidates to refine: the coherent ones. For a structured source there may be none; then only the framed
    /// source is used.
    private func best(of pool: [Candidate], sketch: Sketch) -> [Candidate] {
        guard approach.kind.isStructured, sketch.parameters.crossing == nil else {
            return Candidate.best(of: pool, tuning: approach.tuning)
        }
        let whole = pool.filter { $0.quality <= approach.tuning.torn }
        if whole.isEmpty { return [Candidate(framed: sketch.study)] }
        return Candidate.best(of: whole, tuning: approach.tuning)
    }

    /// A choice with its cost and how torn it is.
    private struct Judged: Sendable {
        var chosen: Chosen
        var cost: Float
        var torn: Float
    }

    /// A candidate, refined until its seams can be judged; unchanged if it has none. Nil if halted.
    private func judged(_ candidate: Candidate, sketch: Sketch, seed: UInt64) -> Judged? {
        let study = sketch.study
        func judged(_ begun: Refinement.State, _ seams: Seams?) -> Judged {
            let (mean, worst) = (seams?.mean ?? 0, seams?.worst ?? 0)
            return Judged(
                chosen: Chosen(candidate: candidate, begun: begun, sketch: sketch, seed: seed),
                cost: candidate.cost(approach.tuning) + Tuning.seamShare * mean
                    + Tuning.tornShare * worst + Tuning.worstShareWithSeams * candidate.missing,
                torn: worst)
        }
        // The last size is not judged, because its refinement ends with a different vote.
        let side = study.ladder.refined.dropLast().last { $0 <= CandidateChoice.finalSide }
        guard !candidate.isWhole, let side else { return judged(candidate.begun, nil) }
        let refinement = Refinement(study: study, seed: seed, crew: Crew(threads: 1), halted: halted)
        guard let grown = refinement.grow(candidate.begun, to: side) else { return nil }
        return judged(grown, Seams(of: grown, in: study.pyramid.level(grown.field.side)))
    }
}
