/// Where the subject of a photograph seems to be, by several signs, each a map of 0…1.
struct SubjectCues {
    private let view: SubjectView
    private let fields: Superpixels
    /// Each field's mean colour and place (0…1 across and down).
    private let colors: [SIMD3<Float>]
    private let xs: [Float]
    private let ys: [Float]
    /// Length of the cheapest way between any two fields, in steps of colour beyond what is usual within one texture.
    private let ways: [Float]
    /// The picture a little blurred, lightness discounted.
    private let smooth: [Plane]

    /// - Complexity: O(pixels + fields³).
    init(_ view: SubjectView) {
        self.view = view
        let planes = [view.l, view.a, view.b]
        fields = Superpixels(planes, wanted: 260, compactness: 12)
        let means = planes.map(fields.means)
        colors = (0..<fields.count).map {
            SIMD3(SubjectView.lightness * means[0][$0], means[1][$0], means[2][$0])
        }
        let (width, height) = (view.width, view.height)
        xs = fields.means(Plane(like: view.l) { x, _ in Float(x) / Float(width - 1) })
        ys = fields.means(Plane(like: view.l) { _, y in Float(y) / Float(height - 1) })
        ways = SubjectCues.ways(fields, colors)
        smooth = view.weighted.map { $0.blurred(0.8) }
    }

    private static func distance(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
        let d = a - b
        return (d * d).sum().squareRoot()
    }

    /// Source: Wei and others, "Geodesic saliency using background priors", ECCV 2012; the ways by Floyd and Warshall.
    private static func ways(_ fields: Superpixels, _ colors: [SIMD3<Float>]) -> [Float] {
        let n = fields.count
        let edges = fields.neighbors.map { (a: $0.0, b: $0.1, step: distance(colors[$0.0], colors[$0.1])) }
        var cheapest = [Float](repeating: .infinity, count: n)
        for edge in edges {
            cheapest[edge.a] = min(cheapest[edge.a], edge.step)
            cheapest[edge.b] = min(cheapest[edge.b], edge.step)
        }
        let usual = cheapest.reduce(0) { $0 + ($1.isFinite ? $1 : 0) } / Float(n)
        var ways = [Float](repeating: 1e6, count: n * n)
        for i in 0..<n { ways[i * n + i] = 0 }
        for edge in edges {
            let cost = max(0, edge.step - usual) + 1e-4
            (ways[edge.a * n + edge.b], ways[edge.b * n + edge.a]) = (cost, cost)
        }
        ways.withUnsafeMutableBufferPointer { ways in
            let start = ways.baseAddress!
            for k in 0..<n {
                let through = start + k * n
                for i in 0..<n {
                    let row = start + i * n
                    let first = row[k]
                    for j in 0..<n {
                        let way = first + through[j]
                        row[j] = way < row[j] ? way : row[j]
                    }
                }
            }
        }
        return ways
    }

    // MARK: Maps

    /// How unlike the frame each pixel is along the best way to it, by ranges of lightness and colour.
    func barrier(to seeds: Mask) -> Plane {
        smooth.map { $0.barrierDistance(to: seeds) }.reduce(Plane(like: view.l) { _, _ in 0 }, +).stretched(2, 98)
    }

    /// The same over fields: a way may begin at any of the frame's, dearer where that is unlike the rest of the frame.
    func geodesic(from frame: [Int], extra: (_ x: Float, _ y: Float) -> Float) -> Plane {
        let starts = frame.map { i in
            let others = frame.map { SubjectCues.distance(colors[i], colors[$0]) }.sorted()
            let near = others.prefix(max(2, others.count / 3))
            return 0.8 * near.reduce(0, +) / Float(near.count) + extra(xs[i], ys[i])
        }
        let values = (0..<fields.count).map { i in
            zip(frame, starts).map { ways[i * fields.count + $0] + $1 }.min() ?? 0
        }
        return fields.spread(values).stretched(2, 98)
    }

    /// Contrast of each field to all others, near ones counting most and those of the frame's own most of all.
    /// Source: Zhu and others, "Saliency optimization from robust background detection", CVPR 2014.
    var contrast: Plane {
        let n = fields.count
        let frame = Set(SubjectCues.frameFields(fields, sides: [.left, .right, .top, .bottom], downTo: 1))
        let background = (0..<n).map { i -> Float in
            var (area, rim): (Float, Float) = (0, 0)
            for j in 0..<n {
                let way = ways[i * n + j]
                let nearness = Portable.exp(-way * way / 200)
                area += nearness
                if frame.contains(j) { rim += nearness }
            }
            return 1 - Portable.exp(-0.5 * rim * rim / area)
        }
        let meanArea = fields.areas.reduce(0, +) / Float(n)
        let values = (0..<n).map { i -> Float in
            var sum: Float = 0
            for j in 0..<n {
                let (dx, dy) = (xs[i] - xs[j], ys[i] - ys[j])
                let nearness = Portable.exp(-(dx * dx + dy * dy) / 0.32)
                sum +=
                    SubjectCues.distance(colors[i], colors[j]) * nearness * fields.areas[j] / meanArea * background[j]
            }
            return sum
        }
        return fields.spread(values).stretched(2, 98)
    }

