internal import RiffleImage

/// One plan being carried out.
struct PlanRun: Sendable {
    private let plan: VariationPlan
    private let crew: Crew
    private let halted: @Sendable () -> Bool
    private let tell: @Sendable (EngineEvent) -> Void

    /// Share of a picture's work that choosing a candidate counts for.
    private static let choiceShare = 0.3

    init(
        plan: VariationPlan, threads: Int, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping @Sendable (EngineEvent) -> Void
    ) {
        self.plan = plan
        crew = Crew(threads: threads)
        let halt = Halt()
        let halted: @Sendable () -> Bool = { halt.isReached(isCancelled) }
        self.halted = halted
        let lock = Lock()
        tell = { event in
            lock.locked {
                if !halted() { report(event) }
            }
        }
    }

    /// False when it was cancelled.
    func run() -> Bool {
        if halted() { return false }
        let whole = Raster(plan.source)
        guard min(whole.side, plan.side) >= Ladder.smallestSide else { return repeatSource(whole) }
        let approach = Approach(whole, side: plan.side, strength: plan.strength)
        let choice = CandidateChoice(approach: approach, seed: plan.seed, crew: crew, halted: halted)
        let chosen = choice.choose(count: plan.count) { picture, chosen in
            show(chosen.candidate.picture, of: picture, fraction: PlanRun.choiceShare)
        }
        guard let chosen else { return false }
        // Whole rounds give every thread a picture of its own; what is left over is made by all threads together.
        let alone = plan.count - plan.count % crew.threads
        crew.perform(alone) { picture in
            grow(chosen[picture], picture: picture, approach: approach, crew: Crew(threads: 1))
        }
        for picture in alone..<plan.count { grow(chosen[picture], picture: picture, approach: approach, crew: crew) }
        return !halted()
    }

    private func grow(_ chosen: CandidateChoice.Chosen, picture: Int, approach: Approach, crew: Crew) {
        if halted() { return }
        let refinement = Refinement(
            study: approach.study(seed: chosen.seed), seed: chosen.seed, crew: crew, halted: halted)
        let result = refinement.grow(chosen.candidate) { raster, share in
            show(raster, of: picture, fraction: PlanRun.choiceShare + (1 - PlanRun.choiceShare) * share)
        }
        if let result { finish(result, of: picture, seed: chosen.seed) }
    }

    private func repeatSource(_ source: Raster) -> Bool {
        for picture in 0..<plan.count {
            finish(source, of: picture, seed: CandidateChoice.seed(plan.seed, picture: picture, attempt: 0))
        }
        return !halted()
    }

    private func show(_ raster: Raster, of picture: Int, fraction: Double) {
        tell(.partial(picture: picture, raster.bitmap))
        tell(.progress(picture: picture, fraction: fraction))
    }

    private func finish(_ raster: Raster, of picture: Int, seed: UInt64) {
        let bitmap = raster.scaled(to: plan.side).bitmap
        tell(.progress(picture: picture, fraction: 1))
        tell(.finished(picture: picture, bitmap, seed: seed))
    }
}
