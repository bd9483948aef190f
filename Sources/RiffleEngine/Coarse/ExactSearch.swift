/// Finds for every patch of a small picture the best of all source patches.
///
/// A sweep over displacements: for each one the distances of all patches come from sums that slide over rows and columns,
/// about twenty times cheaper than patch by patch. The score of a key is (distance + prior of the displacement) ×
/// beta / (beta + m), m being the distance of the key to its nearest query in the round before: keys that the picture does
/// not show yet are favoured, so nothing of the source gets lost.
/// Source: Granot et al., "Drop the GAN", CVPR 2022, section 3.2 (the normalised score); one round of lag saves its second
/// pass.
final class ExactSearch {
    private let source: Raster
    private let rowPrior: Float
    private let columnPrior: Float
    private let lean: Lean
    /// What taking a patch from each layer costs each query, one after the other; nil where there is one layer.
    private let crossing: [Float]?
    /// How much it matters that keys of each layer are shown.
    private let claims: [Float]
    private let anchors: Int
    /// Preference for keys not shown yet, one per key; and the distances it comes from.
    private let factors: UnsafeMutableBufferPointer<Float>
    private let nearest: UnsafeMutableBufferPointer<UInt32>
    /// Of the source's keys; nil where it is no matter how often each is shown.
    private let singularity: Singularity?
    /// Price of each key for having been shown too often in the round before.
    private let repeats: UnsafeMutableBufferPointer<Float>
    /// How much too often keys were shown in the last round, on average; see `Singularity.excess`.
    private var meanExcess: Float = 0
    /// Score, key and distance of the best so far, one each per query.
    private let best: UnsafeMutableBufferPointer<Float>
    private let picks: UnsafeMutableBufferPointer<Cell>
    private let distances: UnsafeMutableBufferPointer<UInt32>
    /// Per pixel of the picture; then sums of seven rows of those; then of seven columns of these.
    private let differences: UnsafeMutableBufferPointer<UInt16>
    private let columns: UnsafeMutableBufferPointer<UInt16>
    private let sums: UnsafeMutableBufferPointer<UInt16>

    /// Distance at which a missing key counts double.
    private static let beta = Tuning.missing * Patch.bytes

    /// - Parameter source: at least 7 pixels a side.
    ///   A source of several layers is searched in all of them.
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

    /// Mean distance of what the last search found plus half the mean distance of the keys to the picture, in grey levels
    /// per byte: small for a picture that is made of the source and shows all of it.
    /// What is shown worst counts once more, so that nothing that stands alone gets lost; and so does what stands alone and
    /// is shown twice.
    var quality: Float {
        meanDistance + Tuning.missingShare * ExactSearch.mean(nearest) + Tuning.worstShare * worstMissing
            + Tuning.repeatedShare * meanExcess
    }

    /// Mean distance to the picture of the twentieth of the keys that it shows worst.
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

    /// Offers to every patch the key of a layer that lies `down` and `right` of it.
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

    /// Distance of each of `count` pixels of two rows, 0…1020.
    private static func compareRows(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, count: Int, into out: UnsafeMutablePointer<UInt16>
    ) {
        for x in 0..<count {
            var sum: Int32 = 0
            for c in 0..<4 { sum &+= abs(Int32(a[4 * x + c]) &- Int32(b[4 * x + c])) }
            out[x] = UInt16(truncatingIfNeeded: sum)
        }
    }

    /// Distances of `count` patches from the sums of their columns, at most 49,980.
    private static func sumWindows(
        _ columns: UnsafePointer<UInt16>, count: Int, into out: UnsafeMutablePointer<UInt16>
    ) {
        for x in 0..<count {
            out[x] =
                columns[x] &+ columns[x + 1] &+ columns[x + 2] &+ columns[x + 3] &+ columns[x + 4] &+ columns[x + 5]
                &+ columns[x + 6]
        }
    }

    /// Offers `count` keys that lie side by side, from `key` on, to as many queries; of equals the one offered first stays.
    /// - Parameter cell: names the first key; the others follow it by one.
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
