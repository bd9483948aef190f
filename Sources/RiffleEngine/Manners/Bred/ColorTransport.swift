internal import RiffleImage

/// Moves the colours of one picture to where those of another lie: a smooth map of colours, so that what is smooth stays so.
///
/// Source: Pitié, Kokaram, Dahyot, "Automated colour grading using colour distribution transfer", 2007 (matching along many
/// random directions); the map is then fitted to the moves.
struct ColorTransport {
    /// Ten coefficients for each of l, a, b: a quadratic of the colour.
    private let coefficients: [[Float]]
    /// What the quadratic leaves, at the knots of a lattice over all colours.
    private let rest: [SIMD3<Float>]
    /// Colours are held within these when the quadratic is read, because it runs off beyond them.
    private let low: SIMD3<Float>
    private let high: SIMD3<Float>

    private static let knots = (l: 9, a: 12, b: 12)
    private static let rounds = 20
    private static let quantiles = 129

    /// - Parameters:
    ///   - from, to: some thousand colours of both pictures.
    ///   - lightness: share of the way that lightness goes, 0…1.
    init(from: [SIMD3<Float>], to: [SIMD3<Float>], lightness: Float, seed: UInt64) {
        let moves = ColorTransport.moves(from, to, seed: seed).map { $0 * SIMD3(lightness, 1, 1) }
        let fits = (0..<3).map { c in ColorTransport.fit(from, moves.map { $0[c] }) }
        coefficients = fits
        func bounds(_ c: Int) -> (Float, Float) {
            let sorted = from.map { $0[c] }.sorted()
            return (sorted[sorted.count / 50], sorted[sorted.count - 1 - sorted.count / 50])
        }
        let ranges = (0..<3).map(bounds)
        low = SIMD3(ranges[0].0, ranges[1].0, ranges[2].0)
        high = SIMD3(ranges[0].1, ranges[1].1, ranges[2].1)
        let left = zip(from, moves).map { color, move in
            move - SIMD3((0..<3).map { ColorTransport.value(fits[$0], color) })
        }
        rest = ColorTransport.lattice(from, left)
    }

    /// How far a colour moves.
    func move(_ color: SIMD3<Float>) -> SIMD3<Float> {
        let held = color.clamped(lowerBound: low, upperBound: high)
        let smooth = SIMD3(
            ColorTransport.value(coefficients[0], held), ColorTransport.value(coefficients[1], held),
            ColorTransport.value(coefficients[2], held))
        return smooth + between(color)
    }

    // MARK: The moves

    /// For each colour how far it goes until its crowd has the shape of the other.
    private static func moves(_ from: [SIMD3<Float>], _ to: [SIMD3<Float>], seed: UInt64) -> [SIMD3<Float>] {
        var crowd = from
        for round in 0..<rounds {
            var noise = CounterNoise(seed: seed, .transport, round)
            let axes = randomAxes(&noise)
            var steps = [SIMD3<Float>](repeating: .zero, count: crowd.count)
            for axis in axes {
                let places = crowd.map { ($0 * axis).sum() }
                let (own, wanted) = (quantiles(of: places), quantiles(of: to.map { ($0 * axis).sum() }))
                for i in steps.indices { steps[i] += axis * (read(places[i], own, wanted) - places[i]) }
            }
            for i in crowd.indices { crowd[i] += steps[i] }
        }
        return zip(crowd, from).map { $0 - $1 }
    }

    /// Three directions at right angles.
    private static func randomAxes(_ noise: inout CounterNoise) -> [SIMD3<Float>] {
        var axes: [SIMD3<Float>] = []
        while axes.count < 3 {
            var axis = SIMD3(noise.normal(), noise.normal(), noise.normal())
            for other in axes { axis -= other * (axis * other).sum() }
            let length = (axis * axis).sum().squareRoot()
            if length > 0.1 { axes.append(axis / length) }
        }
        return axes
    }

    private static func quantiles(of values: [Float]) -> [Float] {
        let sorted = values.sorted()
        return (0..<quantiles).map { k in
            let place = Float(k) / Float(quantiles - 1) * Float(sorted.count - 1)
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (sorted[high] - sorted[low]) * (place - Float(low))
        }
    }

    /// The value between `values` that lies where `x` does between `places`, which rise.
    private static func read(_ x: Float, _ places: [Float], _ values: [Float]) -> Float {
        var (low, high) = (0, places.count - 1)
        if x <= places[low] { return values[low] }
        if x >= places[high] { return values[high] }
        while high - low > 1 {
            let middle = (low + high) / 2
            if places[middle] <= x { low = middle } else { high = middle }
        }
        let width = places[high] - places[low]
        return width < 1e-9 ? values[low] : values[low] + (values[high] - values[low]) * (x - places[low]) / width
    }

    // MARK: The map

