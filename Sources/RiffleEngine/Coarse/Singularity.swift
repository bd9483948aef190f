internal import CKernels

/// How unique each patch of a small picture is. Unique patches (an eye, a stem, a letter) should be shown once; sky may
/// be repeated as needed.
struct Singularity: Sendable {
    private let anchors: Int
    /// For each anchor, row-major: 0 is common, 1 unique; and their mean.
    let shares: [Float]
    let mean: Float
    /// The median over all patches of the mean difference to the most similar patch that is not nearby, in grey levels.
    let loneliness: Float

    /// Patches nearer than this many pixels overlap the same content and are not compared.
    private static let apart = 4
    /// Difference to the most similar patch, in grey levels: up to `common` a patch may be repeated, from `unique` on
    /// it should not.
    private static let common: Float = 8
    private static let unique: Float = 24

    /// - Complexity: O(anchors⁴) distances, most of which stop early.
    init(_ picture: Raster) {
        anchors = picture.side - Patch.margin
        var distances: [Float] = []
        for y in 0..<anchors {
            for x in 0..<anchors {
                let patch = picture.row(y) + 4 * x
                var best = UInt32.max
                for otherY in 0..<anchors {
                    for otherX in 0..<anchors
                    where max(abs(otherX - x), abs(otherY - y)) >= Singularity.apart {
                        best = min(
                            best, ck_patch_sad_below(patch, picture.row(otherY) + 4 * otherX, picture.stride, best))
                    }
                }
                distances.append(Float(best) / Patch.bytes)
            }
        }
        loneliness = distances.sorted()[distances.count / 2]
        let range = Singularity.unique - Singularity.common
        let shares = distances.map { min(max(($0 - Singularity.common) / range, 0), 1) }
        self.shares = shares
        mean = shares.reduce(0, +) / Float(shares.count)
    }

    /// For each anchor, how much more than once a field shows its surroundings, times its uniqueness.
    func excess(of field: PatchField) -> [Float] {
        var shown = [Float](repeating: 0, count: anchors * anchors)
        for y in 0..<anchors {
            for x in 0..<anchors {
                let cell = field.row(y)[x]
                shown[cell.row * anchors + cell.column] += 1
            }
        }
        var excess = [Float](repeating: 0, count: anchors * anchors)
        for y in 0..<anchors {
            for x in 0..<anchors where shares[y * anchors + x] > 0 {
                var (sum, count): (Float, Float) = (0, 0)
                for row in max(y - 1, 0)...min(y + 1, anchors - 1) {
                    for column in max(x - 1, 0)...min(x + 1, anchors - 1) {
                        sum += shown[row * anchors + column]
                        count += 1
                    }
                }
                excess[y * anchors + x] = max(0, sum / count - 1) * shares[y * anchors + x]
            }
        }
        return excess
    }
}
