/// Which old pixels make each new one along one side, and how much each counts.
struct ResizeAxis {
    /// A weight of 1.
    static let one = 16384

    /// New pixels.
    let count: Int
    /// Old pixels that make one new pixel; the same number for all, some counting 0.
    let usedTaps: Int
    /// The same made even by one that counts 0 and may lie beyond the end.
    let taps: Int
    /// First old pixel of each new one, never falling.
    let starts: [Int]
    /// The same, from the first old pixel that counts for anything.
    let offsets: [Int32]
    /// `count × taps` weights, those of one new pixel adding up to `one`.
    let weights: [Int16]

    /// The old pixels that count for anything.
    var range: Range<Int> { starts[0]..<starts[count - 1] + usedTaps }

    /// Spreads `count` new pixels evenly over `length` old ones from `origin` on.
    ///
    /// Beyond the ends there are no pixels: those that are there count for more instead. New pixels that lie outside
    /// altogether are made as if they lay on the end.
    ///
    /// - Parameter limit: number of old pixels.
    init(origin: Double, length: Double, limit: Int, count: Int, kernel: ResizeKernel) {
        let step = length / Double(count)
        // When it becomes smaller the kernel is as wide as the new pixels, so that all old ones count alike.
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

    /// Weights in the same proportions that add up to `one`.
    private static func wholeNumbers(_ weights: [Double]) -> [Int16] {
        let sum = weights.reduce(0, +)
        var whole = weights.map { Int16(($0 / sum * Double(one)).rounded()) }
        let largest = whole.indices.max { whole[$0] < whole[$1] } ?? 0
        whole[largest] += Int16(one - whole.reduce(0) { $0 + Int($1) })
        return whole
    }
}
