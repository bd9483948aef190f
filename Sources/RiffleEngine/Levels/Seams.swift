internal import CKernels

/// What a picture's seams show, where its patches differ from those of the source that they were made of.
struct Seams {
    /// Mean difference over all patches, in grey levels.
    let mean: Float
    /// Mean over the worst hundredth of the patches, in shares of the contrast of what they should show: a mast that ends in
    /// mid air is nothing in grey levels, and much in these.
    let worst: Float

    /// Grey levels that are added to every patch's contrast, so that grain of plain areas does not count.
    private static let grain: Float = 3

    /// - Complexity: O(side²), a distance each, and the contrast of the source where it is not 0.
    init(of state: Refinement.State, in source: Raster) {
        let field = state.field
        var sum = 0
        var shares: [Float] = []
        for y in 0..<field.anchors {
            for x in 0..<field.anchors {
                let cell = field.row(y)[x]
                let key = source.at(cell)
                let distance = ck_patch_sad(state.picture.row(y) + 4 * x, key, source.stride)
                if distance == 0 { continue }
                sum += Int(distance)
                shares.append(
                    Float(distance) / (Seams.contrast(key, stride: source.stride) + Patch.bytes * Seams.grain))
            }
        }
        let count = field.anchors * field.anchors
        mean = Float(sum) / (Float(count) * Patch.bytes)
        shares.sort(by: >)
        let few = max(1, count / 100)
        worst = shares.prefix(few).reduce(0, +) / Float(few)
    }

    /// Sum of the differences of a patch's colour bytes to the patch's mean colour.
    private static func contrast(_ patch: UnsafePointer<UInt8>, stride: Int) -> Float {
        var total: Int32 = 0
        for c in 0..<3 {
            var sum: Int32 = 0
            for r in 0..<Patch.side {
                for i in 0..<Patch.side { sum += Int32(patch[r * stride + 4 * i + c]) }
            }
            for r in 0..<Patch.side {
                for i in 0..<Patch.side {
                    total += abs(Int32(Patch.pixels) * Int32(patch[r * stride + 4 * i + c]) - sum)
                }
            }
        }
        return Float(total) / Float(Patch.pixels)
    }
}
