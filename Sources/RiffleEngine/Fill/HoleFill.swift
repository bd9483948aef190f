internal import CKernels
internal import RiffleImage

/// Fills a hole with patches of its surroundings, from coarse to fine.
///
/// Source: Wexler, Shechtman, Irani, "Space-time completion of video", PAMI 2007, sections 3 and 4, with the search of
/// PatchMatch. The random preference that makes fills differ is our addition.
struct HoleFill: Sendable {
    let seed: UInt64
    let crew: Crew
    let halted: @Sendable () -> Bool
    /// Whether to match tones at the rim; false for flat art, whose single-colour areas would get gradients.
    let matchesTones: Bool
    /// Price of taking a patch from another height or column, in grey levels per byte for the whole height or width.
    var rowPrior: Float = 10
    var columnPrior: Float = 4
    /// Initial weight of a fill's random preference for parts of the picture, in grey levels per byte.
    var taste: Float = 8

    /// The current state of a fill.
    struct State: Sendable {
        let field: PatchField
        let picture: Raster
    }

    /// Rounds of search and vote at the first size, and at later ones below `Ladder.octaveSide`.
    private static let firstRounds = 20
    private static let laterRounds = 8

    /// Fills level by level, starting from `state` of an earlier size, or from nothing.
    ///
    /// Returns nil if halted. Calls `grown` with the picture after each level except the last.
    ///
    /// - Precondition: each level has at least one patch that does not overlap its hole.
    func run(_ levels: [FillLevel], from state: State? = nil, grown: (Raster) -> Void = { _ in }) -> State? {
        var state = state
        for (index, level) in levels.enumerated() {
            if halted() { return nil }
            let picture = level.known.copy()
            let field = PatchField(side: level.side)
            if let state {
                carry(state.field, to: field, level: level)
                vote(field, level: level, picture: picture)
                guard refine(field, level: level, picture: picture) else { return nil }
            } else {
                guard begin(field, level: level, picture: picture) else { return nil }
            }
            state = State(field: field, picture: picture)
            if index < levels.count - 1 {
                grown(picture)
            } else if matchesTones {
                ToneMatch(field, level: level).apply(to: picture, hole: level.hole)
            }
        }
        return state
    }

    // MARK: The first size

    /// Compares every patch with all keys, or with an evenly spaced selection that keeps a round short.
    private func begin(_ field: PatchField, level: FillLevel, picture: Raster) -> Bool {
        let hole = level.hole
        let (queries, steps) = (hole.anchors(touching: true), hole.steps)
        let all = hole.sources
        let stride = max(1, queries.count * all.count / HoleFill.comparisons)
        var noise = CounterNoise(seed: seed, .fill)
        let first = noise.below(stride)
        let keys = Swift.stride(from: first, to: all.count, by: stride).map { all[$0] }
        let tastes = Taste(seed: seed, stream: .taste).prices(keys, side: level.side)
        field.reset()
        let rounds = HoleFill.firstRounds
        for round in 0..<rounds {
            if halted() { return false }
            let fading = taste * max(0, 1 - 1.5 * Float(round) / Float(rounds))
            let pieces = min(queries.count, 4 * crew.threads)
            crew.perform(pieces) { piece in
                let part = queries[queries.count * piece / pieces..<queries.count * (piece + 1) / pieces]
                for query in part {
                    let best = nearest(
                        query, keys: keys, tastes: tastes, fading: fading, level: level, picture: picture)
                    field.row(query.row)[query.column] = best
                }
            }
            weightedVote(field, level: level, queries: queries, steps: steps, picture: picture)
        }
        return true
    }

    private static let comparisons = 400_000

    private func nearest(
        _ query: Cell, keys: [Cell], tastes: [Float], fading: Float, level: FillLevel, picture: Raster
    ) -> Cell {
        let patch = UnsafePointer(picture.at(query))
        let source = level.known
        let (down, right) = (Patch.bytes * rowPrior / Float(level.side), Patch.bytes * columnPrior / Float(level.side))
        var (best, least) = (keys[0], Float.infinity)
        for (index, key) in keys.enumerated() {
            let price =
                down * Float(abs(key.row - query.row)) + right * Float(abs(key.column - query.column))
                + Patch.bytes * fading * tastes[index]
            if price >= least { continue }
            let limit = UInt32(min(least - price, 60_000))
            let distance = ck_patch_sad_below(patch, source.at(key), source.stride, limit)
            let score = Float(distance) + price
            if score < least { (best, least) = (key, score) }
        }
        return best
    }

    // MARK: Later sizes

    /// Anchors that overlap the hole get the scaled displacement of the nearest coarse anchor that did too.
    private func carry(_ coarse: PatchField, to field: PatchField, level: FillLevel) {
        field.carry(from: coarse, rows: 0..<field.anchors)
        let hole = level.hole
        let lookout = Lookout(hole)
        for y in 0..<field.anchors {
            let row = field.row(y)
            for x in 0..<field.anchors {
                if hole.touching[y * level.side + x] == 0 {
                    row[x] = Cell(row: y, column: x)
                } else {
                    row[x] = lookout.allowed(near: row[x], seed: seed)
                }
            }
        }
    }

