extension Raster {
    /// The picture at another size: area average for shrinking, bicubic for enlarging.
    func scaled(to newSide: Int) -> Raster {
        if newSide == side { return self }
        return newSide < side
            ? resampled(to: newSide, by: .areaAverage(from: side, to: newSide))
            : resampled(to: newSide, by: .bicubic(from: side, to: newSide))
    }

    /// The picture at another size with a sharper filter than `scaled`, which is faster for shrinking.
    ///
    /// - Parameter rings: whether ringing beside edges is acceptable; it is visible in flat areas.
    func sharplyScaled(to newSide: Int, rings: Bool) -> Raster {
        if newSide >= side { return scaled(to: newSide) }
        return resampled(
            to: newSide, by: rings ? .lanczos(from: side, to: newSide) : .wideBicubic(from: side, to: newSide))
    }

    /// Rows first, then columns, in 14-bit fixed point. The weights of each output pixel sum to exactly 1, so flat
    /// areas, opaque pixels and greys stay unchanged.
    ///
    /// - Complexity: O(side × newSide × taps).
    private func resampled(to newSide: Int, by kernel: ScalingKernel) -> Raster {
        let result = Raster(side: newSide)
        let taps = kernel.taps
        let narrow = UnsafeMutablePointer<Int32>.allocate(capacity: side * newSide * 4)
        defer { narrow.deallocate() }
        kernel.shares.withUnsafeBufferPointer { shares in
            for y in 0..<side {
                let from = row(y)
                let to = narrow + y * newSide * 4
                for x in 0..<newSide {
                    var (r, g, b, a): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
                    for t in 0..<taps {
                        let share = shares[x * taps + t]
                        if share == 0 { continue }
                        let p = from + 4 * min(max(kernel.starts[x] + t, 0), side - 1)
                        r &+= share &* Int32(p[0])
                        g &+= share &* Int32(p[1])
                        b &+= share &* Int32(p[2])
                        a &+= share &* Int32(p[3])
                    }
                    // Six fractional bits are kept between the passes.
                    to[4 * x] = (r &+ 128) >> 8
                    to[4 * x + 1] = (g &+ 128) >> 8
                    to[4 * x + 2] = (b &+ 128) >> 8
                    to[4 * x + 3] = (a &+ 128) >> 8
                }
            }
            let sums = UnsafeMutablePointer<Int32>.allocate(capacity: newSide * 4)
            defer { sums.deallocate() }
            for y in 0..<newSide {
                sums.update(repeating: 1 << 19, count: newSide * 4)
                for t in 0..<taps {
                    let share = shares[y * taps + t]
                    if share == 0 { continue }
                    let from = narrow + min(max(kernel.starts[y] + t, 0), side - 1) * newSide * 4
                    for i in 0..<newSide * 4 { sums[i] &+= share &* from[i] }
                }
                let to = result.row(y)
                for i in 0..<newSide * 4 { to[i] = UInt8(min(max(sums[i] >> 20, 0), 255)) }
                // Bicubic overshoot must not leave a colour larger than its alpha.
                for x in 0..<newSide {
                    for c in 0..<3 { to[4 * x + c] = min(to[4 * x + c], to[4 * x + 3]) }
                }
            }
        }
        return result
    }
}

/// The input pixels and weights of each output pixel of a resize.
struct ScalingKernel {
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
