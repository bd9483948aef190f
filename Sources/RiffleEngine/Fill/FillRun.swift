internal import RiffleImage

/// Executes one fill plan.
struct FillRun: Sendable {
    private let plan: FillPlan
    private let crew: Crew
    private let listener: Listener
    /// Source and mask at the working size: the plan's, or the source's if that is smaller.
    private let known: Raster
    private let mask: Raster
    private let levels: [FillLevel]
    private let matchesTones: Bool

    /// Share of the progress that the small sizes count for.
    private static let earlyShare = 0.4
    /// Most attempts for a fill, and the least difference between fills in grey levels.
    private static let attempts = 5
    private static let apart: Float = 9
    /// With fewer places to take patches from, no parts are excluded.
    private static let fewestSources = 2000

    /// - Parameter mayRepeat: whether subjects and faces beside the hole may appear in it again; detecting them takes
    ///   time.
    /// - Throws: `nothingToFill`, `tooLittleKept`, `cancelled`.
    init(plan: FillPlan, threads: Int, listener: Listener, mayRepeat: Bool = false) throws(EngineError) {
        self.plan = plan
        self.listener = listener
        crew = Crew(threads: threads)
        let source = plan.source.cut(toShapeOf: plan.width, plan.height).stretchedToSquare
        let side = min(max(plan.width, plan.height), source.width)
        let whole = Raster(source)
        matchesTones = !SourceKind.isFlat(whole)
        known = whole.sharplyScaled(to: side, rings: matchesTones)
        if listener.halted() { throw .cancelled }
        let mask = Raster(plan.mask.cut(toShapeOf: plan.width, plan.height).stretchedToSquare).scaled(to: side)
        self.mask = mask
        let parts =
            mayRepeat || !matchesTones
            ? nil
            : Unrepeatable.parts(
                of: plan.source.cut(toShapeOf: plan.width, plan.height),
                hole: plan.mask.cut(toShapeOf: plan.width, plan.height), crew: crew, halted: listener.halted)
        if listener.halted() { throw .cancelled }
        let gap = (0..<side * side).map { mask.pixels[4 * $0 + 3] == 255 ? UInt8(0) : 255 }
        let barred = parts?.resized(width: side, height: side).bytes.map { $0 * 255 }
        var hole = Hole(side: side, pixels: gap, barred: barred)
        if hole.sources.count < FillRun.fewestSources { hole = Hole(side: side, pixels: gap) }
        guard !hole.isEmpty else { throw .nothingToFill }
        guard hole.anchors > 0, !hole.anchors(touching: false).isEmpty else { throw .tooLittleKept }
        if listener.halted() { throw .cancelled }
        let peeled = known.peeled(hole)
        if listener.halted() { throw .cancelled }
        levels = FillLevel.levels(peeled, hole: hole)
    }

    /// Returns false if it was cancelled.
    func run() -> Bool {
        let early = max(1, levels.count { $0.side < Ladder.octaveSide })
        guard let begun = begin(Array(levels[..<early])) else { return false }
        let alone = plan.count - plan.count % crew.threads
        crew.perform(alone) { grow(begun[$0], picture: $0, levels: levels[early...], crew: Crew(threads: 1)) }
        for picture in alone..<plan.count {
            grow(begun[picture], picture: picture, levels: levels[early...], crew: crew)
        }
        return !listener.halted()
    }

    private struct Begun: Sendable {
        var seed: UInt64
        var state: HoleFill.State
    }

    /// The weight of a fill's random preference: about half of a plan's fills have more than twice the weight of the
    /// others.
    private static func taste(of seed: UInt64) -> Float { PictureSeed.place(of: seed) < 0.5 ? 8 : 18 }

    /// The start of each picture; drawn again with the next seed if it is too similar to an earlier one.
    private func begin(_ levels: [FillLevel]) -> [Begun]? {
        let slots = Slots<Begun>(count: plan.count)
        @Sendable func draw(_ picture: Int, attempt: Int, crew: Crew) -> Begun? {
            let seed = PictureSeed.seed(plan.seed, picture: picture, attempt: attempt)
            let state = HoleFill(
                seed: seed, crew: crew, halted: listener.halted, matchesTones: matchesTones,
                taste: FillRun.taste(of: seed)
            ).run(levels)
            return state.map { Begun(seed: seed, state: $0) }
        }
        let alone = Crew(threads: plan.count == 1 ? crew.threads : 1)
        crew.perform(plan.count) { slots[$0] = draw($0, attempt: 0, crew: alone) }
        if listener.halted() { return nil }
        var chosen: [Begun] = []
        for picture in 0..<plan.count {
            var best = slots[picture]!
            for attempt in 1..<FillRun.attempts where distance(best, to: chosen, at: levels.last!) < FillRun.apart {
                guard let other = draw(picture, attempt: attempt, crew: crew) else { return nil }
                if distance(other, to: chosen, at: levels.last!) > distance(best, to: chosen, at: levels.last!) {
                    best = other
                }
            }
            chosen.append(best)
            show(best.state.picture, of: picture, fraction: FillRun.earlyShare)
        }
        return chosen
    }

    /// Mean difference in the hole to the nearest of the others, in grey levels.
    private func distance(_ begun: Begun, to others: [Begun], at level: FillLevel) -> Float {
        let area = Float(level.hole.pixels.count { $0 != 0 }) / Float(level.side * level.side)
        return others.map { $0.state.picture.difference(to: begun.state.picture) / area }.min() ?? .infinity
    }

    private func grow(_ begun: Begun, picture: Int, levels: ArraySlice<FillLevel>, crew: Crew) {
        let fill = HoleFill(seed: begun.seed, crew: crew, halted: listener.halted, matchesTones: matchesTones)
        let work = levels.map { Double($0.side * $0.side) }
        var done = 0
        let grown = fill.run(Array(levels), from: begun.state) { raster in
            done += 1
            let share = work[..<done].reduce(0, +) / work.reduce(0, +)
            show(raster, of: picture, fraction: FillRun.earlyShare + (1 - FillRun.earlyShare) * share)
        }
        guard let grown, !listener.halted() else { return }
        let bitmap = result(grown.picture)
        listener.finish(bitmap, of: picture, seed: begun.seed)
    }

    private func show(_ raster: Raster, of picture: Int, fraction: Double) {
        listener.show(raster.bitmap.shrunk(toShapeOf: plan.width, plan.height), of: picture, fraction: fraction)
    }

    /// Blends fill and source by the mask: exactly the source where the mask is opaque, only the fill where it is
    /// clear.
    private func result(_ filled: Raster) -> Bitmap {
        let side = filled.side
        let blended = Raster(side: side)
        for i in 0..<side * side {
            let kept = UInt32(mask.pixels[4 * i + 3])
            for c in 0..<4 {
                let sum = UInt32(known.pixels[4 * i + c]) * kept + UInt32(filled.pixels[4 * i + c]) * (255 - kept)
                blended.pixels[4 * i + c] = UInt8((sum + 127) / 255)
            }
        }
        var bitmap = blended.scaled(to: max(plan.width, plan.height)).bitmap.shrunk(toShapeOf: plan.width, plan.height)
        // Unscaled pixels keep their exact colours, which premultiplying and shrinking would round.
        let source = plan.source.cut(toShapeOf: plan.width, plan.height)
        guard bitmap.width == source.width, bitmap.height == source.height else { return bitmap }
        let whole = plan.mask.cut(toShapeOf: plan.width, plan.height)
        for y in 0..<source.height {
            for x in 0..<source.width where whole[x, y].alpha == 255 { bitmap[x, y] = source[x, y] }
        }
        return bitmap
    }
}