    private func refine(_ field: PatchField, level: FillLevel, picture: Raster) -> Bool {
        let isOctave = level.side >= Ladder.octaveSide
        let rounds = isOctave ? 1 : HoleFill.laterRounds
        let (queries, steps) = isOctave ? ([], []) : (level.hole.anchors(touching: true), level.hole.steps)
        for round in 0..<rounds {
            let sweep = Sweep(
                source: level.known, picture: picture, field: field, seams: marked(field, level: level),
                forward: round.isMultiple(of: 2), radii: isOctave ? [4, 1] : [level.side / 4, level.side / 16, 2],
                searchesEverywhere: !isOctave, seed: seed, round: round, hole: level.hole)
            guard search(sweep, rows: HoleFill.anchorRows(level)) else { return false }
            if isOctave {
                vote(field, level: level, picture: picture)
            } else {
                weightedVote(field, level: level, queries: queries, steps: steps, picture: picture)
            }
        }
        return !halted()
    }

    /// Sweeps a few rows at a time, to react quickly to halting; returns false then.
    private func search(_ sweep: Sweep, rows: Range<Int>) -> Bool {
        let starts = Array(stride(from: rows.lowerBound, to: rows.upperBound, by: HoleFill.rowsAtOnce))
        for start in sweep.forward ? starts : starts.reversed() {
            if halted() { return false }
            let part = start..<min(start + HoleFill.rowsAtOnce, rows.upperBound)
            let y = sweep.forward ? part.lowerBound - 1 : part.upperBound
            let before =
                rows.contains(y)
                ? Array(UnsafeBufferPointer(start: sweep.field.row(y), count: sweep.field.anchors)) : nil
            sweep.run(rows: part, before: before)
        }
        return true
    }

    private static let rowsAtOnce = 32

    /// Rows of anchors whose patches can overlap the hole.
    private static func anchorRows(_ level: FillLevel) -> Range<Int> {
        max(
            0, level.hole.rows.lowerBound - Patch.margin)..<min(
                level.hole.anchors, level.hole.rows.upperBound)
    }

    /// Rows of pixels that those patches cover.
    private static func pixelRows(_ level: FillLevel) -> Range<Int> {
        let anchors = anchorRows(level)
        return anchors.lowerBound..<(anchors.upperBound + Patch.margin)
    }

    private func marked(_ field: PatchField, level: FillLevel) -> SeamMap {
        let seams = SeamMap(side: level.side)
        seams.mark(field, rows: HoleFill.pixelRows(level))
        return seams
    }

    private func vote(_ field: PatchField, level: FillLevel, picture: Raster) {
        let rows = HoleFill.pixelRows(level)
        Vote(source: level.known, field: field, output: picture, seams: SeamMap(side: level.side), centered: true)
            .cast(rows: rows)
        level.restore(picture, rows: rows)
    }

    /// A vote in which badly fitting patches have little weight, so that good ones stay sharp.
    /// - Parameters:
    ///   - queries: the anchors that touch the hole.
    ///   - steps: of the hole.
    private func weightedVote(
        _ field: PatchField, level: FillLevel, queries: [Cell], steps: [Int32], picture: Raster
    ) {
        let side = level.side
        let hole = level.hole
        let distances = queries.map { query -> UInt32 in
            let key = field.row(query.row)[query.column]
            return ck_patch_sad(picture.at(query), level.known.at(key), level.known.stride)
        }
        let spread = max(Patch.bytes, Float(distances.sorted()[distances.count * 3 / 4]))
        var sums = [SIMD4<Float>](repeating: .zero, count: side * side)
        var shares = [Float](repeating: 0, count: side * side)
        for (query, distance) in zip(queries, distances) {
            let (y, x) = (query.row, query.column)
            let key = field.row(y)[x]
            let ratio = Float(distance) / spread
            // Patches near the rim are more reliable and have more weight.
            let depth = Float(steps[(y + Patch.side / 2) * side + x + Patch.side / 2])
            let weight = exponential(max(-12, -0.5 * ratio * ratio - 0.25 * depth))
            for r in 0..<Patch.side {
                let from = level.known.at(key.moved(down: r))
                for c in 0..<Patch.side where hole.pixels[(y + r) * side + x + c] != 0 {
                    let p = from + 4 * c
                    sums[(y + r) * side + x + c] +=
                        SIMD4(Float(p[0]), Float(p[1]), Float(p[2]), Float(p[3])) * weight
                    shares[(y + r) * side + x + c] += weight
                }
            }
        }
        for y in hole.rows {
            for x in 0..<side where hole.pixels[y * side + x] != 0 {
                let mean = sums[y * side + x] / shares[y * side + x] + 0.5
                for c in 0..<4 { picture.row(y)[4 * x + c] = UInt8(min(max(mean[c], 0), 255)) }
            }
        }
    }
}
