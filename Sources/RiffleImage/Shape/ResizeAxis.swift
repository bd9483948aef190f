/// One axis of a resampling filter: which source pixels contribute to each output pixel, with weights.
struct ResizeAxis {
    /// The weight that stands for 1.
    static let one = 16384

    /// Number of output pixels.
    let count: Int
    /// Source pixels per output pixel; the same for all, some with weight 0.
    let usedTaps: Int
    /// `usedTaps` rounded up to an even number; the extra one has weight 0 and may lie outside.
    let taps: Int
    /// First source pixel of each output pixel; ascending.
    let starts: [Int]
    /// The same, relative to `range`.
    let offsets: [Int32]
    /// `count × taps` weights; those of one output pixel add up to `one`.
    let weights: [Int16]

    /// The source pixels that contribute.
    var range: Range<Int> { starts[0]..<starts[count - 1] + usedTaps }

    /// Distributes `count` output pixels evenly over `length` source pixels from `origin` on.
    ///
    /// Outside the source there are no pixels; the weights of existing ones are increased instead. Output pixels
    /// completely outside use the edge.
    ///
    /// - Parameter limit: number of source pixels.
    init(origin: Double, length: Double, limit: Int, count: Int, kernel: ResizeKernel) {
        let step = length / Double(count)
        // When shrinking, the kernel is widened so that all source pixels contribute equally.
        let stretch = max(1, step)
        let support = kernel.radius * stretch
        let windows = (0..<count).map { i in
            let center = min(max(origin + (Double(i) + 0.5) * step, 0), Double(limit))
            let first = Int(max(0, (center - support - 0.5).rounded(.up)))
            let last = max(first, Int(min(Double(limit - 1), (center + support - 0.5).rounded(.down))))
            let weights = (first...last).map { kernel.weight(at: (Double($0) + 0.5 - center) / stretch) }
            return (first: first, weights: Self.wholeNumbers(weights))
        }
        let usedTaps = windows.reduce(1) { max($0, $1.weights.count) }
        let taps = usedTaps + usedTaps % 2
        var weights = [Int16](repeating: 0, count: count * taps)
        let starts = windows.map { min($0.first, limit - usedTaps) }
        for (i, window) in windows.enumerated() {
            for (k, weight) in window.weights.enumerated() { weights[i * taps + window.first - starts[i] + k] = weight }
        }
        self.count = count
        self.usedTaps = usedTaps
        self.taps = taps
        self.weights = weights
        self.starts = starts
        offsets = starts.map { Int32($0 - starts[0]) }
    }

    /// Integer weights in the same proportions that add up to `one`.
    private static func wholeNumbers(_ weights: [Double]) -> [Int16] {
        let sum = weights.reduce(0, +)
        var whole = weights.map { Int16(($0 / sum * Double(one)).rounded()) }
        let largest = whole.indices.max { whole[$0] < whole[$1] } ?? 0
        whole[largest] += Int16(one - whole.reduce(0) { $0 + Int($1) })
        return whole
    }
}
