/// What the pixels of a region look like: a few Gaussians over colour, texture and focus.
///
/// Each pixel belongs to the Gaussian that explains it best.
/// Source: Rother, Kolmogorov, Blake, "GrabCut", SIGGRAPH 2004, section 3.
struct ColorMixture {
    /// Features of all pixels of a picture, one plane for each, in units in which each spreads by about 1.
    struct Features {
        let planes: [Plane]
        static let count = 5

        /// Those of a pixel, then zeros.
        @inline(__always)
        func point(_ i: Int) -> SIMD8<Float> {
            SIMD8(
                planes[0].values[i], planes[1].values[i], planes[2].values[i], planes[3].values[i],
                planes[4].values[i], 0, 0, 0)
        }
    }

    private struct Part {
        /// Logarithm of the share, less half of that of the determinant.
        var offset: Float
        var mean: [Float]
        /// Rows of the inverse of the covariance's lower triangular root.
        var whitening: [Float]
    }

    private var parts: [Part]
    private static let count = 5
    /// Added to the variance of every feature, so that one flat colour does not explain itself alone.
    private static let floor: Float = 0.02
    private static let triangle = [0, 1, 3, 6, 10]

    /// Of the pixels of a region; nil where there are fewer than 60.
    init?(of features: Features, in region: Mask, seed: UInt64) {
        let pixels = region.bytes.indices.filter { region.bytes[$0] != 0 }
        guard pixels.count >= 60 else { return nil }
        let clusters = min(ColorMixture.count, pixels.count / 30)
        // A few thousand pixels place the clusters as well as all do.
        let step = max(1, pixels.count / 4000)
        let sample = Swift.stride(from: 0, to: pixels.count, by: step).map { pixels[$0] }
        let centers = ColorMixture.centers(of: features, pixels: sample, count: clusters, seed: seed)
        var labels = [UInt8](repeating: 0, count: region.bytes.count)
        for i in pixels { labels[i] = UInt8(ColorMixture.nearest(features.point(i), centers)) }
        self.init(of: features, in: region, labels: labels, count: clusters)
    }

    /// Of the pixels of a region, each in the part that it was labelled with; nil where there are fewer than 60.
    init?(of features: Features, in region: Mask, labels: [UInt8], count: Int) {
        let dimensions = Features.count
        var sums = [SIMD8<Float>](repeating: .zero, count: count)
        var squares = [SIMD16<Float>](repeating: .zero, count: count)
        var counts = [Int](repeating: 0, count: count)
        let p = features.planes.map(\.values)
        let (p0, p1, p2, p3, p4) = (p[0], p[1], p[2], p[3], p[4])
        for i in region.bytes.indices where region.bytes[i] != 0 {
            let (a, b, c, d, e) = (p0[i], p1[i], p2[i], p3[i], p4[i])
            let label = Int(labels[i])
            counts[label] += 1
            sums[label] += SIMD8(a, b, c, d, e, 0, 0, 0)
            let low = SIMD8<Float>(a, a, b, a, b, c, a, b) * SIMD8<Float>(a, b, b, c, c, c, d, d)
            let high = SIMD8<Float>(c, d, a, b, c, d, e, 0) * SIMD8<Float>(d, d, e, e, e, e, e, 0)
            squares[label] += SIMD16(lowHalf: low, highHalf: high)
        }
        let total = counts.reduce(0, +)
        guard total >= 60 else { return nil }
        parts = (0..<count).filter { counts[$0] >= 8 }.map { label in
            let n = Float(counts[label])
            let mean = (0..<dimensions).map { sums[label][$0] / n }
            var covariance = [Float](repeating: 0, count: 15)
            for r in 0..<dimensions {
                for c in 0...r {
                    let at = ColorMixture.triangle[r] + c
                    covariance[at] = squares[label][at] / n - mean[r] * mean[c] + (r == c ? ColorMixture.floor : 0)
                }
            }
            let (whitening, halfLog) = ColorMixture.whitening(covariance)
            return Part(offset: Portable.log(n / Float(total)) - halfLog, mean: mean, whitening: whitening)
        }
        if parts.isEmpty { return nil }
    }

    /// The inverse of the lower triangular root of a covariance, and half the logarithm of its determinant.
    private static func whitening(_ covariance: [Float]) -> (rows: [Float], halfLog: Float) {
        let n = Features.count
        var root = covariance
        var halfLog: Float = 0
        for r in 0..<n {
            for c in 0...r {
                var sum = root[triangle[r] + c]
                for k in 0..<c { sum -= root[triangle[r] + k] * root[triangle[c] + k] }
                root[triangle[r] + c] = r == c ? max(sum, 1e-4).squareRoot() : sum / root[triangle[c] + c]
            }
            halfLog += Portable.log(root[triangle[r] + r])
        }
        var inverse = [Float](repeating: 0, count: root.count)
        for r in 0..<n {
            for c in 0...r {
                var sum: Float = r == c ? 1 : 0
                for k in c..<r { sum -= root[triangle[r] + k] * inverse[triangle[k] + c] }
                inverse[triangle[r] + c] = sum / root[triangle[r] + r]
            }
        }
        return (inverse, halfLog)
    }

