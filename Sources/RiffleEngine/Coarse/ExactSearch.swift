/// Finds the best source patch for every patch of a small picture, by exhaustive search.
///
/// Iterates over displacements: for each, the distances of all patches come from sliding sums over rows and columns,
/// about twenty times cheaper than patch by patch. The score of a key is (distance + prior of the displacement) × beta
/// / (beta + m), where m is the distance of the key to its nearest query in the previous round. This favours keys that
/// the picture does not show yet, so that nothing of the source is lost.
///
/// Source: Granot et al., "Drop the GAN", CVPR 2022, section 3.2 (the normalised score). Using m of the previous round
/// saves its second pass.
final class ExactSearch {
    private let source: Raster
    private let rowPrior: Float
    private let columnPrior: Float
    private let lean: Lean
    /// For each layer, the price of taking a patch from it at each query; nil if there is one layer.
    private let crossing: [Float]?
    /// How important it is that the keys of a layer are shown; one weight per layer.
    private let claims: [Float]
    private let anchors: Int
    /// For each key, a factor that favours keys not shown yet, and the distances that determine it.
    private let factors: UnsafeMutableBufferPointer<Float>
    private let nearest: UnsafeMutableBufferPointer<UInt32>
    /// Of the source's keys; nil if repetition is not penalised.
    private let singularity: Singularity?
    /// Price of each key that was shown too often in the previous round.
    private let repeats: UnsafeMutableBufferPointer<Float>
    /// Mean excess repetition in the last round; see `Singularity.excess`.
    private var meanExcess: Float = 0
    /// For each query: lowest score, its key and its distance.
    private let best: UnsafeMutableBufferPointer<Float>
    private let picks: UnsafeMutableBufferPointer<Cell>
    private let distances: UnsafeMutableBufferPointer<UInt32>
    /// For each pixel of the picture; then sums over seven rows; then sums over seven columns of those.
    private let differences: UnsafeMutableBufferPointer<UInt16>
    private let columns: UnsafeMutableBufferPointer<UInt16>
    private let sums: UnsafeMutableBufferPointer<UInt16>

    /// Distance at which a missing key counts double.
    private static let beta = Tuning.missing * Patch.bytes

    /// - Parameter source: at least 7 × 7 pixels; all of its layers are searched.
    init(
        source: Raster, tuning: Tuning, lean: Lean = .none, crossing: Crossing? = nil, singularity: Singularity? = nil
    ) {
        self.source = source
        self.singularity = singularity
        rowPrior = tuning.rowPrior
        columnPrior = tuning.columnPrior
        self.lean = lean
        anchors = source.side - Patch.margin
        self.crossing = crossing?.prices(side: source.side).map { $0 * Patch.bytes * Tuning.crossed }
        claims = crossing?.claims ?? [1]
        let count = anchors * anchors
        factors = .allocate(capacity: count * source.layers)
        nearest = .allocate(capacity: count * source.layers)
        repeats = .allocate(capacity: count * source.layers)
        repeats.initialize(repeating: 0)
        best = .allocate(capacity: count)
        picks = .allocate(capacity: count)
        distances = .allocate(capacity: count)
        differences = .allocate(capacity: source.side * source.side)
        columns = .allocate(capacity: source.side)
        sums = .allocate(capacity: source.side)
        factors.initialize(repeating: 1)
    }

    deinit {
        factors.deallocate()
        nearest.deallocate()
        repeats.deallocate()
        best.deallocate()
        picks.deallocate()
        distances.deallocate()
        differences.deallocate()
        columns.deallocate()
        sums.deallocate()
    }

    /// Lower is better, in grey levels per byte: the mean distance of the found keys plus a share of the mean distance
    /// of all keys to the picture. Low for a picture that consists of source patches and shows the whole source. The
    /// worst shown keys are added once more, so that unique parts are not lost; so is excess repetition of unique
    /// parts.
    var quality: Float {
        meanDistance + Tuning.missingShare * ExactSearch.mean(nearest) + Tuning.worstShare * worstMissing
            + Tuning.repeatedShare * meanExcess
    }

    /// Mean distance to the picture of the worst shown 5 % of the keys.
    var worstMissing: Float {
        let worst = nearest.sorted(by: >).prefix(max(1, nearest.count / 20))
        return Float(worst.reduce(0) { $0 + Int($1) }) / (Float(worst.count) * Patch.bytes)
    }

    /// Mean distance of the keys that the last search found, in grey levels per byte.
    var meanDistance: Float { ExactSearch.mean(distances) }

    private static func mean(_ distances: UnsafeMutableBufferPointer<UInt32>) -> Float {
        Float(distances.reduce(0) { $0 + Int($1) }) / (Float(distances.count) * Patch.bytes)
    }