    /// How unlike the nearest of the frame's own colours each pixel is.
    func strangeness(to frame: Mask, clusters: Int, blur: Float = 1.5) -> Plane {
        let planes = view.weighted
        let pixels = frame.bytes.indices.filter { frame.bytes[$0] != 0 }
        let samples = pixels.map { Lab(planes[0].values[$0], planes[1].values[$0], planes[2].values[$0]) }
        guard !samples.isEmpty else { return Plane(width: view.width, height: view.height, fill: 0) }
        let found = ColorClusters(of: samples, count: clusters, seed: 1)
        var members = [[Lab]](repeating: [], count: found.colors.count)
        for sample in samples { members[found.nearest(to: sample)].append(sample) }
        let groups = members.filter { $0.count >= 10 }.map { FrameColor($0, of: samples.count) }
        let result = Plane(like: view.l) { x, y in
            let i = y * view.width + x
            let color = Lab(planes[0].values[i], planes[1].values[i], planes[2].values[i])
            var least = Float.infinity
            for group in groups { least = min(least, group.distance(to: color)) }
            return least.isFinite ? least : 0
        }
        return (blur > 0 ? result.blurred(blur) : result).stretched(2, 98)
    }

    // MARK: The frame

    enum Side { case left, right, top, bottom }

    /// Fields that touch some sides of the picture; the left and right ones as far down as a share of the height.
    private static func frameFields(_ fields: Superpixels, sides: [Side], downTo share: Float) -> [Int] {
        let (width, height) = (fields.width, fields.height)
        let lines = Int(share * Float(height))
        var pixels: [Int] = []
        for side in sides {
            switch side {
            case .left: pixels += (0..<lines).map { $0 * width }
            case .right: pixels += (0..<lines).map { $0 * width + width - 1 }
            case .top: pixels += 0..<width
            case .bottom: pixels += (height - 1) * width..<height * width
            }
        }
        let counts = fields.count(of: pixels)
        return counts.indices.filter { counts[$0] > 0 }
    }

    func frameFields(_ sides: [Side], downTo share: Float = 1) -> [Int] {
        SubjectCues.frameFields(fields, sides: sides, downTo: share)
    }
}

/// One of the colours of a picture's frame, with how it spreads there.
private struct FrameColor {
    private let mean: SIMD3<Float>
    /// The inverse of the covariance: xx, yy, zz, xy, xz, yz.
    private let inverse: (Float, Float, Float, Float, Float, Float)
    private let discount: Float

    init(_ members: [Lab], of total: Int) {
        let n = Float(members.count)
        var sum = SIMD3<Float>.zero
        for m in members { sum += SIMD3(m.l, m.a, m.b) }
        let mean = sum / n
        var (xx, yy, zz, xy, xz, yz): (Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0)
        for m in members {
            let d = SIMD3(m.l, m.a, m.b) - mean
            xx += d.x * d.x
            yy += d.y * d.y
            zz += d.z * d.z
            xy += d.x * d.y
            xz += d.x * d.z
            yz += d.y * d.z
        }
        // Nine units on the diagonal: even a flat colour varies by three levels.
        (xx, yy, zz) = (xx / n + 9, yy / n + 9, zz / n + 9)
        (xy, xz, yz) = (xy / n, xz / n, yz / n)
        let determinant = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
        let k = 1 / max(determinant, 1)
        inverse = (
            (yy * zz - yz * yz) * k, (xx * zz - xz * xz) * k, (xx * yy - xy * xy) * k, (xz * yz - xy * zz) * k,
            (xy * yz - xz * yy) * k, (xy * xz - xx * yz) * k
        )
        self.mean = mean
        // Rare colours of the frame may be the subject's.
        discount = Portable.log(n / Float(total) + 0.02)
    }

    func distance(to color: Lab) -> Float {
        let (x, y, z) = (color.l - mean.x, color.a - mean.y, color.b - mean.z)
        let square =
            x * x * inverse.0 + y * y * inverse.1 + z * z * inverse.2
            + 2 * (x * y * inverse.3 + x * z * inverse.4 + y * z * inverse.5)
        return max(square, 0).squareRoot() - discount
    }
}
