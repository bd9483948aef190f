/// Finds the nearest of up to 256 colours.
///
/// Space is divided into cells of 32×32×32 colours. The first query in a cell collects the colours that can be nearest
/// to any point in it: those no farther from it than the farthest reach of the closest one. Later queries compare only
/// these, about twenty, four at a time. Smaller cells need fewer comparisons, but collecting costs more than that
/// saves.
struct NearestColor {
    /// Four colours, channel by channel, and their indices.
    private struct Group {
        // Unused lanes hold a point too far away to be chosen.
        var x = SIMD4<Float>(repeating: 1e6)
        var y = SIMD4<Float>.zero
        var z = SIMD4<Float>.zero
        var index = SIMD4<Int32>.zero
    }

    /// The colours in the weighted space of `PaletteSearch`.
    private let colors: [SIMD4<Float>]
    /// The range of each cell in `groups`; empty before its first query.
    private var ranges = [Range<Int32>](repeating: 0..<0, count: 8 * 8 * 8)
    private var groups: [Group] = []

    init(_ centers: [SIMD4<Float>]) {
        colors = centers.map { $0 * PaletteSearch.weights }
    }

    /// Of two colours equally near, within 1/32768, the one with the lower index.
    ///
    /// - Parameter color: 0…255 in x, y, z; w is ignored.
    mutating func index(of color: SIMD4<Float>) -> Int {
        let cell = (Int(color.x) & 0xE0) << 1 | (Int(color.y) & 0xE0) >> 2 | Int(color.z) >> 5
        if ranges[cell].isEmpty { collectCandidates(cell) }
        let range = ranges[cell]
        let wanted = color * PaletteSearch.weights
        let x = SIMD4<Float>(repeating: wanted.x)
        let y = SIMD4<Float>(repeating: wanted.y)
        let z = SIMD4<Float>(repeating: wanted.z)
        return groups.withUnsafeBufferPointer { groups in
            var least = SIMD4<Int32>(repeating: .max)
            for i in Int(range.lowerBound)..<Int(range.upperBound) {
                let group = groups[i]
                let (dx, dy, dz) = (group.x - x, group.y - y, group.z - z)
                // Non-negative floats order like their bit patterns, so the lowest bits can hold the index.
                let distance = unsafeBitCast(dx * dx + dy * dy + dz * dz, to: SIMD4<Int32>.self)
                let candidate = distance & ~0xFF | group.index
                least = least.replacing(with: candidate, where: candidate .< least)
            }
            return Int(min(min(least.x, least.y), min(least.z, least.w)) & 0xFF)
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
            // Written out: here the standard library's `clamped` is ten times slower.
            let raised = color.replacing(with: lower, where: color .< lower)
            let outside = color - raised.replacing(with: upper, where: raised .> upper)
            distances[index] = (outside * outside).sum()
            let below = color - lower
            let above = upper - color
            let farthest = below.replacing(with: above, where: above .> below)
            reach = min(reach, (farthest * farthest).sum())
        }
        let first = groups.count
        var lane = 4
        for index in distances.indices where distances[index] <= reach {
            if lane == 4 {
                groups.append(Group())
                lane = 0
            }
            let last = groups.count - 1
            groups[last].x[lane] = colors[index].x
            groups[last].y[lane] = colors[index].y
            groups[last].z[lane] = colors[index].z
            groups[last].index[lane] = Int32(truncatingIfNeeded: index)
            lane += 1
        }
        ranges[cell] = Int32(truncatingIfNeeded: first)..<Int32(truncatingIfNeeded: groups.count)
    }
}
