internal import RiffleImage

/// Chooses what each picture of a plan grows from.
///
/// A picture's candidates follow from one seed of its own and its choice among them from nothing else, so that the picture
/// can be made again alone. Pictures are kept apart by drawing again, with the next seed in line, whatever comes out too
/// like an earlier one.
struct CandidateChoice {
    let approach: Approach
    let seed: UInt64
    let crew: Crew
    let halted: @Sendable () -> Bool

    /// What a picture grows from and the seed that leads there.
    struct Chosen: Sendable {
        let candidate: Candidate
        /// The candidate as far as it was grown to be judged.
        let begun: Refinement.State
        let sketch: Sketch
        let seed: UInt64
    }

    /// Candidates per picture, and how many of them are grown and looked at more closely.
    private static let candidates = 6
    private static let finalists = 3
    /// Largest size that finalists are grown to; lines that a candidate is too small to show can be seen there.
    private static let finalSide = 80
    /// What a grey level of roughness there counts against one of a candidate's cost.
    private static let roughnessShare: Float = 3
    /// How often a picture is drawn at most.
    private static let attempts = 3

    /// The seed of a picture's `attempt`. The first picture's first is the plan's own, so a plan of one picture with the
    /// seed of any picture makes that picture.
    static func seed(_ seed: UInt64, picture: Int, attempt: Int) -> UInt64 {
        if picture == 0, attempt == 0 { return seed }
        var noise = CounterNoise(seed: seed, picture, attempt)
        return noise.next()
    }

    /// One choice per picture, or nil when halted. Calls `guessed` with the candidate that each picture will probably grow
    /// from, then `found` with its choice, each once for each of `0..<count`, in order of index, from the calling thread.
    func choose(
        count: Int, guessed: (Int, Candidate, Recipe) -> Void, found: (Int, Chosen) -> Void
    ) -> [Chosen]? {
        let seeds = (0..<count).map { CandidateChoice.seed(seed, picture: $0, attempt: 0) }
        guard let firsts = draw(seeds, guessed: guessed) else { return nil }
        var all: [Chosen] = []
        for picture in 0..<count {
            var tries = [firsts[picture]]
            while distance(of: tries.last!, to: all) < apart, tries.count < CandidateChoice.attempts {
                guard let more = draw([CandidateChoice.seed(seed, picture: picture, attempt: tries.count)]) else {
                    return nil
                }
                tries += more
            }
            // The last try ended the loop by being apart; when none is, the one that comes nearest to it.
            let chosen =
                distance(of: tries.last!, to: all) >= apart
                ? tries.last! : tries.max { distance(of: $0, to: all) < distance(of: $1, to: all) }!
            all.append(chosen)
            found(picture, chosen)
        }
        return all
    }

    /// Grey levels that two pictures should differ by, and each from the source.
    private var apart: Float { approach.tuning.noveltyFloor / 2 }

    /// Grey levels to the nearest of the others, and of what it was made from.
    private func distance(of chosen: Chosen, to others: [Chosen]) -> Float {
        others.map { $0.candidate.picture.difference(to: chosen.candidate.picture) }
            .reduce(chosen.candidate.novelty, min)
    }

    /// The best candidate of each seed.
    private func draw(_ seeds: [UInt64], guessed: (Int, Candidate, Recipe) -> Void = { _, _, _ in }) -> [Chosen]? {
        let slots = Slots<Candidate>(count: seeds.count * CandidateChoice.candidates)
        let sketches = Slots<Sketch>(count: seeds.count)
        let (approach, halted) = (approach, halted)
        crew.perform(seeds.count) { index in
            if !halted() { sketches[index] = approach.sketch(seed: seeds[index], halted: halted) }
        }
        crew.perform(slots.count) { slot in
            guard !halted(), let sketch = sketches[slot / CandidateChoice.candidates] else { return }
            if sketch.recipe.keepsWhole {
                if slot % CandidateChoice.candidates == 0 { slots[slot] = Candidate(framed: sketch.study) }
                return
            }
            var noise = CounterNoise(
                seed: seeds[slot / CandidateChoice.candidates], slot % CandidateChoice.candidates)
            slots[slot] = Candidate(of: sketch.study, recipe: sketch.recipe, seed: noise.next(), halted: halted)
        }
        if halted() { return nil }
        let pools = seeds.indices.map { index in
            let start = index * CandidateChoice.candidates
            let pool = (start..<start + CandidateChoice.candidates).compactMap { slots[$0] }
            return best(of: pool, sketch: sketches[index]!)
        }
        for (index, pool) in pools.enumerated() { guessed(index, pool[0], sketches[index]!.recipe) }
        let finalists = pools.enumerated().flatMap { index, pool in pool.map { (index: index, candidate: $0) } }
        let grown = Slots<(chosen: Chosen, cost: Float)>(count: finalists.count)
        crew.perform(finalists.count) { place in
            let (index, candidate) = finalists[place]
            grown[place] = judged(
                candidate, sketch: sketches[index]!, seed: seeds[index], isOnly: pools[index].count == 1)
        }
        if halted() { return nil }
        return seeds.indices.map { index in
            finalists.indices.filter { finalists[$0].index == index }.map { grown[$0]! }.min { $0.cost < $1.cost }!
                .chosen
        }
    }

    /// The candidates to grow of a picture's: those that hold together; of a structured source none may, and then it is
    /// the framing alone.
    private func best(of pool: [Candidate], sketch: Sketch) -> [Candidate] {
        guard approach.kind.isStructured, sketch.recipe.crossing == nil else {
            return Candidate.best(of: pool, count: CandidateChoice.finalists, tuning: approach.tuning)
        }
        let whole = pool.filter { $0.quality <= approach.tuning.torn }
        if whole.isEmpty { return [Candidate(framed: sketch.study)] }
        return Candidate.best(of: whole, count: CandidateChoice.finalists, tuning: approach.tuning)
    }

    /// A candidate grown so far that its seams can be judged; as it is where there is no other. Nil when halted.
    private func judged(
        _ candidate: Candidate, sketch: Sketch, seed: UInt64, isOnly: Bool
    ) -> (chosen: Chosen, cost: Float)? {
        let begun = Refinement.State(field: candidate.field, picture: candidate.picture)
        func chosen(_ begun: Refinement.State) -> Chosen {
            Chosen(candidate: candidate, begun: begun, sketch: sketch, seed: seed)
        }
        let study = sketch.study
        // The last size is left to the growing: it ends with another vote.
        let side = study.ladder.refined.dropLast().last { $0 <= CandidateChoice.finalSide }
        guard !isOnly, let side else { return (chosen(begun), candidate.cost(approach.tuning)) }
        let refinement = Refinement(study: study, seed: seed, crew: Crew(threads: 1), halted: halted)
        guard let grown = refinement.grow(begun, to: side) else { return nil }
        let roughness = grown.roughness(in: study.pyramid.level(side))
        return (chosen(grown), candidate.cost(approach.tuning) + CandidateChoice.roughnessShare * roughness)
    }
}
