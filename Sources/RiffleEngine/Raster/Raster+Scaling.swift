internal import RiffleImage

extension Raster {
    /// The picture at another size: area average for shrinking, bicubic for enlarging.
    func scaled(to newSide: Int, crew: Crew = .alone) -> Raster {
        if newSide == side { return self }
        return newSide < side
            ? resampled(to: newSide, by: .areaAverage(from: side, to: newSide), crew: crew)
            : resampled(to: newSide, by: .bicubic(from: side, to: newSide), crew: crew)
    }

    /// The picture at another size with a sharper filter than `scaled`, which is faster for shrinking.
    ///
    /// - Parameter rings: whether ringing beside edges is acceptable; it is visible in flat areas.
    func sharplyScaled(to newSide: Int, rings: Bool, crew: Crew = .alone) -> Raster {
        if newSide >= side { return scaled(to: newSide, crew: crew) }
        return resampled(
            to: newSide, by: rings ? .lanczos(from: side, to: newSide) : .wideBicubic(from: side, to: newSide),
            crew: crew)
    }

    /// Rows first, then columns, in 14-bit fixed point. The weights of each output pixel sum to exactly 1, so flat
    /// areas, opaque pixels and greys stay unchanged. When halted, rows are left out.
    ///
    /// - Complexity: O(side × newSide × taps).
    private func resampled(to newSide: Int, by kernel: ScalingKernel, crew: Crew) -> Raster {
        let result = Raster(side: newSide)
        let narrow = Sums(side: side, newSide: newSide)
        defer { narrow.values.deallocate() }
        crew.rows(side) { y in
            if !crew.halted() { weigh(row: y, by: kernel, into: narrow.row(y)) }
        }
        crew.rows(newSide) { y in
            if !crew.halted() { average(narrow, by: kernel, y, into: result.row(y)) }
        }
        return result
    }

    /// Rows of weighted sums, four for each output pixel, with six fractional bits.
    private struct Sums: @unchecked Sendable {
        let values: UnsafeMutablePointer<Int32>
        /// Numbers in a row.
        let count: Int
        let rows: Int

        init(side: Int, newSide: Int) {
            (count, rows) = (newSide * 4, side)
            values = .allocate(capacity: rows * count)
        }

        func row(_ y: Int) -> UnsafeMutablePointer<Int32> { values + y * count }
    }

    private func weigh(row y: Int, by kernel: ScalingKernel, into out: UnsafeMutablePointer<Int32>) {
        let from = row(y)
        let taps = kernel.taps
        kernel.shares.withUnsafeBufferPointer { shares in
            for (x, start) in kernel.starts.enumerated() {
                var (r, g, b, a): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
                for t in 0..<taps {
                    let share = shares[x * taps + t]
                    if share == 0 { continue }
                    let p = from + 4 * min(max(start + t, 0), side - 1)
                    r &+= share &* Int32(p[0])
                    g &+= share &* Int32(p[1])
                    b &+= share &* Int32(p[2])
                    a &+= share &* Int32(p[3])
                }
                out[4 * x] = (r &+ 128) >> 8
                out[4 * x + 1] = (g &+ 128) >> 8
                out[4 * x + 2] = (b &+ 128) >> 8
                out[4 * x + 3] = (a &+ 128) >> 8
            }
        }
    }

    private func average(_ rows: Sums, by kernel: ScalingKernel, _ y: Int, into out: UnsafeMutablePointer<UInt8>) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows.count) { sums in
            sums.update(repeating: 1 << 19)
            for t in 0..<kernel.taps {
                let share = kernel.shares[y * kernel.taps + t]
                if share == 0 { continue }
                let from = rows.row(min(max(kernel.starts[y] + t, 0), rows.rows - 1))
                for i in 0..<rows.count { sums[i] &+= share &* from[i] }
            }
            for i in 0..<rows.count { out[i] = UInt8(min(max(sums[i] >> 20, 0), 255)) }
            // Bicubic overshoot must not leave a colour larger than its alpha.
            for i in Swift.stride(from: 0, to: rows.count, by: 4) {
                for c in 0..<3 { out[i + c] = min(out[i + c], out[i + 3]) }
            }
        }
    }
}

