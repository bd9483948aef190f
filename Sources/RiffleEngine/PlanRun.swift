internal import RiffleImage

/// One plan being carried out.
struct PlanRun: Sendable {
    private let plan: VariationPlan
    private let crew: Crew
    private let listener: Listener

    /// Share of a picture's work that choosing a candidate counts for.
    private static let choiceShare = 0.3

    init(plan: VariationPlan, threads: Int, listener: Listener) {
        self.plan = plan.reduced
        self.listener = listener
        crew = Crew(threads: threads)
    }

    /// False when it was cancelled.
    func run() -> Bool {
        if listener.halted() { return false }
        let whole = Raster(plan.source)
        let approach: Approach
        if let mate = plan.mate {
            let other = Raster(mate.picture)
            guard min(max(whole.side, other.side), plan.side) >= Ladder.smallestSide else {
                return repeatSource(mate.weight < 0.5 ? whole : other)
            }
            approach = Approach(whole, mate: other, weight: mate.weight, side: plan.side, strength: plan.strength)
        } else {
            guard min(whole.side, plan.side) >= Ladder.smallestSide, !whole.isOneColor else {
                return repeatSource(whole)
            }
            approach = Approach(whole, side: plan.side, strength: plan.strength)
        }
        let choice = CandidateChoice(approach: approach, seed: plan.seed, crew: crew, halted: listener.halted)
        let chosen = choice.choose(count: plan.count) { picture, candidate, recipe in
            listener.show(lit(candidate.picture, by: recipe), of: picture, fraction: PlanRun.choiceShare / 2)
        } found: { picture, chosen in
            listener.show(
                lit(chosen.begun.picture, by: chosen.sketch.recipe), of: picture, fraction: PlanRun.choiceShare)
        }
        guard let chosen else { return false }
        // Whole rounds give every thread a picture of its own; what is left over is made by all threads together.
        let alone = plan.count - plan.count % crew.threads
        crew.perform(alone) { picture in
            grow(chosen[picture], picture: picture, approach: approach, crew: Crew(threads: 1))
        }
        for picture in alone..<plan.count { grow(chosen[picture], picture: picture, approach: approach, crew: crew) }
        return !listener.halted()
    }

    private func grow(_ chosen: CandidateChoice.Chosen, picture: Int, approach: Approach, crew: Crew) {
        if listener.halted() { return }
        guard let study = approach.study(chosen.sketch, halted: listener.halted) else { return }
        let refinement = Refinement(
            study: study, seed: chosen.seed, crew: crew, halted: listener.halted)
        let result = refinement.grow(chosen.begun, to: approach.ladder.refined.last!) { raster, share in
            listener.show(
                lit(raster, by: chosen.sketch.recipe), of: picture,
                fraction: PlanRun.choiceShare + (1 - PlanRun.choiceShare) * share)
        }
        if let result { finish(lit(result.picture, by: chosen.sketch.recipe), of: picture, seed: chosen.seed) }
    }

    /// The picture itself where its recipe leaves the light alone, else a copy.
    private func lit(_ picture: Raster, by recipe: Recipe) -> Raster {
        guard let light = recipe.light else { return picture }
        let copy = picture.copy()
        light.cast(on: copy)
        return copy
    }

    private func repeatSource(_ source: Raster) -> Bool {
        for picture in 0..<plan.count {
            finish(source, of: picture, seed: PictureSeed.seed(plan.seed, picture: picture, attempt: 0))
        }
        return !listener.halted()
    }

    private func finish(_ raster: Raster, of picture: Int, seed: UInt64) {
        let bitmap = raster.scaled(to: plan.side).bitmap
        listener.tell(.progress(picture: picture, fraction: 1))
        listener.tell(.finished(picture: picture, bitmap, seed: seed))
    }
}
