/// Finds a palette of few colours for many samples.
///
/// Cuts the box with the largest squared error at the mean of its widest axis until there are enough boxes; then
/// k-means moves their centres.
///
/// Source: X. Wu, "Color quantization by dynamic programming and principal analysis", 1992, for cutting by variance; S.
/// Lloyd, "Least squares quantization in PCM", 1982.
struct PaletteSearch {
    /// Weights of the channels: ordered as in the eye's sensitivity, but nearly equal, because the picture is seen
    /// close up.
    static let weights = SIMD4<Float>(0.95, 1.1, 0.95, 0)

    private(set) var centers: [SIMD4<Float>]
    /// Index of the nearest centre for each sample.
    private(set) var assignment: [UInt8]

    /// - Parameters:
    ///   - count: 2…256.
    ///   - rounds: number of k-means iterations.
    /// - Complexity: O(samples · log(count)) for the cuts, about ten distances a sample for each round.
    init(samples: [ColorCensus.Sample], count: Int, rounds: Int = 1) {
        (centers, assignment) = PaletteSearch.cut(samples, into: min(256, max(1, count)))
        for _ in 0..<rounds { refine(samples) }
    }

    /// Moves centres onto exact colours, most frequent first: each time the nearest centre that was not moved yet.
    mutating func hit(_ colors: [ColorCensus.Sample]) {
        var free = Set(centers.indices)
        for color in colors.sorted(by: { $0.w > $1.w }).prefix(centers.count) {
            func distance(_ index: Int) -> Float {
                let difference = (centers[index] - color) * PaletteSearch.weights
                return (difference * difference).sum()
            }
            guard let nearest = free.min(by: { (distance($0), $0) < (distance($1), $1) }) else { return }
            centers[nearest] = color
            free.remove(nearest)
        }
    }

    private struct Box {
        var range: Range<Int>
        var mean: SIMD4<Float>
        var axis: Int
        /// Summed squared distance from the mean.
        var error: Float

        init(_ order: [Int32], _ samples: [ColorCensus.Sample], _ range: Range<Int>) {
            self.range = range
            var sum = SIMD4<Double>.zero
            var squares = SIMD4<Double>.zero
            var weight = 0.0
            for i in range {
                let sample = samples[Int(order[i])]
                let color = SIMD4<Double>(sample * PaletteSearch.weights)
                let count = Double(sample.w)
                sum += color * count
                squares += color * color * count
                weight += count
            }
            let average = sum / max(1, weight)
            let spread = squares - sum * average
            mean = SIMD4<Float>(average)
            axis = spread.x >= spread.y && spread.x >= spread.z ? 0 : spread.y >= spread.z ? 1 : 2
            error = range.count > 1 ? Float(spread.x + spread.y + spread.z) : 0
        }
    }

    private static func cut(
        _ samples: [ColorCensus.Sample], into count: Int
    ) -> (centers: [SIMD4<Float>], assignment: [UInt8]) {
        var order = samples.indices.map { Int32(truncatingIfNeeded: $0) }
        var boxes = [Box(order, samples, 0..<order.count)]
        while boxes.count < count {
            let widest = boxes.indices.max { boxes[$0].error < boxes[$1].error }!
            let box = boxes[widest]
            guard box.error > 0 else { break }
            let middle = box.mean[box.axis] / weights[box.axis]
            let split = order[box.range].partition { samples[Int($0)][box.axis] > middle }
            guard split > box.range.lowerBound, split < box.range.upperBound else {
                boxes[widest].error = 0
                continue
            }
            boxes[widest] = Box(order, samples, box.range.lowerBound..<split)
            boxes.append(Box(order, samples, split..<box.range.upperBound))
        }
        var assignment = [UInt8](repeating: 0, count: samples.count)
        for (index, box) in boxes.enumerated() {
            for i in box.range { assignment[Int(order[i])] = UInt8(truncatingIfNeeded: index) }
        }
        return (boxes.map { $0.mean / weights.replacing(with: 1, where: weights .== 0) }, assignment)
    }

    private mutating func refine(_ samples: [ColorCensus.Sample]) {
        var nearest = NearestColor(centers)
        var sums = [SIMD4<Float>](repeating: .zero, count: centers.count)
        for i in samples.indices {
            let sample = samples[i]
            let index = nearest.index(of: sample)
            assignment[i] = UInt8(truncatingIfNeeded: index)
            var weighted = sample * sample.w
            weighted.w = sample.w
            sums[index] += weighted
        }
        for index in centers.indices where sums[index].w > 0 {
            centers[index] = sums[index] / sums[index].w
        }
    }
}