    private static func terms(_ c: SIMD3<Float>) -> [Float] {
        [1, c.x, c.y, c.z, c.x * c.x, c.y * c.y, c.z * c.z, c.x * c.y, c.x * c.z, c.y * c.z]
    }

    @inline(__always)
    private static func value(_ k: [Float], _ c: SIMD3<Float>) -> Float {
        let linear = k[0] + k[1] * c.x + k[2] * c.y + k[3] * c.z
        let squares = k[4] * c.x * c.x + k[5] * c.y * c.y + k[6] * c.z * c.z
        return linear + squares + k[7] * c.x * c.y + k[8] * c.x * c.z + k[9] * c.y * c.z
    }

    /// Least squares with a little weight on small coefficients, by Cholesky's method.
    private static func fit(_ colors: [SIMD3<Float>], _ values: [Float]) -> [Float] {
        let n = 10
        var matrix = [Double](repeating: 0, count: n * n)
        var right = [Double](repeating: 0, count: n)
        for (color, value) in zip(colors, values) {
            let terms = terms(color).map(Double.init)
            for r in 0..<n {
                right[r] += terms[r] * Double(value)
                for c in 0...r { matrix[r * n + c] += terms[r] * terms[c] }
            }
        }
        for r in 0..<n { matrix[r * n + r] += 2e-4 * Double(colors.count) }
        for r in 0..<n {
            for c in 0...r {
                var sum = matrix[r * n + c]
                for k in 0..<c { sum -= matrix[r * n + k] * matrix[c * n + k] }
                matrix[r * n + c] = r == c ? max(sum, 1e-12).squareRoot() : sum / matrix[c * n + c]
            }
        }
        for r in 0..<n {
            for k in 0..<r { right[r] -= matrix[r * n + k] * right[k] }
            right[r] /= matrix[r * n + r]
        }
        for r in (0..<n).reversed() {
            for k in r + 1..<n { right[r] -= matrix[k * n + r] * right[k] }
            right[r] /= matrix[r * n + r]
        }
        return right.map(Float.init)
    }

    /// The place of a colour among the knots.
    @inline(__always)
    private static func place(_ c: SIMD3<Float>) -> SIMD3<Float> {
        SIMD3(c.x * 8, (c.y + 0.3) / 0.6 * 11, (c.z + 0.3) / 0.6 * 11)
            .clamped(lowerBound: .zero, upperBound: SIMD3(7.999, 10.999, 10.999))
    }

    @inline(__always)
    private static func knot(_ l: Int, _ a: Int, _ b: Int) -> Int { (l * knots.a + a) * knots.b + b }

    /// The means of the moves near each knot, smoothed; towards 0 where there are few.
    private static func lattice(_ colors: [SIMD3<Float>], _ moves: [SIMD3<Float>]) -> [SIMD3<Float>] {
        var sums = [SIMD4<Float>](repeating: .zero, count: knots.l * knots.a * knots.b)
        for (color, move) in zip(colors, moves) {
            let p = place(color)
            sums[knot(Int(p.x + 0.5), Int(p.y + 0.5), Int(p.z + 0.5))] += SIMD4(move, 1)
        }
        let kernel: [Float] = [0.25, 0.5, 0.25]
        func smoothed(_ values: [SIMD4<Float>], _ step: (Int, Int, Int)) -> [SIMD4<Float>] {
            var result = values
            for l in 0..<knots.l {
                for a in 0..<knots.a {
                    for b in 0..<knots.b {
                        var sum = SIMD4<Float>.zero
                        for k in -1...1 {
                            sum +=
                                kernel[k + 1]
                                * values[
                                    knot(
                                        min(max(l + k * step.0, 0), knots.l - 1),
                                        min(max(a + k * step.1, 0), knots.a - 1),
                                        min(max(b + k * step.2, 0), knots.b - 1))]
                        }
                        result[knot(l, a, b)] = sum
                    }
                }
            }
            return result
        }
        let smooth = [(1, 0, 0), (0, 1, 0), (0, 0, 1)].reduce(sums) { smoothed($0, $1) }
        return smooth.map { SIMD3($0.x, $0.y, $0.z) / ($0.w + 3) }
    }

    private func between(_ color: SIMD3<Float>) -> SIMD3<Float> {
        let p = ColorTransport.place(color)
        let (l, a, b) = (Int(p.x), Int(p.y), Int(p.z))
        let f = SIMD3(p.x - Float(l), p.y - Float(a), p.z - Float(b))
        @inline(__always) func along(_ l: Int, _ a: Int) -> SIMD3<Float> {
            let (x, y) = (rest[ColorTransport.knot(l, a, b)], rest[ColorTransport.knot(l, a, b + 1)])
            return x + (y - x) * f.z
        }
        let near = along(l, a) + (along(l, a + 1) - along(l, a)) * f.y
        let far = along(l + 1, a) + (along(l + 1, a + 1) - along(l + 1, a)) * f.y
        return near + (far - near) * f.x
    }
}
