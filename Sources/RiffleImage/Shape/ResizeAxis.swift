/// Which old pixels make each new one along one side, and how much each counts.
struct ResizeAxis {
    /// New pixels.
    let count: Int
    /// Old pixels that make one new pixel; the same number for all, some counting 0.
    private(set) var taps: Int
    /// First old pixel of each new one, never falling.
    private(set) var starts: [Int]
    /// `count × taps` weights, those of one new pixel adding up to 1.
    private(set) var weights: [Float]

    /// The old pixels that count for anything.
    var range: Range<Int> { starts[0]..<starts[count - 1] + taps }

    /// Spreads `count` new pixels evenly over `length` old ones from `origin` on.
    ///
    /// Beyond the ends there are no pixels: those that are there count for more instead. New pixels that lie outside
    /// altogether are made as if they lay on the end.
    ///
    /// - Parameter limit: number of old pixels.
    init(origin: Double, length: Double, limit: Int, count: Int, kernel: ResizeKernel) {
        self.count = count
        let step = length / Double(count)
        // When it becomes smaller the kernel is as wide as the new pixels, so that all old ones count alike.
        let stretch = max(1, step)
        let support = kernel.radius * stretch
        var windows: [(first: Int, weights: [Double])] = []
        windows.reserveCapacity(count)
        for i in 0..<count {
            let center = min(max(origin + (Double(i) + 0.5) * step, 0), Double(limit))
            windows.append(
                kernel == .area
                    ? Self.overlap(from: center - step / 2, to: center + step / 2, limit: limit)
                    : Self.window(around: center, support: support, limit: limit) {
                        kernel.weight(at: $0 / stretch)
                    })
        }
        let taps = windows.reduce(1) { max($0, $1.weights.count) }
        var weights = [Float](repeating: 0, count: count * taps)
        starts = windows.enumerated().map { i, window in
            let start = min(window.first, limit - taps)
            let sum = window.weights.reduce(0, +)
            for (k, weight) in window.weights.enumerated() {
                weights[i * taps + window.first - start + k] = Float(weight / sum)
            }
            return start
        }
        self.taps = taps
        self.weights = weights
    }

    private static func window(
        around center: Double, support: Double, limit: Int, weight: (Double) -> Double
    ) -> (first: Int, weights: [Double]) {
        let first = Int(max(0, (center - support - 0.5).rounded(.up)))
        let last = Int(min(Double(limit - 1), (center + support - 0.5).rounded(.down)))
        return (first, (first...max(first, last)).map { weight(Double($0) + 0.5 - center) })
    }

    /// How much of each old pixel lies between two places.
    private static func overlap(from start: Double, to end: Double, limit: Int) -> (first: Int, weights: [Double]) {
        let first = Int(min(max(0, start.rounded(.down)), Double(limit - 1)))
        let last = max(first, Int(min(end.rounded(.up), Double(limit)) - 1))
        let weights = (first...last).map { max(0, min(end, Double($0 + 1)) - max(start, Double($0))) }
        return weights.contains { $0 > 0 } ? (first, weights) : (first, [1])
    }
}
