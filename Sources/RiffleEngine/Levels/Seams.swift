internal import CKernels

/// A measure of visible seams: how much a picture's patches differ from the source patches they were made from.
struct Seams {
    /// Mean difference over all patches, in grey levels.
    let mean: Float
    /// Mean over the worst 1 % of the patches, relative to the contrast of their source: a mast that ends in mid-air is
    /// small in grey levels but large relative to contrast.
    let worst: Float

    /// Grey levels added to each patch's contrast, so that grain in plain areas does not count.
    private static let grain: Float = 3

    /// - Complexity: O(side²) distances, plus the source's contrast where they are not 0.
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

    /// Sum of the differences of a patch's colour bytes from the patch's mean colour.
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
