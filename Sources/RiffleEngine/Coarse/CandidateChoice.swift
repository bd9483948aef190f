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
        let sketch: Sketch
        let seed: UInt64
    }

    /// Candidates per picture.
    private static let candidates = 4
    /// How often a picture is drawn at most.
    private static let attempts = 3

    /// The seed of a picture's `attempt`. The first picture's first is the plan's own, so a plan of one picture with the
    /// seed of any picture makes that picture.
    static func seed(_ seed: UInt64, picture: Int, attempt: Int) -> UInt64 {
        if picture == 0, attempt == 0 { return seed }
        var noise = CounterNoise(seed: seed, picture, attempt)
        return noise.next()
    }

    /// One choice per picture, or nil when halted. Calls `found` once for each of `0..<count`, in order of index, from the
    /// calling thread.
    func choose(count: Int, found: (Int, Chosen) -> Void) -> [Chosen]? {
        let seeds = (0..<count).map { CandidateChoice.seed(seed, picture: $0, attempt: 0) }
        guard let firsts = draw(seeds) else { return nil }
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

    /// Grey levels that two pictures should differ by.
    private var apart: Float { approach.tuning.noveltyFloor / 2 }

    private func distance(of chosen: Chosen, to others: [Chosen]) -> Float {
        others.map { $0.candidate.picture.difference(to: chosen.candidate.picture) }.min() ?? .infinity
    }

    /// The best candidate of each seed.
    private func draw(_ seeds: [UInt64]) -> [Chosen]? {
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
        return seeds.enumerated().map { index, seed in
            let start = index * CandidateChoice.candidates
            let pool = (start..<start + CandidateChoice.candidates).compactMap { slots[$0] }
            return Chosen(
                candidate: Candidate.best(of: pool, tuning: approach.tuning)!, sketch: sketches[index]!, seed: seed)
        }
    }
}
