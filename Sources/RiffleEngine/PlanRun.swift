internal import RiffleImage

/// One plan being carried out.
struct PlanRun: Sendable {
    private let plan: VariationPlan
    private let crew: Crew
    private let report: @Sendable (EngineEvent) -> Void

    init(
        plan: VariationPlan, threads: Int, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping @Sendable (EngineEvent) -> Void
    ) {
        self.plan = plan.reduced
        self.report = report
        let halt = Halt()
        crew = Crew(threads: threads, halted: { halt.isReached(isCancelled) })
    }

    /// The manners that did not suit; nil when it was cancelled.
    func run() -> [Refusal]? {
        if crew.halted() { return nil }
        if !plan.canVary {
            let job = plan.patchJob(nil, count: plan.count, seed: plan.seed)
            let listener = listener { _ in PatchPainter.frame.manner }
            return PatchRun(job, crew: crew, listener: listener).run() ? [] : nil
        }
        let study = PictureStudy(
            plan.source, width: plan.width, height: plan.height, subject: plan.subject, kind: plan.kind,
            crew: crew, halted: crew.halted)
        let mate = plan.mate.map { mate in
            PaintJob.Mate(
                study: PictureStudy(
                    mate.picture, width: plan.width, height: plan.height, crew: crew, halted: crew.halted),
                weight: Float(mate.weight))
        }
        var casting = Casting(plan, study: study, mate: mate?.study)
        let manners = Slots<Manner>(count: plan.count)
        let listener = listener { manners[$0]! }
        if listener.halted() { return nil }
        if let first = casting.first {
            manners[0] = first.painter.manner
            // A person sees the first picture while the subject, which other manners need, is still looked for.
            let completed = Slots<Casting>(count: 1)
            crew.perform(2) { [casting] part in
                if part == 0 {
                    paint(first, number: 0, study: study, mate: nil, crew: crew.alone, listener: listener)
                } else {
                    var whole = casting
                    whole.complete()
                    completed[0] = whole
                }
            }
            casting = completed[0]!
        } else {
            casting.complete()
        }
        if listener.halted() { return nil }
        for (number, role) in casting.roles.enumerated() { manners[number] = role.painter.manner }
        let painted = casting.first == nil ? 0 : 1
        return paint(casting.roles, from: painted, study: study, mate: mate, listener: listener)
            ? casting.refusals : nil
    }

    private func listener(_ manner: @escaping @Sendable (Int) -> Manner) -> Listener {
        Listener(isCancelled: crew.halted, manner: manner, report: report)
    }

    /// - Parameter start: how many of the pictures are painted already.
    private func paint(
        _ roles: [Casting.Role], from start: Int, study: PictureStudy, mate: PaintJob.Mate?, listener: Listener
    ) -> Bool {
        // Pictures of one patch manner are made together, so that no two come out alike.
        if let first = roles.first?.painter as? PatchPainter, roles.allSatisfy({ $0.painter.manner == first.manner }) {
            let job = plan.patchJob(first.treatment, count: roles.count, seed: plan.seed)
            return PatchRun(job, crew: crew, listener: listener).run()
        }
        // Whole rounds give every thread a picture of its own; what is left over is made by all threads together.
        let alone = roles.count - (roles.count - start) % crew.threads
        crew.perform(alone - start) { place in
            let number = start + place
            paint(roles[number], number: number, study: study, mate: mate, crew: crew.alone, listener: listener)
        }
        for number in alone..<roles.count {
            paint(roles[number], number: number, study: study, mate: mate, crew: crew, listener: listener)
        }
        return !listener.halted()
    }

    private func paint(
        _ role: Casting.Role, number: Int, study: PictureStudy, mate: PaintJob.Mate?, crew: Crew, listener: Listener
    ) {
        if listener.halted() { return }
        let job = PaintJob(
            strength: Float(min(max(plan.strength, 0), 1)), scheme: role.scheme, seed: role.seed, mate: mate,
            crew: crew,
            halted: listener.halted
        ) { bitmap, fraction in
            listener.show(bitmap, of: number, fraction: fraction)
        }
        guard let bitmap = role.painter.paint(study, job), !listener.halted() else { return }
        let isFull = bitmap.width == plan.width && bitmap.height == plan.height
        listener.finish(
            isFull ? bitmap : bitmap.resized(width: plan.width, height: plan.height), of: number, seed: role.seed)
    }
}

extension VariationPlan {
    /// False where the source has a side below 12 pixels or is of one colour, or the results are so small.
    var canVary: Bool {
        let side = max(source.width, source.height, mate?.picture.width ?? 0, mate?.picture.height ?? 0)
        return min(side, max(width, height)) >= Ladder.smallestSide && (mate != nil || !source.isOneColor)
    }
}

extension Bitmap {
    var isOneColor: Bool {
        withPixels { pixels in
            for i in 4..<max(4, pixels.count) where pixels[i] != pixels[i - 4] { return false }
            return true
        }
    }
}
