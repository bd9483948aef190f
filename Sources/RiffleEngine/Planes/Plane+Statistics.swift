extension Plane {
    var mean: Float {
        var total = 0.0
        for y in 0..<height {
            let row = row(y)
            var sum: Float = 0
            for x in 0..<width { sum += row[x] }
            total += Double(sum)
        }
        return Float(total / Double(count))
    }

    /// Standard deviation.
    var deviation: Float {
        let mean = mean
        return map { ($0 - mean) * ($0 - mean) }.mean.squareRoot()
    }

    /// The values below which the given percentages, 0…100, of the pixels lie, told from at most 65,536 of them.
    func percentiles(_ percentages: Float...) -> [Float] {
        let step = max(1, count / 65_536)
        let sample = stride(from: 0, to: count, by: step).map { values[$0] }.sorted()
        return percentages.map { percentage in
            let place = min(max(percentage, 0), 100) / 100 * Float(sample.count - 1)
            let low = Int(place)
            let high = min(low + 1, sample.count - 1)
            return sample[low] + (sample[high] - sample[low]) * (place - Float(low))
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
