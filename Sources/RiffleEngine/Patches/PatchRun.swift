internal import RiffleImage

/// Makes pictures from the patches of one or two sources.
///
/// The search works on squares: other pictures are first stretched to a square of the longer side, which loses nothing,
/// and results are shrunk back.
struct PatchRun: Sendable {
    private let job: Job
    private let crew: Crew
    private let listener: Listener

    struct Job: Sendable {
        var source: Bitmap
        var mate: VariationPlan.Mate?
        var width: Int
        var height: Int
        var count: Int
        var strength: Double
        var seed: UInt64
        /// Nil: the default for the source's kind.
        var treatment: SourceKind.Treatment?

        var side: Int { max(width, height) }
    }

    /// Share of the progress that choosing a candidate counts for.
    private static let choiceShare = 0.3

    init(_ job: Job, crew: Crew, listener: Listener) {
        self.job = job
        self.listener = listener
        self.crew = crew
    }

    /// Returns false if it was cancelled.
    func run() -> Bool {
        if listener.halted() { return false }
        let whole = Raster(job.source.stretchedToSquare)
        let approach: Approach
        if let mate = job.mate {
            let other = Raster(mate.picture.stretchedToSquare)
            guard min(max(whole.side, other.side), job.side) >= Ladder.smallestSide else {
                return repeatSource(mate.weight < 0.5 ? whole : other)
            }
            approach = Approach(
                whole, mate: other, weight: mate.weight, side: job.side, strength: job.strength, crew: crew)
        } else {
            guard min(whole.side, job.side) >= Ladder.smallestSide, !whole.isOneColor else {
                return repeatSource(whole)
            }
            approach = Approach(
                whole, side: job.side, strength: job.strength, treatment: job.treatment, crew: crew)
        }
        let choice = CandidateChoice(approach: approach, seed: job.seed, crew: crew, halted: listener.halted)
        let chosen = choice.choose(count: job.count) { picture, candidate, parameters in
            show(lit(candidate.picture, by: parameters), of: picture, fraction: PatchRun.choiceShare / 2)
        } found: { picture, chosen in
            show(lit(chosen.begun.picture, by: chosen.sketch.parameters), of: picture, fraction: PatchRun.choiceShare)
        }
        guard let chosen else { return false }
        // As far as possible each thread makes a picture alone; the remaining pictures are made by all threads
        // together.
        let alone = job.count - job.count % crew.threads
        crew.perform(alone) { picture in
            grow(chosen[picture], picture: picture, approach: approach, crew: crew.alone)
        }
        for picture in alone..<job.count { grow(chosen[picture], picture: picture, approach: approach, crew: crew) }
        return !listener.halted()
    }

    private func grow(_ chosen: CandidateChoice.Chosen, picture: Int, approach: Approach, crew: Crew) {
        if listener.halted() { return }
        guard let study = approach.study(chosen.sketch, halted: listener.halted) else { return }
        let refinement = Refinement(
            study: study, seed: chosen.seed, crew: crew, halted: listener.halted)
        let result = refinement.grow(chosen.begun, to: approach.ladder.refined.last!) { raster, share in
            show(
                lit(raster, by: chosen.sketch.parameters), of: picture,
                fraction: PatchRun.choiceShare + (1 - PatchRun.choiceShare) * share)
        }
        if let result { finish(lit(result.picture, by: chosen.sketch.parameters), of: picture, seed: chosen.seed) }
    }

    /// The picture itself if its parameters do not change the light, otherwise a copy.
    private func lit(_ picture: Raster, by parameters: SeededParameters) -> Raster {
        guard let light = parameters.light else { return picture }
        let copy = picture.copy()
        light.cast(on: copy)
        return copy
    }

    private func repeatSource(_ source: Raster) -> Bool {
        for picture in 0..<job.count {
            finish(source, of: picture, seed: PictureSeed.seed(job.seed, picture: picture, attempt: 0))
        }
        return !listener.halted()
    }

    private func show(_ raster: Raster, of picture: Int, fraction: Double) {
        listener.show(raster.bitmap.shrunk(toShapeOf: job.width, job.height), of: picture, fraction: fraction)
    }

    private func finish(_ raster: Raster, of picture: Int, seed: UInt64) {
        let square = raster.scaled(to: job.side, crew: crew).bitmap
        listener.finish(square.shrunk(toShapeOf: job.width, job.height), of: picture, seed: seed)
    }
}

extension Bitmap {
    /// Stretched to a square of the longer side.
    var stretchedToSquare: Bitmap {
        if width == height { return self }
        let side = max(width, height)
        return resized(width: side, height: side)
    }

    /// A square with one side shrunk to the aspect ratio of a size.
    func shrunk(toShapeOf newWidth: Int, _ newHeight: Int) -> Bitmap {
        if newWidth == newHeight { return self }
        let long = max(newWidth, newHeight)
        return resized(
            width: max(1, width * newWidth / long), height: max(1, height * newHeight / long))
    }
}
