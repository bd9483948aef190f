internal import RiffleImage

/// How the pictures of one plan are made: what the source is, how freely it is treated, and what each picture works from.
///
/// Textures and landscapes are re-arranged, each picture leaning its own way. Of a structured source every picture takes a
/// framing of its own and re-arranges that more gently, so that the subject stays whole and the result is still another
/// picture. Some are put in another light.
final class Approach: Sendable {
    let ladder: Ladder
    let kind: SourceKind
    let tuning: Tuning
    /// What nearer framings are cut from: the source, up to a quarter larger than the result; and the same for sketches.
    private let wide: Raster
    private let wideSketch: Raster
    /// The source at the result's size or its own.
    private let source: Raster
    /// The unframed source's study.
    private let plain: SourceStudy
    /// How much of each picture is another parent's; nil where there is one.
    private let weight: Double?
    private let margins: Margins
    let strength: Double
    /// Whether the source is so much larger than the results that coming nearer costs no sharpness.
    private let hasDetail: Bool
    /// Side of the pictures that candidates are chosen on.
    private let sketchSide: Int

    /// Size that textures are quilted at, large enough to show what they are made of; nil for other sources.
    var quiltSide: Int? {
        kind.name == .texture ? ladder.refined.dropLast().last { $0 < Ladder.octaveSide && $0 > Quilt.smallest } : nil
    }

    /// Size of the source in results from which on there is detail to come nearer to.
    private static let detailed = 1.2

    /// - Parameters:
    ///   - whole: the source at its own size, at least `Ladder.smallestSide`.
    ///   - side: side of the results.
    ///   - treatment: nil: as the source's kind asks for.
    init(
        _ whole: Raster, side: Int, strength: Double, treatment: SourceKind.Treatment? = nil, crew: Crew = .alone
    ) {
        let strength = min(max(strength, 0), 1)
        let rings = !SourceKind.isFlat(whole)
        let source = whole.side > side ? whole.sharplyScaled(to: side, rings: rings, crew: crew) : whole
        let ladder = Ladder(side: source.side)
        let plainTuning = Tuning(strength: strength)
        let plain = SourceStudy(source, ladder: ladder, tuning: plainTuning, crew: crew)
        let kind = SourceKind(coarse: plain.coarse, fine: source, singularity: plain.singularity!).treated(treatment)
        // A structured picture is treated more gently, but at full strength as freely as any.
        let gentle = Tuning(strength: strength * strength * (kind.isFlat ? 0.5 : 1)).gentler(strength)
        tuning = (kind.isStructured ? gentle : plainTuning).attainable(spread: SourceKind.spread(plain.coarse))
        hasDetail = Double(whole.side) >= Approach.detailed * Double(source.side)
        sketchSide = ladder.refined.last { $0 < Ladder.octaveSide } ?? source.side
        wide =
            kind.isStructured
            ? whole.sharplyScaled(to: min(whole.side, source.side * 5 / 4), rings: rings, crew: crew) : source
        wideSketch = kind.isStructured ? wide.scaled(to: min(wide.side, sketchSide * 5 / 4), crew: crew) : source
        margins = Margins(plain.coarse)
        (self.source, self.ladder, self.plain, self.kind, self.strength) = (source, ladder, plain, kind, strength)
        weight = nil
    }

    /// Two parents: each keeps to its own layout where either is structured, and nothing is framed or put in another light.
    ///
    /// - Parameters:
    ///   - source: at its own size, the smaller of the two being enlarged to the other's.
    ///   - side: side of the results.
    ///   - weight: 0…1, how much of each picture is the mate's.
    init(_ source: Raster, mate: Raster, weight: Double, side: Int, strength: Double, crew: Crew) {
        let strength = min(max(strength, 0), 1)
        let worked = min(max(source.side, mate.side), side)
        let parents = [source, mate].map { $0.sharplyScaled(to: worked, rings: !SourceKind.isFlat($0), crew: crew) }
        let ladder = Ladder(side: worked)
        let kinds = parents.map {
            let coarse = $0.scaled(to: ladder.refined[0])
            return SourceKind(coarse: coarse, fine: $0, singularity: Singularity(coarse))
        }
        kind = kinds.first(where: \.isStructured) ?? kinds[0]
        tuning = Tuning(strength: kind.isStructured ? strength * strength : strength)
        plain = SourceStudy(parents[0], mate: parents[1], ladder: ladder, tuning: tuning, crew: crew)
        hasDetail = false
        sketchSide = worked
        (wide, wideSketch, margins) = (parents[0], parents[0], Margins(parents[0]))
        (self.source, self.ladder, self.strength, self.weight) = (parents[0], ladder, strength, weight)
    }

    func parameters(seed: UInt64) -> SeededParameters {
        if let weight { return SeededParameters(seed: seed, weight: weight) }
        var parameters = SeededParameters(
            seed: seed, strength: strength, kind: kind, margins: margins, hasDetail: hasDetail)
        parameters.framing.snap(to: sketchSide)
        return parameters
    }

    /// What candidates of a picture are made from; its levels end at a small size where the source is framed. Nil when
    /// halted.
    func sketch(seed: UInt64, halted: @escaping @Sendable () -> Bool) -> Sketch? {
        let parameters = parameters(seed: seed)
        let framing = parameters.framing
        if framing == .none { return Sketch(parameters: parameters, study: plain) }
        let (framed, hole) = framing.framed(
            framing.isResampled ? wideSketch : plain.pyramid.level(sketchSide), side: sketchSide,
            clearsOutside: kind.cutout != nil)
        var made: HoleFill.State?
        if !hole.isEmpty, !hole.isClear(in: framed) {
            let level = FillLevel(known: framed, hole: hole)
            let begun = framing.isResampled ? nil : RimFill.begin(level)
            let fill = fill(seed: seed, halted: halted)
            made = begun.map { fill.run([level], from: $0) } ?? fill.run(FillLevel.levels(framed, hole: hole))
            if made == nil { return nil }
        }
        let study = SourceStudy(made?.picture ?? framed, ladder: ladder, tuning: tuning, original: plain.coarse)
        return Sketch(parameters: parameters, study: study, made: made)
    }

    /// What a picture grows from, at all sizes. Nil when halted.
    func study(_ sketch: Sketch, halted: @escaping @Sendable () -> Bool) -> SourceStudy? {
        let framing = sketch.parameters.framing
        let sides = ladder.refined.filter { $0 > sketchSide }
        if framing == .none || sides.isEmpty { return sketch.study }
        let (framed, hole) = framing.framed(
            framing.isResampled ? wide : source, side: ladder.refined.last!, clearsOutside: kind.cutout != nil)
        let pyramid = Pyramid(framed, sides: sides)
        var levels = Dictionary(uniqueKeysWithValues: sides.map { ($0, pyramid.level($0)) })
        if var state = sketch.made {
            let fill = fill(seed: sketch.parameters.seed, halted: halted)
            for side in sides {
                let level = FillLevel(known: pyramid.level(side), hole: hole.scaled(to: side))
                guard let grown = fill.run([level], from: state) else { return nil }
                state = grown
                levels[side] = grown.picture
            }
        }
        return sketch.study.extended(by: levels)
    }

    /// Makes up what a framing uncovers, from nearby: with strong priors no second head comes in from the middle.
    private func fill(seed: UInt64, halted: @escaping @Sendable () -> Bool) -> HoleFill {
        HoleFill(
            seed: seed, crew: Crew(threads: 1), halted: halted, matchesTones: !kind.isFlat, rowPrior: 30,
            columnPrior: 30, taste: 3)
    }
}
