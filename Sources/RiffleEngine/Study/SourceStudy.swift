/// A source, or a framing of it, as variations need it: prepared once and only read afterwards.
final class SourceStudy: Sendable {
    let ladder: Ladder
    let tuning: Tuning
    let pyramid: Pyramid
    let sampler: AnnealedSampler
    /// The unframed source at the size of the exact search: what a variation must not be.
    let original: Raster

    /// - Parameters:
    ///   - source: at least `Ladder.smallestSide` pixels a side.
    ///   - original: what novelty is measured against; nil: the source itself.
    init(_ source: Raster, ladder: Ladder, tuning: Tuning, original: Raster? = nil) {
        self.ladder = ladder
        self.tuning = tuning
        let pyramid = Pyramid(source, sides: ladder.sides.filter { $0 <= source.side })
        self.pyramid = pyramid
        self.original = original ?? pyramid.level(ladder.refined[0])
        let channels = source.isOpaque ? 3 : 4
        sampler = AnnealedSampler(
            levels: ladder.sampled.map { SamplerKeys(pyramid.level($0), channels: channels) },
            rowPull: tuning.rowPull, columnPull: tuning.columnPull)
    }

    private init(_ study: SourceStudy, pyramid: Pyramid) {
        (ladder, tuning, sampler, original) = (study.ladder, study.tuning, study.sampler, study.original)
        self.pyramid = pyramid
    }

    /// The same study with larger sizes of its source.
    func extended(by levels: [Int: Raster]) -> SourceStudy { SourceStudy(self, pyramid: pyramid.extended(by: levels)) }

    /// The source at the size of the exact search.
    var coarse: Raster { pyramid.level(ladder.refined[0]) }
}
