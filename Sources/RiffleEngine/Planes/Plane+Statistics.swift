extension Plane {
    var mean: Float { average { $0 } }

    /// Standard deviation.
    var deviation: Float {
        let mean = mean
        return average { ($0 - mean) * ($0 - mean) }.squareRoot()
    }

    /// The mean of `body` of the values. Four rows at a time: every sum waits for the one before it, but not for those of
    /// other rows.
    @inline(__always)
    private func average(_ body: (Float) -> Float) -> Float {
        var total = 0.0
        var y = 0
        while y + 4 <= height {
            let (a, b, c, d) = (row(y), row(y + 1), row(y + 2), row(y + 3))
            var sums: (Float, Float, Float, Float) = (0, 0, 0, 0)
            for x in 0..<width {
                sums.0 += body(a[x])
                sums.1 += body(b[x])
                sums.2 += body(c[x])
                sums.3 += body(d[x])
            }
            for sum in [sums.0, sums.1, sums.2, sums.3] { total += Double(sum) }
            y += 4
        }
        while y < height {
            let row = row(y)
            var sum: Float = 0
            for x in 0..<width { sum += body(row[x]) }
            total += Double(sum)
            y += 1
        }
        return Float(total / Double(count))
    }

    /// The values below which the given percentages, 0…100, of the pixels lie, told from at most 65,536 of them.
    func percentiles(_ percentages: Float...) -> [Float] {
        let step = max(1, count / 65_536)
        var sample = RankedValues(stride(from: 0, to: count, by: step).map { values[$0] })
        return percentages.map { percentage in
            let place = min(max(percentage, 0), 100) / 100 * Float(sample.count - 1)
            let low = Int(place)
            let (below, above) = (sample[low], sample[min(low + 1, sample.count - 1)])
            return below + (above - below) * (place - Float(low))
        }
    }

    /// The same where each pixel counts as much as its weight, at least 0, in a plane of the same size.
    func percentiles(_ percentages: Float..., weights: Plane) -> [Float] {
        let step = max(1, count / 65_536)
        let sample = stride(from: 0, to: count, by: step).map { (value: values[$0], weight: weights.values[$0]) }
            .sorted { $0.value < $1.value }
        let total = sample.reduce(0) { $0 + $1.weight }
        return percentages.map { percentage in
            var rest = percentage / 100 * total
            let found = sample.first { entry in
                rest -= entry.weight
                return rest < 0
            }
            return (found ?? sample[sample.count - 1]).value
        }
    }

    /// Stretched so that the values at two percentages, 0…100, become 0 and 1, cut to 0…1, and raised to a power.
    func stretched(_ low: Float = 1, _ high: Float = 99, power: Float = 1) -> Plane {
        let ends = percentiles(low, high)
        let scale = 1 / (ends[1] - ends[0] + 1e-6)
        let stretched = map { min(max(($0 - ends[0]) * scale, 0), 1) }
        return power == 1 ? stretched : stretched.map { Portable.pow($0, power) }
    }
}

/// Numbers of which a few are wanted by their rank: faster than sorting all.
private struct RankedValues {
    /// By buckets, which are sorted when they are first read; those of a bucket have the same first 16 bits.
    private var values: [Float]
    /// Where each bucket starts, and the end.
    private let starts: [Int32]
    private var sorted: Set<Int> = []

    var count: Int { values.count }

    init(_ unordered: [Float]) {
        var starts = [Int32](repeating: 0, count: (1 << 16) + 1)
        for value in unordered { starts[RankedValues.bucket(value) + 1] += 1 }
        for i in 1..<starts.count { starts[i] += starts[i - 1] }
        var next = starts
        values = [Float](unsafeUninitializedCapacity: unordered.count) { values, count in
            for value in unordered {
                let bucket = RankedValues.bucket(value)
                values[Int(next[bucket])] = value
                next[bucket] += 1
            }
            count = unordered.count
        }
        self.starts = starts
    }

    /// The first bits of a number that orders as the value does.
    @inline(__always)
    private static func bucket(_ value: Float) -> Int {
        let bits = value.bitPattern
        return Int((bits >> 31 == 0 ? bits | 1 << 31 : ~bits) >> 16)
    }

    subscript(rank: Int) -> Float {
        mutating get {
            let bucket = RankedValues.bucket(values[rank])
            if sorted.insert(bucket).inserted { values[Int(starts[bucket])..<Int(starts[bucket + 1])].sort() }
            return values[rank]
        }
    }
}
