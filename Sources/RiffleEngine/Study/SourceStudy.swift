internal import RiffleImage

/// A source, or a framing of it, as variations need it: prepared once and only read afterwards.
final class SourceStudy: Sendable {
    let ladder: Ladder
    let tuning: Tuning
    let pyramid: Pyramid
    let sampler: AnnealedSampler
    /// The unframed source, or both parents, at the size of the exact search: what a variation must not be.
    let originals: [Raster]
    /// Of the coarse source; nil of two parents, whose likes may meet.
    let singularity: Singularity?

    /// - Parameters:
    ///   - source: at least `Ladder.smallestSide` pixels a side.
    ///   - original: what novelty is measured against; nil: the source itself.
    init(
        _ source: Raster, ladder: Ladder, tuning: Tuning, original: Raster? = nil, crew: Crew = .alone
    ) {
        self.ladder = ladder
        self.tuning = tuning
        let pyramid = Pyramid(source, sides: ladder.sides.filter { $0 <= source.side }, crew: crew)
        self.pyramid = pyramid
        originals = [original ?? pyramid.level(ladder.refined[0])]
        singularity = Singularity(pyramid.level(ladder.refined[0]))
        sampler = SourceStudy.sampler(of: pyramid, ladder: ladder, tuning: tuning, isOpaque: source.isOpaque)
    }

    /// Two parents as one source: every level holds both, `source` above `mate`.
    init(_ source: Raster, mate: Raster, ladder: Ladder, tuning: Tuning, crew: Crew) {
        self.ladder = ladder
        self.tuning = tuning
        let sides = ladder.sides.filter { $0 <= source.side }
        let parents = [source, mate].map { Pyramid($0, sides: sides, crew: crew) }
        pyramid = Pyramid(stacking: parents, sides: sides)
        singularity = nil
        originals = parents.map { $0.level(ladder.refined[0]) }
        sampler = SourceStudy.sampler(
            of: pyramid, ladder: ladder, tuning: tuning, isOpaque: source.isOpaque && mate.isOpaque)
    }

    private static func sampler(
        of pyramid: Pyramid, ladder: Ladder, tuning: Tuning, isOpaque: Bool
    ) -> AnnealedSampler {
        AnnealedSampler(
            levels: ladder.sampled.map { SamplerKeys(pyramid.level($0), channels: isOpaque ? 3 : 4) },
            rowPull: tuning.rowPull, columnPull: tuning.columnPull)
    }

    private init(_ study: SourceStudy, pyramid: Pyramid) {
        (ladder, tuning, sampler, originals) = (study.ladder, study.tuning, study.sampler, study.originals)
        (self.pyramid, singularity) = (pyramid, study.singularity)
    }

    /// The same study with larger sizes of its source.
    func extended(by levels: [Int: Raster]) -> SourceStudy { SourceStudy(self, pyramid: pyramid.extended(by: levels)) }

    /// The source at the size of the exact search.
    var coarse: Raster { pyramid.level(ladder.refined[0]) }
}
