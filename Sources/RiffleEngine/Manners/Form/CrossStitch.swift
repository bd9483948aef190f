internal import RiffleImage

/// The figure stitched in crosses of few threads on linen.
struct CrossStitch: Form {
    let manner = Manner("cross stitch", .form, "crosses of coloured thread on linen")
    private static let linens = [
        Lab(l: 0.94, chroma: 0.02, hue: 85), Lab(l: 0.90, chroma: 0.02, hue: 240), Lab(l: 0.86, chroma: 0.03, hue: 20),
    ]
    private static let threads = 14
    var schemes: Int { CrossStitch.linens.count }
    var takesScenery: Bool { true }

    func draw(_ desk: FormDesk) -> Layer? {
        let figure = desk.inPlace
        let pitch = max(4, Int(desk.side / desk.job.between(58, 46, 36)))
        let (columns, rows) = (desk.width / pitch, desk.height / pitch)
        guard columns > 0, rows > 0 else { return nil }
        let stitches = CrossStitch.stitches(figure, columns: columns, rows: rows, pitch: pitch)
        if desk.job.halted() { return nil }
        let (left, top) = ((desk.width - columns * pitch) / 2, (desk.height - rows * pitch) / 2)
        let linen = CrossStitch.linens[desk.scheme].screen.opaque()
        return desk.layer { x, y in
            let (px, py) = (x - left + pitch, y - top + pitch)
            let (u, v) = (
                (Float(px % pitch) + 0.5) / Float(pitch), (Float(py % pitch) + 0.5) / Float(pitch)
            )
            let (du, dv) = (min(u, 1 - u), min(v, 1 - v))
            let hole = min(max(1 - (du * du + dv * dv).squareRoot() * Float(pitch) / 1.4, 0), 1)
            let cloth = linen.shaded((1 - 0.25 * hole) * (1 - 0.05 * Float((x + y) % 2)))
            let (column, row) = (px / pitch - 1, py / pitch - 1)
            guard (0..<columns).contains(column), (0..<rows).contains(row) else { return cloth }
            let thread = stitches[row * columns + column]
            if thread.w == 0 { return cloth }
            let (lower, upper) = (abs(u - v), abs(u + v - 1))
            let first = min(max((0.30 - lower) * 6, 0), 1)
            let second = min(max((0.30 - upper) * 6, 0), 1)
            let cover = max(first * 0.82 * (1 - second), second)
            let light = 1 - 0.35 * min(upper / 0.3, 1)
            return (thread.shaded(0.70 + 0.38 * light * cover) * min(0.55 + 0.6 * cover, 1)).over(cloth)
        }
    }

    /// The thread of each cross, clear where there is none.
    private static func stitches(_ figure: Layer, columns: Int, rows: Int, pitch: Int) -> [SIMD4<Float>] {
        let (left, top) = ((figure.width - columns * pitch) / 2, (figure.height - rows * pitch) / 2)
        var cells = [SIMD4<Float>](repeating: .zero, count: columns * rows)
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = SIMD4<Float>.zero
                for y in 0..<pitch {
                    for x in 0..<pitch { sum += figure[left + column * pitch + x, top + row * pitch + y] }
                }
                cells[row * columns + column] = sum / Float(pitch * pitch)
            }
        }
        let shown = cells.indices.filter { cells[$0].w > 0.5 }
        let colors = shown.map { i in
            let color = (cells[i] / cells[i].w * 255).clamped(lowerBound: .zero, upperBound: .init(repeating: 255))
            return Lab(red: UInt8(color.x), green: UInt8(color.y), blue: UInt8(color.z))
        }
        guard !colors.isEmpty else { return cells.map { _ in .zero } }
        let clusters = ColorClusters(of: colors, count: threads, seed: 0)
        var result = [SIMD4<Float>](repeating: .zero, count: cells.count)
        for (place, i) in shown.enumerated() {
            result[i] = clusters.colors[clusters.nearest(to: colors[place])].screen.opaque()
        }
        return result
    }
}
