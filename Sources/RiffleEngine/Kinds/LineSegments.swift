/// Straight segments of a picture's edges.
///
/// Source: Grompone von Gioi, Jakubowicz, Morel, Randall, "LSD: a line segment detector", IPOL 2012: regions grown over
/// pixels whose edges run alike, without its test of significance, which long segments always pass.
struct LineSegments {
    /// In pixels.
    private(set) var lengths: [Float] = []

    /// A sixteenth of a turn: edges that differ less run alike.
    private static let tolerance: Float = 0.392_699
    /// Levels a pixel below which the direction of an edge is rounding.
    private static let weakest: Float = 5.2
    /// Share of its box that a region fills, at least.
    private static let density: Float = 0.7

    private let width: Int
    private let height: Int
    /// Direction along the edge and its strength.
    private var angles: [Float]
    private var strengths: [Float]
    private var isTaken: [Bool]

    /// - Parameter gray: levels 0…255.
    /// - Parameter shortest: segments below this many pixels are left out.
    init(_ gray: Plane, shortest: Float) {
        let smooth = gray.blurred(0.75)
        (width, height) = (gray.width, gray.height)
        angles = [Float](repeating: 0, count: width * height)
        strengths = angles
        isTaken = [Bool](repeating: true, count: width * height)
        guard width > 2, height > 2 else { return }
        var order: [(strength: Float, pixel: Int)] = []
        for y in 0..<height - 1 {
            for x in 0..<width - 1 {
                let (a, b) = (smooth[x, y], smooth[x + 1, y])
                let (c, d) = (smooth[x, y + 1], smooth[x + 1, y + 1])
                let (gx, gy) = ((b + d - a - c) / 2, (c + d - a - b) / 2)
                let strength = (gx * gx + gy * gy).squareRoot()
                guard strength > LineSegments.weakest else { continue }
                let i = y * width + x
                angles[i] = Portable.atan2(gx, -gy)
                strengths[i] = strength
                isTaken[i] = false
                order.append((strength, i))
            }
        }
        order.sort { ($0.strength, $1.pixel) > ($1.strength, $0.pixel) }
        for (_, seed) in order where !isTaken[seed] {
            let region = grow(from: seed, tolerance: LineSegments.tolerance)
            if Float(region.count) < shortest { continue }
            if let length = length(of: region), length > shortest { lengths.append(length) }
        }
    }

    private mutating func grow(from seed: Int, tolerance: Float) -> [Int] {
        let least = Portable.sinCos(tolerance).cos
        var region = [seed]
        isTaken[seed] = true
        var (sin, cos) = Portable.sinCos(angles[seed])
        var next = 0
        while next < region.count {
            let (x, y) = (region[next] % width, region[next] / width)
            next += 1
            for ny in max(0, y - 1)...min(height - 1, y + 1) {
                for nx in max(0, x - 1)...min(width - 1, x + 1) {
                    let i = ny * width + nx
                    if isTaken[i] { continue }
                    let own = Portable.sinCos(angles[i])
                    // The cosine between the region's direction and the pixel's.
                    let length = (sin * sin + cos * cos).squareRoot()
                    guard own.sin * sin + own.cos * cos > least * length else { continue }
                    isTaken[i] = true
                    region.append(i)
                    sin += own.sin
                    cos += own.cos
                }
            }
        }
        return region
    }

    /// The length of the box around a region, grown again more strictly and then shortened until it is filled; nil where
    /// hardly anything stays.
    private mutating func length(of loose: [Int]) -> Float? {
        var region = loose
        var box = box(of: region)
        if isFilled(box, region) { return box.length }
        for i in region { isTaken[i] = false }
        region = grow(from: region[0], tolerance: tolerance(around: region, width: box.width))
        for _ in 0..<16 {
            if region.count < 2 { return nil }
            box = self.box(of: region)
            if isFilled(box, region) { return box.length }
            let start = region[0]
            let radius = 0.75 * 0.75 * (region.map { squaredDistance($0, start) }.max() ?? 0)
            for i in region where squaredDistance(i, start) > radius { isTaken[i] = false }
            region = region.filter { squaredDistance($0, start) <= radius }
        }
        return nil
    }

    private func isFilled(_ box: (length: Float, width: Float), _ region: [Int]) -> Bool {
        Float(region.count) >= LineSegments.density * box.length * box.width
    }

    private func squaredDistance(_ a: Int, _ b: Int) -> Float {
        let (dx, dy) = (Float(a % width - b % width), Float(a / width - b / width))
        return dx * dx + dy * dy
    }

    /// Twice the deviation of the directions near the region's first pixel.
    private func tolerance(around region: [Int], width: Float) -> Float {
        let start = region[0]
        var (sum, squares, count): (Float, Float, Float) = (0, 0, 0)
        for i in region where squaredDistance(i, start) < width * width {
            var turn = angles[i] - angles[start]
            if turn > 3.141_592_65 { turn -= 6.283_185_3 } else if turn < -3.141_592_65 { turn += 6.283_185_3 }
            sum += turn
            squares += turn * turn
            count += 1
        }
        let mean = sum / count
        return 2 * max(squares / count - mean * mean, 0).squareRoot()
    }

    private func box(of region: [Int]) -> (length: Float, width: Float) {
        var (weight, sx, sy): (Float, Float, Float) = (0, 0, 0)
        for i in region {
            weight += strengths[i]
            sx += strengths[i] * Float(i % width)
            sy += strengths[i] * Float(i / width)
        }
        let (x, y) = (sx / weight, sy / weight)
        var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
        for i in region {
            let (dx, dy) = (Float(i % width) - x, Float(i / width) - y)
            xx += strengths[i] * dx * dx
            xy += strengths[i] * dx * dy
            yy += strengths[i] * dy * dy
        }
        let (sin, cos) = Portable.sinCos(0.5 * Portable.atan2(2 * xy, xx - yy))
        var (along, across): ((Float, Float), (Float, Float)) = ((0, 0), (0, 0))
        for i in region {
            let (dx, dy) = (Float(i % width) - x, Float(i / width) - y)
            let (l, w) = (dx * cos + dy * sin, dy * cos - dx * sin)
            along = (min(along.0, l), max(along.1, l))
            across = (min(across.0, w), max(across.1, w))
        }
        return (along.1 - along.0, max(across.1 - across.0, 1))
    }
}