    /// Fills `field` with the best key of each patch of `picture`.
    /// - Complexity: O(anchors⁴), about a nanosecond each.
    func search(_ picture: Raster, into field: PatchField) {
        best.update(repeating: .infinity)
        nearest.update(repeating: .max)
        for layer in 0..<source.layers {
            for down in (1 - anchors)..<anchors {
                for right in (1 - anchors)..<anchors { offer(picture, layer: layer, down: down, right: right) }
            }
        }
        for i in factors.indices {
            let missing = claims[i / (anchors * anchors)] * Float(nearest[i])
            factors[i] = ExactSearch.beta / (ExactSearch.beta + missing)
        }
        for y in 0..<anchors {
            for x in 0..<anchors { field.row(y)[x] = picks[y * anchors + x] }
        }
        if let singularity {
            let excess = singularity.excess(of: field)
            for i in excess.indices { repeats[i] = min(excess[i], 2) * Patch.bytes * Tuning.repeated }
            meanExcess = excess.reduce(0, +) / Float(excess.count)
        }
    }

    /// Offers each patch the key of a layer at the displacement (`down`, `right`).
    private func offer(_ picture: Raster, layer: Int, down: Int, right: Int) {
        let side = source.side
        let count = anchors - abs(right)
        let wide = count + Patch.margin
        let x = max(0, -right)
        let rows = max(0, -down)..<(anchors - max(0, down))
        let apart = (
            down: abs(Float(down) / Float(side) - lean.down), right: abs(Float(right) / Float(side) - lean.right)
        )
        let prior = Patch.bytes * (rowPrior * apart.down + columnPrior * apart.right)
        let differences = differences.baseAddress!
        let columns = columns.baseAddress!
        for y in rows.lowerBound..<(rows.upperBound + Patch.margin) {
            ExactSearch.compareRows(
                picture.row(y) + 4 * x, source.row(layer * side + y + down) + 4 * (x + right), count: wide,
                into: differences + y * side)
        }
        columns.update(repeating: 0, count: wide)
        for y in rows.lowerBound..<(rows.lowerBound + Patch.side) {
            for i in 0..<wide { columns[i] &+= differences[y * side + i] }
        }
        for y in rows {
            if y > rows.lowerBound {
                let entering = differences + (y + Patch.margin) * side
                let leaving = differences + (y - 1) * side
                for i in 0..<wide { columns[i] = columns[i] &+ entering[i] &- leaving[i] }
            }
            ExactSearch.sumWindows(columns, count: count, into: sums.baseAddress!)
            let query = y * anchors + x
            let key = ((layer * anchors) + y + down) * anchors + x + right
            offerRow(
                count: count, prior: prior, layer: layer, key: key, query: query,
                cell: Cell(row: layer * side + y + down, column: x + right))
        }
    }

    /// Difference of each of `count` pixels of two rows, 0…1020.
    private static func compareRows(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, count: Int, into out: UnsafeMutablePointer<UInt16>
    ) {
        for x in 0..<count {
            var sum: Int32 = 0
            for c in 0..<4 { sum &+= abs(Int32(a[4 * x + c]) &- Int32(b[4 * x + c])) }
            out[x] = UInt16(truncatingIfNeeded: sum)
        }
    }

    /// Distances of `count` patches from their column sums, at most 49,980.
    private static func sumWindows(
        _ columns: UnsafePointer<UInt16>, count: Int, into out: UnsafeMutablePointer<UInt16>
    ) {
        for x in 0..<count {
            out[x] =
                columns[x] &+ columns[x + 1] &+ columns[x + 2] &+ columns[x + 3] &+ columns[x + 4] &+ columns[x + 5]
                &+ columns[x + 6]
        }
    }

    /// Offers `count` consecutive keys to as many queries. On equal scores the earlier offer stays.
    /// - Parameter cell: the first key; the others follow at columns + 1, + 2, ….
    private func offerRow(count: Int, prior: Float, layer: Int, key: Int, query: Int, cell: Cell) {
        guard let crossing else { return offerRow(count: count, key: key, query: query, cell: cell) { _ in prior } }
        crossing.withUnsafeBufferPointer { prices in
            let prices = prices.baseAddress! + layer * anchors * anchors + query
            offerRow(count: count, key: key, query: query, cell: cell) { prior + prices[$0] }
        }
    }

    @inline(__always)
    private func offerRow(count: Int, key: Int, query: Int, cell: Cell, price: (Int) -> Float) {
        let offered = sums.baseAddress!
        let (factor, nearest, repeats) = (
            factors.baseAddress! + key, nearest.baseAddress! + key, repeats.baseAddress! + key
        )
        let (best, pick, distance) = (
            best.baseAddress! + query, picks.baseAddress! + query, distances.baseAddress! + query
        )
        for x in 0..<count {
            let d = UInt32(offered[x])
            let score = (Float(Int32(bitPattern: d)) + price(x)) * factor[x] + repeats[x]
            let isBetter = score < best[x]
            best[x] = isBetter ? score : best[x]
            pick[x] = isBetter ? cell.moved(right: x) : pick[x]
            distance[x] = isBetter ? d : distance[x]
            nearest[x] = d < nearest[x] ? d : nearest[x]
        }
    }
}
