internal import CKernels

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
    private let side: Int
    private let layers: Int
    private let anchors: Int
    private let rowPrior: Float
    private let columnPrior: Float
    private let lean: Lean
    /// For each layer, the price of taking a patch from it at each query; nil if there is one layer.
    private let crossing: [Float]?
    /// How important it is that the keys of a layer are shown; one weight per layer.
    private let claims: [Float]
    /// Of the source's keys; nil if repetition is not penalised.
    private let singularity: Singularity?
    /// Mean excess repetition in the last round; see `Singularity.excess`.
    private var meanExcess: Float = 0
    /// Pixels, `stride` from row to row.
    private let source: Values<UInt32>
    private let picture: Values<UInt32>
    private let stride: Int
    /// For each key, a factor that favours keys not shown yet, the distance that determines it, and the price of having been
    /// shown too often in the previous round.
    private let factors: Values<Float>
    private let nearest: Values<UInt32>
    private let repeats: Values<Float>
    /// For each query: lowest score, its key and its distance.
    private let best: Values<Float>
    private let picks: Values<UInt32>
    private let distances: Values<UInt32>

    /// Distance at which a missing key counts double.
    private static let beta = Tuning.missing * Patch.bytes

    /// Numbers, and as many more as `ck_offer_keys` may read.
    private final class Values<Number: Numeric> {
        let all: UnsafeMutableBufferPointer<Number>

        init(count: Int, fill: Number) {
            let start = UnsafeMutablePointer<Number>.allocate(capacity: count + 8)
            start.initialize(repeating: fill, count: count + 8)
            all = UnsafeMutableBufferPointer(start: start, count: count)
        }

        deinit { all.baseAddress!.deallocate() }

        func at(_ index: Int) -> UnsafeMutablePointer<Number> { all.baseAddress! + index }
    }

    /// - Parameter source: 7 to 34 pixels a side; all of its layers are searched.
    init(
        source: Raster, tuning: Tuning, lean: Lean = .none, crossing: Crossing? = nil, singularity: Singularity? = nil
    ) {
        precondition(source.side <= Int(CK_WIDEST_PICTURE) - 8, "the kernel reads whole vectors")
        (side, layers, self.singularity) = (source.side, source.layers, singularity)
        rowPrior = tuning.rowPrior
        columnPrior = tuning.columnPrior
        self.lean = lean
        anchors = source.side - Patch.margin
        self.crossing = crossing.map {
            $0.prices(side: source.side).map { $0 * Patch.bytes * Tuning.crossed } + [Float](repeating: 0, count: 8)
        }
        claims = crossing?.claims ?? [1]
        let count = anchors * anchors
        stride = side + 8
        self.source = Values(count: stride * side * layers, fill: 0)
        picture = Values(count: stride * side, fill: 0)
        factors = Values(count: count * layers, fill: 1)
        nearest = Values(count: count * layers, fill: 0)
        repeats = Values(count: count * layers, fill: 0)
        best = Values(count: count, fill: 0)
        picks = Values(count: count, fill: 0)
        distances = Values(count: count, fill: 0)
        copy(source, to: self.source)
    }

    private func copy(_ raster: Raster, to pixels: Values<UInt32>) {
        for y in 0..<raster.side * raster.layers {
            UnsafeMutableRawPointer(pixels.at(y * stride)).copyMemory(from: raster.row(y), byteCount: 4 * side)
        }
    }

    /// Lower is better, in grey levels per byte: the mean distance of the found keys plus a share of the mean distance
    /// of all keys to the picture. Low for a picture that consists of source patches and shows the whole source. The
    /// worst shown keys are added once more, so that unique parts are not lost; so is excess repetition of unique
    /// parts.
    var quality: Float {
        ExactSearch.mean(distances.all) + Tuning.missingShare * ExactSearch.mean(nearest.all)
            + Tuning.worstShare * worstMissing + Tuning.repeatedShare * meanExcess
    }

    /// Mean distance to the picture of the worst shown 5 % of the keys.
    var worstMissing: Float {
        let worst = nearest.all.sorted(by: >).prefix(max(1, nearest.all.count / 20))
        return Float(worst.reduce(0) { $0 + Int($1) }) / (Float(worst.count) * Patch.bytes)
    }

    private static func mean(_ distances: UnsafeMutableBufferPointer<UInt32>) -> Float {
        Float(distances.reduce(0) { $0 + Int($1) }) / (Float(distances.count) * Patch.bytes)
    }

    /// Fills `field` with the best key of each patch of `picture`.
    /// - Complexity: O(anchors⁴), a fraction of a nanosecond each.
    func search(_ picture: Raster, into field: PatchField) {
        copy(picture, to: self.picture)
        best.all.update(repeating: .infinity)
        nearest.all.update(repeating: .max)
        for layer in 0..<layers {
            for down in (1 - anchors)..<anchors {
                for right in (1 - anchors)..<anchors { offer(layer: layer, down: down, right: right) }
            }
        }
        for i in factors.all.indices {
            let missing = claims[i / (anchors * anchors)] * Float(nearest.all[i])
            factors.all[i] = ExactSearch.beta / (ExactSearch.beta + missing)
        }
        for y in 0..<anchors {
            UnsafeMutableRawPointer(field.row(y)).copyMemory(from: picks.at(y * anchors), byteCount: 4 * anchors)
        }
        if let singularity {
            let excess = singularity.excess(of: field)
            for i in excess.indices { repeats.all[i] = min(excess[i], 2) * Patch.bytes * Tuning.repeated }
            meanExcess = excess.reduce(0, +) / Float(excess.count)
        }
    }

    /// Offers each patch the key of a layer at the displacement (`down`, `right`).
    private func offer(layer: Int, down: Int, right: Int) {
        let (x, y) = (max(0, -right), max(0, -down))
        let apart = (
            down: abs(Float(down) / Float(side) - lean.down), right: abs(Float(right) / Float(side) - lean.right)
        )
        let (query, key) = (y * anchors + x, (layer * anchors + y + down) * anchors + x + right)
        func offer(_ prices: UnsafePointer<Float>?) {
            var offer = ck_offer(
                picture: picture.at(y * stride + x),
                source: source.at((layer * side + y + down) * stride + x + right), stride: stride,
                anchors: Int32(anchors), factors: factors.at(key), repeats: repeats.at(key), nearest: nearest.at(key),
                prior: Patch.bytes * (rowPrior * apart.down + columnPrior * apart.right), prices: prices,
                best: best.at(query), picks: picks.at(query), distances: distances.at(query),
                cell: Cell(row: layer * side + y + down, column: x + right).bits)
            ck_offer_keys(&offer, Int32(anchors - abs(right)), Int32(anchors - abs(down)))
        }
        guard let crossing else { return offer(nil) }
        crossing.withUnsafeBufferPointer { offer($0.baseAddress! + layer * anchors * anchors + query) }
    }
}