/// The input pixels and weights of each output pixel of a resize.
struct ScalingKernel: Sendable {
    /// Input pixels per output pixel; some weights may be 0.
    let taps: Int
    /// First input pixel of each output pixel; positions outside mean the nearest edge pixel.
    let starts: [Int]
    /// `taps` weights per output pixel in units of 1/16384; they sum to 16384.
    let shares: [Int32]

    private static let one: Int32 = 16384

    static func areaAverage(from side: Int, to newSide: Int) -> ScalingKernel {
        let taps = (side + newSide - 1) / newSide + 1
        return ScalingKernel(newSide: newSide, taps: taps) { x in
            // In units of 1/newSide input pixel, output pixel x covers x·side ..< (x + 1)·side.
            let (start, end) = (x * side, (x + 1) * side)
            let first = start / newSide
            let shares = (0..<taps).map { t -> Double in
                let (left, right) = ((first + t) * newSide, (first + t + 1) * newSide)
                return Double(max(0, min(right, end) - max(left, start))) / Double(side)
            }
            return (first, shares)
        }
    }

    /// The cubic of `bicubic`, widened to the output pixels.
    static func wideBicubic(from side: Int, to newSide: Int) -> ScalingKernel {
        stretched(from: side, to: newSide, reach: 2) { d in
            d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2
        }
    }

    /// Source: C. Duchon, "Lanczos filtering in one and two dimensions", 1979, with three lobes.
    static func lanczos(from side: Int, to newSide: Int) -> ScalingKernel {
        stretched(from: side, to: newSide, reach: 3) { d in
            d < 1e-9 ? 1 : 3 * sine(d) * sine(d / 3) / (9.869_604_401_089_358 * d * d)
        }
    }

    /// sin(πx) for x in 0…3 by its series, because math libraries differ between machines.
    private static func sine(_ x: Double) -> Double {
        let turns = x.rounded()
        let y = 3.141_592_653_589_793 * (x - turns)
        let sign: Double = Int(turns).isMultiple(of: 2) ? 1 : -1
        var (sum, term) = (y, y)
        for n in stride(from: 3.0, through: 17, by: 2) {
            term *= -y * y / (n * (n - 1))
            sum += term
        }
        return sign * sum
    }

    /// A filter with a radius of `reach` output pixels; `weigh` gets the distance in output pixels.
    private static func stretched(
        from side: Int, to newSide: Int, reach: Double, weigh: (Double) -> Double
    ) -> ScalingKernel {
        let scale = Double(side) / Double(newSide)
        let taps = Int((2 * reach * scale).rounded(.up)) + 1
        return ScalingKernel(newSide: newSide, taps: taps) { x in
            let center = (Double(x) + 0.5) * scale - 0.5
            let first = Int((center - reach * scale).rounded(.up))
            let weights = (0..<taps).map { t -> Double in
                let d = abs(Double(first + t) - center) / scale
                return d >= reach ? 0 : weigh(d)
            }
            let sum = weights.reduce(0, +)
            return (first, weights.map { $0 / sum })
        }
    }

    /// Source: R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5.
    static func bicubic(from side: Int, to newSide: Int) -> ScalingKernel {
        ScalingKernel(newSide: newSide, taps: 4) { x in
            let center = (Double(x) + 0.5) * Double(side) / Double(newSide) - 0.5
            let first = center.rounded(.down)
            let f = center - first
            let shares = [
                ((-0.5 * f + 1) * f - 0.5) * f, (1.5 * f - 2.5) * f * f + 1, ((-1.5 * f + 2) * f + 0.5) * f,
                (0.5 * f - 0.5) * f * f,
            ]
            return (Int(first) - 1, shares)
        }
    }

    private init(newSide: Int, taps: Int, weigh: (Int) -> (first: Int, shares: [Double])) {
        self.taps = taps
        var starts: [Int] = []
        var shares: [Int32] = []
        for x in 0..<newSide {
            let (first, exact) = weigh(x)
            var rounded = exact.map { Int32(($0 * Double(ScalingKernel.one)).rounded()) }
            let largest = rounded.indices.max { rounded[$0] < rounded[$1] }!
            rounded[largest] += ScalingKernel.one - rounded.reduce(0, +)
            starts.append(first)
            shares += rounded
        }
        self.starts = starts
        self.shares = shares
    }
}
