/// How the pictures of one plan are made: what the source is, how freely it is treated, and what each picture works from.
///
/// Textures and landscapes are re-arranged as they are. Of a structured source every picture takes a framing of its own and
/// re-arranges that more gently, so that the subject stays whole and the result is still another picture.
final class Approach: Sendable {
    let ladder: Ladder
    let kind: SourceKind
    let tuning: Tuning
    /// What framings are cut from: the source, up to a quarter larger than the result.
    private let wide: Raster
    /// The unframed source's study.
    private let plain: SourceStudy
    private let amount: Double

    /// Side of the small pictures that candidates are chosen on.
    private static let sketchSide = 128

    /// - Parameters:
    ///   - whole: the source at its own size, at least `Ladder.smallestSide`.
    ///   - side: side of the results.
    init(_ whole: Raster, side: Int, strength: Double) {
        let strength = min(max(strength, 0), 1)
        let source = whole.side > side ? whole.scaled(to: side) : whole
        ladder = Ladder(side: source.side)
        let plainTuning = Tuning(strength: strength)
        let study = SourceStudy(source, ladder: ladder, tuning: plainTuning)
        kind = SourceKind(coarse: study.coarse, fine: source)
        plain = study
        // A structured picture is treated more gently, but at full strength as freely as any.
        tuning = kind.isStructured ? Tuning(strength: strength * strength) : plainTuning
        amount = min(strength * 2, 1)
        wide = kind.isStructured ? whole.scaled(to: min(whole.side, source.side * 5 / 4)) : source
    }

    /// What candidates of a picture are made from; its levels end at a small size where the source is framed.
    func sketch(seed: UInt64) -> SourceStudy {
        framed(seed: seed, side: min(ladder.refined.last!, Approach.sketchSide))
    }

    /// What a picture grows from, at all sizes.
    func study(seed: UInt64) -> SourceStudy { framed(seed: seed, side: ladder.refined.last!) }

    private func framed(seed: UInt64, side: Int) -> SourceStudy {
        guard kind.isStructured else { return plain }
        let framing = Reframing(seed: seed, amount: amount, kind: kind)
        let from = side < wide.side / 2 ? wide.scaled(to: side * 5 / 4) : wide
        return SourceStudy(
            framing.framed(from, side: side), ladder: ladder, tuning: tuning, original: plain.coarse)
    }
}
