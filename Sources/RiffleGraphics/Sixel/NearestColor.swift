/// Looks up the nearest of up to 256 colours, exactly.
///
/// Space is divided into cells of 32×32×32 colours. The first look into a cell finds which colours can
/// be nearest to anything in it (those no farther from it than the farthest reach of the closest one);
/// after that only these, about twenty, are compared. (Smaller cells have fewer, and cost more to look into
/// than is saved.).
struct NearestColor {
    /// The colours in the weighted space of `PaletteSearch`.
    private let colors: [SIMD4<Float>]
    /// Where the candidates of each cell begin in `candidates`; negative before the first look.
    private var starts = [Int32](repeating: -1, count: 8 * 8 * 8)
    /// For each cell that was looked into: how many, then their indices.
    private var candidates: [UInt8] = []

    init(_ centers: [SIMD4<Float>]) {
        colors = centers.map { $0 * PaletteSearch.weights }
    }

    /// - Parameter color: 0…255 in x, y, z; w is ignored.
    mutating func index(of color: SIMD4<Float>) -> Int {
        let cell = (Int(color.x) & 0xE0) << 1 | (Int(color.y) & 0xE0) >> 2 | Int(color.z) >> 5
        var start = Int(starts[cell])
        if start < 0 {
            start = candidates.count
            starts[cell] = Int32(truncatingIfNeeded: start)
            collectCandidates(cell)
        }
        let wanted = color * PaletteSearch.weights
        return colors.withUnsafeBufferPointer { colors in
            candidates.withUnsafeBufferPointer { candidates in
                var best = 0
                var least = Float.infinity
                for i in start + 1...start + 1 + Int(candidates[start]) {
                    let difference = colors[Int(candidates[i])] - wanted
                    let distance = (difference * difference).sum()
                    if distance < least {
                        least = distance
                        best = Int(candidates[i])
                    }
                }
                return best
            }
        }
    }

    private mutating func collectCandidates(_ cell: Int) {
        let corner = SIMD4<Float>(Float(cell >> 6), Float(cell >> 3 & 7), Float(cell & 7), 0) * 32
        let lower = corner * PaletteSearch.weights
        let upper = (corner + 32) * PaletteSearch.weights
        var reach = Float.infinity
        var distances = [Float](repeating: 0, count: colors.count)
        for index in colors.indices {
            let color = colors[index]
            // Written out: the standard library's clamped is not one instruction here, and ten times slower.
            let raised = color.replacing(with: lower, where: color .< lower)
            let outside = color - raised.replacing(with: upper, where: raised .> upper)
            distances[index] = (outside * outside).sum()
            let below = color - lower
            let above = upper - color
            let farthest = below.replacing(with: above, where: above .> below)
            reach = min(reach, (farthest * farthest).sum())
        }
        // The count is kept less one, so that 256 fit a byte.
        candidates.append(0)
        let first = candidates.count
        for index in distances.indices where distances[index] <= reach {
            candidates.append(UInt8(truncatingIfNeeded: index))
        }
        candidates[first - 1] = UInt8(truncatingIfNeeded: candidates.count - first - 1)
    }
}
