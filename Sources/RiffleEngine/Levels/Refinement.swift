internal import CKernels
internal import RiffleImage

/// Refines a candidate level by level to the source's size.
struct Refinement {
    let study: SourceStudy
    let seed: UInt64
    let crew: Crew
    let halted: @Sendable () -> Bool

    /// Rounds of the coarsest level; larger levels have fewer. Measured: more rounds changed nothing.
    private static let rounds: Float = 5
    /// Number of bands for large pictures. It affects the result, because a band does not see its neighbours' progress.
    private static let bands = 8

    /// A picture at some size, and the source of its patches.
    struct State: Sendable {
        let field: PatchField
        let picture: Raster
    }

    /// The picture refined to `side`, one of the ladder's sizes, or unchanged if it is that large already; nil if
    /// halted. After each level except the last, calls `grown` with the picture and the share of the work that is done.
    /// - Complexity: O(side²) with a constant that falls with the share of seams.
    func grow(_ begun: State, to side: Int, grown: (Raster, Double) -> Void = { _, _ in }) -> State? {
        var state = begun
        let sides = study.ladder.refined.filter { $0 > begun.field.side && $0 <= side }
        let work = sides.map { Double($0 * $0) + 10_000 }
        let allWork = work.reduce(0, +)
        var done = 0.0
        for (side, share) in zip(sides, work) {
            let next = State(field: PatchField(side: side), picture: Raster(side: side))
            let isLast = side == study.ladder.refined.last
            guard refine(from: state.field, to: next.field, output: next.picture, last: isLast) else { return nil }
            state = next
            done += share
            if side != sides.last { grown(next.picture, done / allWork) }
        }
        return state
    }

    /// One level: upscales the field, votes, then alternates sweeps and votes. Returns false if halted.
    private func refine(from coarse: PatchField, to field: PatchField, output: Raster, last: Bool) -> Bool {
        let side = field.side
        let source = study.pyramid.level(side)
        let seams = SeamMap(side: side)
        let isOctave = side >= Ladder.octaveSide
        let bands = isOctave ? Refinement.bands : 1
        let rounds = isOctave ? 1 : max(2, Int(Refinement.rounds * (27 / Float(side)).squareRoot()))
        var radii: [Int] = isOctave ? [4, 1] : []
        if !isOctave {
            var radius = side / 4
            while radius >= 2 {
                radii.append(radius)
                radius /= 4
            }
        }
        func vote(centered: Bool) -> Bool {
            let vote = Vote(source: source, field: field, output: output, seams: seams, centered: centered)
            return inBands(bands, of: side) { vote.cast(rows: $0) }
        }
        guard inBands(bands, of: field.anchors, { field.carry(from: coarse, rows: $0) }), vote(centered: false) else {
            return false
        }
        for round in 0..<rounds {
            let forward = round.isMultiple(of: 2)
            let sweep = Sweep(
                source: source, picture: output, field: field, seams: seams, forward: forward, radii: radii,
                searchesEverywhere: !isOctave, seed: seed, round: round)
            let before = Refinement.ranges(bands, of: field.anchors).map { rows -> [Cell]? in
                let y = forward ? rows.lowerBound - 1 : rows.upperBound
                guard (0..<field.anchors).contains(y) else { return nil }
                return Array(UnsafeBufferPointer(start: field.row(y), count: field.anchors))
            }
            let swept = inBands(bands, of: field.anchors) { rows in
                let band = Refinement.ranges(bands, of: field.anchors).firstIndex(of: rows)!
                sweep.run(rows: rows, before: before[band])
            }
            guard swept, vote(centered: last && round == rounds - 1) else { return false }
        }
        return true
    }

    /// Runs `body` on each band of `0..<count` rows; returns false if halted.
    private func inBands(_ bands: Int, of count: Int, _ body: @Sendable (Range<Int>) -> Void) -> Bool {
        let ranges = Refinement.ranges(bands, of: count)
        let halted = halted
        (bands == 1 ? Crew(threads: 1) : crew).perform(ranges.count) { band in
            if !halted() { body(ranges[band]) }
        }
        return !halted()
    }

    private static func ranges(_ bands: Int, of count: Int) -> [Range<Int>] {
        (0..<bands).map { (count * $0 / bands)..<(count * ($0 + 1) / bands) }
    }
}
