internal import RiffleImage

/// Glowing tubes along the figure's lines, before a wall of bricks.
struct Neon: Form {
    let manner = Manner("neon", .form, "glowing tubes along the lines, before a dark wall")
    /// Hues of the wall.
    private static let walls: [Float] = [200, 290, 20, 120]
    var schemes: Int { Neon.walls.count }

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, height, side) = (desk.width, desk.height, desk.side)
        let figure = desk.laid(desk.job.between(0.78, 0.74, 0.74))
        let lines = ContourLines(figure, crew: desk.crew)
        if desk.job.halted() { return nil }
        let lab = figure.lab
        let tint = Tint(figure, lab, side: side, hue: desk.hue, crew: desk.crew)
        if desk.job.halted() { return nil }
        let thickness = side / 120 * desk.job.between(0.85, 1, 1.25)
        let tubes = Plane(width: width, height: height)
        let light = (0..<3).map { _ in Plane(width: width, height: height) }
        desk.crew.rows(height) { y in
            for x in 0..<width {
                let i = y * width + x
                // Line art is its own tube.
                let tube =
                    desk.cut.isLineArt
                    ? min(max((0.62 - lab.l.values[i]) / 0.3, 0), 1) * figure.pixels[i].w
                    : lines.ink(x, y, width: thickness)
                tubes.values[i] = tube
                let color = tint.light(i)
                for c in 0..<3 { light[c].values[i] = color[c] * tube }
            }
        }
        let glows = light.map { plane in
            [(1.1, 0.008), (1.3, 0.03), (1.5, 0.09), (1, 0.1)].map { (share: Float, blur: Float) in
                (share, plane.blurred(blur * side, crew: desk.crew))
            }
        }
        if desk.job.halted() { return nil }
        let wall = BrickWall(hue: desk.hue + Neon.walls[desk.scheme], side: side, seed: desk.job.seed)
        return desk.layer { x, y in
            let i = y * width + x
            let bricks = wall.light(x, y)
            let color = tint.light(i)
            let tube = min(tubes.values[i] * 1.1, 1)
            var result = SIMD4<Float>(0, 0, 0, 1)
            for c in 0..<3 {
                let near = glows[c][0].1.values[i] * 1.1 + glows[c][1].1.values[i] * 1.3 + glows[c][2].1.values[i] * 1.5
                let lit = bricks[c] * (1 + 14 * glows[c][3].1.values[i]) + 0.8 * near
                let value = lit * (1 - tube) + (0.35 * color[c] + 0.65) * tube
                // As film answers light: brighter and brighter, but never beyond white.
                result[c] = Portable.pow(1 - Portable.exp(-1.5 * value), 1 / 2.2)
            }
            return result
        }
    }

    /// The colour that a tube has at each place: the figure's own hue around it, in linear light.
    private struct Tint: Sendable {
        private let a: Plane
        private let b: Plane
        private let weight: Plane
        private let other: Lab

        init(_ figure: Layer, _ lab: LabPicture, side: Float, hue: Float, crew: Crew) {
            func blurred(_ value: (Int) -> Float) -> Plane {
                let plane = Plane(width: figure.width, height: figure.height)
                for i in 0..<plane.count { plane.values[i] = value(i) }
                return plane.blurred(side * 0.014, crew: crew)
            }
            func isColored(_ i: Int) -> Float { lab[i].chroma > 0.04 ? figure.pixels[i].w : 0 }
            a = blurred { lab.a.values[$0] * isColored($0) }
            b = blurred { lab.b.values[$0] * isColored($0) }
            weight = blurred(isColored)
            other = Lab(l: 0.85, chroma: 0.11, hue: hue + 180)
        }

        @inline(__always)
        func light(_ i: Int) -> SIMD4<Float> {
            let known = min(weight.values[i] * 8, 1)
            let (a, b) = (a.values[i], b.values[i])
            let chroma = max((a * a + b * b).squareRoot(), 1e-6)
            let own = Lab(0.78, 0.17 * a / chroma, 0.17 * b / chroma)
            let light = Lab(
                own.l * known + other.l * (1 - known), own.a * known + other.a * (1 - known),
                own.b * known + other.b * (1 - known)
            ).linear
            return SIMD4(light.r, light.g, light.b, 0).clamped(lowerBound: .zero, upperBound: .one)
        }
    }
}

/// Rows of bricks of slightly different tone, in linear light.
private struct BrickWall: Sendable {
    private let base: SIMD4<Float>
    private let width: Int
    private let height: Int
    private let joint: Int
    private let seed: UInt64

    init(hue: Float, side: Float, seed: UInt64) {
        let light = Lab(l: 0.17, chroma: 0.03, hue: hue).linear
        base = SIMD4(light.r, light.g, light.b, 0)
        width = max(8, Int(side / 8))
        height = max(4, Int(side / 16))
        joint = max(1, Int(side / 190))
        self.seed = seed
    }

    func light(_ x: Int, _ y: Int) -> SIMD4<Float> {
        let row = y / height
        let place = x + row % 2 * (width / 2)
        if y % height < joint || place % width < joint { return base * 0.55 }
        var noise = CounterNoise(seed: seed, NoiseStream.form.rawValue, row, place / width)
        return base * (0.75 + 0.5 * Float(noise.below(1000)) / 1000)
    }
}
