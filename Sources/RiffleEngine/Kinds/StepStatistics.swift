internal import RiffleImage

/// How pixels differ from their right, lower and diagonal neighbours: by the largest difference of a channel.
struct StepStatistics {
    /// Shares of pixels: equal to all three, at most 2 levels off, 3…24 levels, more.
    private(set) var equal: Float = 1
    private(set) var even: Float = 1
    private(set) var middle: Float = 0
    private(set) var sharp: Float = 0
    /// Share of equal ones where the picture is opaque.
    private(set) var equalInside: Float = 1

    /// Pixels that are looked at, at most; of larger pictures, rows at even distances.
    static let sample = 1_100_000

    init(_ source: OpaqueSource) {
        let (width, height) = (source.bitmap.width, source.bitmap.height)
        guard width > 1, height > 1 else { return }
        let step = max(1, width * height / StepStatistics.sample)
        var counts = [Int](repeating: 0, count: 4)
        var (inside, equalInside) = (0, 0)
        let (upper, lower) = (Row(width), Row(width))
        source.bitmap.withPixels { pixels in
            for y in stride(from: 0, to: height - 1, by: step) {
                source.read(y, into: upper.bytes)
                source.read(y + 1, into: lower.bytes)
                StepStatistics.count(upper, lower, width: width, into: &counts)
                if source.paper == nil { continue }
                let alpha = pixels.baseAddress! + 4 * y * width + 3
                for x in 0..<width - 1 {
                    let below = 4 * width
                    guard alpha[4 * x] > 250, alpha[4 * x + 4] > 250, alpha[4 * x + below] > 250,
                        alpha[4 * x + below + 4] > 250
                    else { continue }
                    inside += 1
                    let p = UnsafeRawPointer(upper.bytes + 4 * x)
                    let q = UnsafeRawPointer(lower.bytes + 4 * x)
                    let color = p.load(as: UInt32.self)
                    if p.load(fromByteOffset: 4, as: UInt32.self) == color, q.load(as: UInt32.self) == color,
                        q.load(fromByteOffset: 4, as: UInt32.self) == color
                    {
                        equalInside += 1
                    }
                }
            }
        }
        let total = Float(counts.reduce(0, +))
        equal = Float(counts[0]) / total
        even = Float(counts[0] + counts[1]) / total
        middle = Float(counts[2]) / total
        sharp = Float(counts[3]) / total
        self.equalInside = source.paper == nil ? equal : inside > 100 ? Float(equalInside) / Float(inside) : 1
    }

    /// Adds a row's pixels to the counts of steps 0, 1…2, 3…24 and above.
    private static func count(_ upper: Row, _ lower: Row, width: Int, into counts: inout [Int]) {
        var (equal, even, middle) = (0, 0, 0)
        for x in 0..<width - 1 {
            let p = upper.bytes + 4 * x
            let q = lower.bytes + 4 * x
            var largest = 0
            for c in 0..<3 {
                let value = Int(p[c])
                largest = max(largest, abs(value - Int(p[c + 4])), abs(value - Int(q[c])), abs(value - Int(q[c + 4])))
            }
            if largest == 0 { equal += 1 }
            if largest <= 2 { even += 1 }
            if largest <= 24 { middle += 1 }
        }
        counts[0] += equal
        counts[1] += even - equal
        counts[2] += middle - even
        counts[3] += width - 1 - middle
    }

    /// Room for a row of RGBA bytes.
    final class Row {
        let bytes: UnsafeMutablePointer<UInt8>
        init(_ width: Int) { bytes = .allocate(capacity: 4 * width) }
        deinit { bytes.deallocate() }
    }
}
