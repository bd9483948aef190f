/// Small fields of like colour that a picture falls into, about equally large.
///
/// Source: Achanta and others, "SLIC superpixels compared to state-of-the-art superpixel methods", PAMI 2012.
struct Superpixels {
    let width: Int
    let height: Int
    /// The number of each pixel's field, 0…`count` - 1.
    private(set) var labels: [Int32]
    private(set) var count = 0
    /// Pixels of each field.
    private(set) var areas: [Float] = []

    /// - Parameters:
    ///   - planes: three, in which colours are compared.
    ///   - wanted: about how many fields.
    ///   - compactness: difference of colour that counts as much as the width of a field.
    init(_ planes: [Plane], wanted: Int, compactness: Float) {
        (width, height) = (planes[0].width, planes[0].height)
        let step = max(2, (Float(width * height) / Float(wanted)).squareRoot())
        let (columns, rows) = (max(1, Int(Float(width) / step)), max(1, Int(Float(height) / step)))
        var centers = [SIMD8<Float>]()
        let (p, q, r) = (planes[0].values, planes[1].values, planes[2].values)
        for row in 0..<rows {
            for column in 0..<columns {
                let x = (Float(column) + 0.5) * Float(width) / Float(columns)
                let y = (Float(row) + 0.5) * Float(height) / Float(rows)
                let i = Int(y) * width + Int(x)
                centers.append(SIMD8(p[i], q[i], r[i], x, y, 0, 0, 0))
            }
        }
        labels = [Int32](repeating: 0, count: width * height)
        var distances = [Float](repeating: .infinity, count: width * height)
        let (color, space) = (1 / (compactness * compactness), 1 / (step * step))
        let reach = Int(step.rounded(.up))
        for _ in 0..<8 {
            for i in distances.indices { distances[i] = .infinity }
            for (number, center) in centers.enumerated() {
                let (cx, cy) = (Int(center[3]), Int(center[4]))
                for y in max(0, cy - reach)..<min(height, cy + reach + 1) {
                    let dy = Float(y) - center[4]
                    for x in max(0, cx - reach)..<min(width, cx + reach + 1) {
                        let i = y * width + x
                        let (d0, d1, d2, dx) = (
                            p[i] - center[0], q[i] - center[1], r[i] - center[2], Float(x) - center[3]
                        )
                        let distance = (d0 * d0 + d1 * d1 + d2 * d2) * color + (dx * dx + dy * dy) * space
                        if distance < distances[i] { (distances[i], labels[i]) = (distance, Int32(number)) }
                    }
                }
            }
            var sums = [SIMD8<Float>](repeating: .zero, count: centers.count)
            for y in 0..<height {
                for x in 0..<width {
                    let i = y * width + x
                    sums[Int(labels[i])] += SIMD8(p[i], q[i], r[i], Float(x), Float(y), 1, 0, 0)
                }
            }
            for number in centers.indices where sums[number][5] > 0 { centers[number] = sums[number] / sums[number][5] }
        }
        connect(least: Int(step * step / 4))
    }

    /// Makes every field hang together: scraps below `least` pixels go to the field before them.
    private mutating func connect(least: Int) {
        let old = labels
        var new = [Int32](repeating: -1, count: old.count)
        var stack: [Int] = []
        for start in old.indices where new[start] < 0 {
            let x = start % width
            let before = x > 0 ? new[start - 1] : start >= width ? new[start - width] : -1
            let label = Int32(count)
            var members = [start]
            new[start] = label
            stack.append(start)
            while let i = stack.popLast() {
                let (x, y) = (i % width, i / width)
                for (other, exists) in [
                    (i - 1, x > 0), (i + 1, x + 1 < width), (i - width, y > 0), (i + width, y + 1 < height),
                ] where exists && new[other] < 0 && old[other] == old[start] {
                    new[other] = label
                    members.append(other)
                    stack.append(other)
                }
            }
            if members.count < least, before >= 0 {
                for i in members { new[i] = before }
                areas[Int(before)] += Float(members.count)
            } else {
                count += 1
                areas.append(Float(members.count))
            }
        }
        labels = new
    }

    /// The mean of a plane over each field.
    func means(_ plane: Plane) -> [Float] {
        var sums = [Float](repeating: 0, count: count)
        for i in labels.indices { sums[Int(labels[i])] += plane.values[i] }
        return zip(sums, areas).map { $0 / $1 }
    }

    /// The pairs of fields that touch, the smaller number first, in order.
    var neighbors: [(Int, Int)] {
        var touching = Set<Int>()
        func note(_ i: Int, _ j: Int) {
            let (a, b) = (Int(labels[i]), Int(labels[j]))
            if a != b { touching.insert(min(a, b) * count + max(a, b)) }
        }
        for y in 0..<height {
            for x in 0..<width {
                let i = y * width + x
                if x + 1 < width { note(i, i + 1) }
                if y + 1 < height { note(i, i + width) }
            }
        }
        return touching.sorted().map { ($0 / count, $0 % count) }
    }

    /// The value of each pixel's field, a little smoothed.
    func spread(_ values: [Float]) -> Plane {
        let plane = Plane(width: width, height: height)
        for i in labels.indices { plane.values[i] = values[Int(labels[i])] }
        return plane.blurred(1)
    }

    /// How many pixels of each field are among some.
    func count(of pixels: some Sequence<Int>) -> [Int] {
        var counts = [Int](repeating: 0, count: count)
        for i in pixels { counts[Int(labels[i])] += 1 }
        return counts
    }
}