    /// Writes the logarithm of how well the best part explains each pixel, and which part that is.
    func explain(_ features: Features, into likelihood: Plane, labels: inout [UInt8]) {
        let p = features.planes.map { UnsafeRawPointer($0.values) }
        let count = likelihood.count
        let lanes = 8
        func column(_ i: Int, _ k: Int) -> SIMD8<Float> {
            if i + lanes <= count { return p[k].loadUnaligned(fromByteOffset: 4 * i, as: SIMD8<Float>.self) }
            var values = SIMD8<Float>.zero
            for lane in 0..<count - i { values[lane] = features.planes[k].values[i + lane] }
            return values
        }
        labels.withUnsafeMutableBufferPointer { labels in
            for i in Swift.stride(from: 0, to: count, by: lanes) {
                let (a, b, c, d, e) = (column(i, 0), column(i, 1), column(i, 2), column(i, 3), column(i, 4))
                var best = SIMD8<Float>(repeating: -.infinity)
                var labelled = SIMD8<Float>.zero
                for (number, part) in parts.enumerated() {
                    part.mean.withUnsafeBufferPointer { mean in
                        part.whitening.withUnsafeBufferPointer { w in
                            let (da, db, dc) = (a - mean[0], b - mean[1], c - mean[2])
                            let (dd, de) = (d - mean[3], e - mean[4])
                            let u0: SIMD8<Float> = da * w[0]
                            var u1: SIMD8<Float> = da * w[1]
                            u1 += db * w[2]
                            var u2: SIMD8<Float> = da * w[3]
                            u2 += db * w[4]
                            u2 += dc * w[5]
                            var u3: SIMD8<Float> = da * w[6]
                            u3 += db * w[7]
                            u3 += dc * w[8]
                            u3 += dd * w[9]
                            var u4: SIMD8<Float> = da * w[10]
                            u4 += db * w[11]
                            u4 += dc * w[12]
                            u4 += dd * w[13]
                            u4 += de * w[14]
                            var square: SIMD8<Float> = u0 * u0
                            square += u1 * u1
                            square += u2 * u2
                            square += u3 * u3
                            square += u4 * u4
                            let score = part.offset - 0.5 * square
                            let isBetter = score .> best
                            best.replace(with: score, where: isBetter)
                            labelled.replace(with: SIMD8(repeating: Float(number)), where: isBetter)
                        }
                    }
                }
                for lane in 0..<min(lanes, count - i) {
                    likelihood.values[i + lane] = best[lane]
                    labels[i + lane] = UInt8(labelled[lane])
                }
            }
        }
    }

    var partCount: Int { parts.count }

    // MARK: A first guess

    private static func centers(
        of features: Features, pixels: [Int], count: Int, seed: UInt64
    ) -> [SIMD8<Float>] {
        var noise = CounterNoise(seed: seed, .mixture)
        let points = pixels.map(features.point)
        var centers = [points[noise.below(points.count)]]
        var distances = points.map { squaredDistance($0, centers[0]) }
        while centers.count < count {
            let total = distances.reduce(0, +)
            if total <= 1e-6 { break }
            var rest = Float(noise.below(1 << 16)) / Float(1 << 16) * total
            let chosen = distances.firstIndex { distance in
                rest -= distance
                return rest < 0
            }
            let center = points[chosen ?? points.count - 1]
            centers.append(center)
            for i in points.indices { distances[i] = min(distances[i], squaredDistance(points[i], center)) }
        }
        let one = SIMD8<Float>(0, 0, 0, 0, 0, 0, 0, 1)
        for _ in 0..<8 {
            // The last number of a sum counts its points.
            var sums = [SIMD8<Float>](repeating: .zero, count: centers.count)
            for point in points { sums[nearest(point, centers)] += point + one }
            for k in centers.indices where sums[k][7] > 0 {
                centers[k] = sums[k] / sums[k][7]
                centers[k][7] = 0
            }
        }
        return centers
    }

    @inline(__always)
    private static func squaredDistance(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> Float {
        let d = a - b
        let squares = d * d
        return squares[0] + squares[1] + squares[2] + squares[3] + squares[4]
    }

    private static func nearest(_ point: SIMD8<Float>, _ centers: [SIMD8<Float>]) -> Int {
        var (best, least) = (0, Float.infinity)
        for k in centers.indices {
            let distance = squaredDistance(point, centers[k])
            if distance < least { (best, least) = (k, distance) }
        }
        return best
    }
}
