internal import RiffleImage

/// Grounds that a subject can be put on: the source's own without it, in other arrangements and other light. All in linear
/// light.
struct StageGround {
    var light: [Plane]
    let unit: Float
    let crew: Crew

    var width: Int { light[0].width }
    var height: Int { light[0].height }

    private func mapped(_ body: (Plane) -> Plane) -> StageGround {
        StageGround(light: light.map(body), unit: unit, crew: crew)
    }

    var mirrored: StageGround {
        mapped { plane in
            Plane(like: plane, crew: crew) { x, y in plane.row(y)[plane.width - 1 - x] }
        }
    }

    // MARK: Turned sideways

    /// Whether the ground is calm enough, and its left and right ends like enough, for its halves to change places.
    var canRoll: Bool {
        let gray = light[1].resized(width: min(width, 256), height: max(1, min(width, 256) * height / width))
            .map { 255 * SRGB.encoded($0) }
        var rough = 0
        for y in 0..<gray.height {
            for x in 0..<gray.width {
                let dx = gray[min(x + 1, gray.width - 1), y] - gray[max(x - 1, 0), y]
                let dy = gray[x, min(y + 1, gray.height - 1)] - gray[x, max(y - 1, 0)]
                if dx * dx + dy * dy > 24 * 24 { rough += 1 }
            }
        }
        var apart: Float = 0
        for y in 0..<gray.height { apart += abs(gray[1, y] - gray[gray.width - 2, y]) }
        return Float(rough) < 0.12 * Float(gray.count) && apart < 42 * Float(gray.height)
    }

    /// Rolled sideways by a share of the width: what was at the ends meets at a crooked line on which it differs least.
    ///
    /// Source: Efros, Freeman, "Image quilting", SIGGRAPH 2001, for the line; the ends are brought to one tone first.
    func rolled(by share: Float) -> StageGround {
        let lap = max(4, Int(0.12 * Float(width)))
        // Wider by the lap, so that the ends can overlap.
        let wide = light.map { plane -> Plane in
            let full = width + lap
            return Plane(width: full, height: height, crew: crew) { x, y in
                plane.sample((Float(x) + 0.5) * Float(plane.width) / Float(full) - 0.5, Float(y))
            }
        }
        let level = toned(wide, lap: lap)
        let seam = cheapestSeam(level, lap: lap)
        let feather = max(2, 5 * unit)
        let shift = Int(share * Float(width))
        return StageGround(
            light: level.map { plane in
                Plane(width: width, height: height, crew: crew) { x, y in
                    let row = plane.row(y)
                    let place = (x - shift + 2 * width) % width
                    // The first `lap` columns show both ends.
                    if place >= lap { return row[place] }
                    let t = Portable.smoothstep(-feather, feather, Float(place) - seam[y])
                    return row[width + place] * (1 - t) + row[place] * t
                }
            }, unit: unit, crew: crew)
    }

    /// Brings both ends to one tone, less and less towards the middle.
    private func toned(_ planes: [Plane], lap: Int) -> [Plane] {
        planes.map { plane in
            var steps = (0..<height).map { y -> Float in
                let row = plane.row(y)
                var sum: Float = 0
                for x in 0..<lap { sum += row[width + x] - row[x] }
                return sum / Float(lap)
            }
            let line = Plane(width: 1, height: height)
            for y in 0..<height { line.values[y] = steps[y] }
            let smooth = line.blurred(14 * unit)
            for y in 0..<height { steps[y] = smooth.values[y] }
            let reach = 0.3 * Float(width)
            let known = steps
            return Plane(like: plane, crew: crew) { x, y in
                let (left, right) = (max(0, 1 - Float(x) / reach), max(0, 1 - Float(plane.width - 1 - x) / reach))
                return max(0, plane.row(y)[x] + 0.5 * known[y] * (left * left - right * right))
            }
        }
    }

    /// For each row the column of the lap at which the two ends differ least, without jumps.
    private func cheapestSeam(_ planes: [Plane], lap: Int) -> [Float] {
        var costs = [Float](repeating: 0, count: height * lap)
        for y in 0..<height {
            for x in 0..<lap {
                var cost: Float = 0
                for plane in planes {
                    let d = plane.row(y)[width + x] - plane.row(y)[x]
                    cost += d * d
                }
                // The ends of the lap would show as straight lines.
                let edge = abs(Float(2 * x) / Float(lap) - 1)
                costs[y * lap + x] = cost + 1e-4 * (1 + edge * edge)
            }
        }
        for y in 1..<max(1, height) {
            for x in 0..<lap {
                let above = (y - 1) * lap
                var least = costs[above + x]
                if x > 0 { least = min(least, costs[above + x - 1]) }
                if x + 1 < lap { least = min(least, costs[above + x + 1]) }
                costs[y * lap + x] += least
            }
        }
        var place = (0..<lap).min { costs[(height - 1) * lap + $0] < costs[(height - 1) * lap + $1] }!
        var seam = [Float](repeating: 0, count: height)
        for y in (0..<height).reversed() {
            seam[y] = Float(place)
            if y == 0 { break }
            let above = (y - 1) * lap
            place = (max(0, place - 1)...min(lap - 1, place + 1)).min { costs[above + $0] < costs[above + $1] }!
        }
        return seam
    }

    // MARK: Out of focus

    /// Blurred as by a wide lens, less towards the foot of what stands on it.
    /// - Parameter foot: in pixels from the top; nil: blurred all over.
    func soft(foot: Float?) -> StageGround {
        let small = min(1, 512 / Float(max(width, height)))
        let (w, h) = (max(1, Int(Float(width) * small)), max(1, Int(Float(height) * small)))
        let scaled = light.map { $0.resized(width: w, height: h) }
        let (near, far) = (
            Disc(radius: 5 * unit * small).blurred(scaled, crew: crew),
            Disc(radius: 13 * unit * small).blurred(scaled, crew: crew)
        )
        let (width, height) = (width, height)
        return StageGround(
            light: zip(near, far).map { near, far in
                let (near, far) = (
                    near.resized(width: width, height: height), far.resized(width: width, height: height)
                )
                return Plane(width: width, height: height, crew: crew) { x, y in
                    let t = foot.map { min(max(($0 - Float(y)) / (0.35 * Float(height)), 0), 1) } ?? 1
                    let i = y * width + x
                    return near.values[i] * (1 - t) + far.values[i] * t
                }
            }, unit: unit, crew: crew)
    }

    // MARK: Other light

    /// Each pixel's light times a colour that depends on its place (0…1 across and down), after `body`.
    func graded(
        _ body: @escaping @Sendable (_ light: SIMD3<Float>, _ x: Float, _ y: Float) -> SIMD3<Float>
    ) -> StageGround {
        let (width, height) = (width, height)
        let source = light
        let result = source.map { _ in Plane(width: width, height: height) }
        crew.rows(height) { y in
            for x in 0..<width {
                let i = y * width + x
                let graded = body(
                    SIMD3(source[0].values[i], source[1].values[i], source[2].values[i]), Float(x) / Float(width),
                    Float(y) / Float(height))
                for c in 0..<3 { result[c].values[i] = min(max(graded[c], 0), 1) }
            }
        }
        return StageGround(light: result, unit: unit, crew: crew)
    }

    /// Lit from one side, brighter there and darker on the other: warm as in the evening, or cool as in the morning.
    func ramped(side: Float, by amount: Float, isCool: Bool) -> StageGround {
        let shade: SIMD3<Float> = (isCool ? SIMD3(0.80, 0.95, 1.16) : SIMD3(0.93, 0.97, 1.08)) * (1 - amount)
        let lamp: SIMD3<Float> = (isCool ? SIMD3(0.88, 0.99, 1.14) : SIMD3(1.05, 1, 0.9)) * (1 + 0.8 * amount)
        return graded { light, x, y in
            let t = min(max(side * (x - 0.5) * 1.2 - (y - 0.5) * 0.5 + 0.5, 0), 1)
            return light * (shade * (1 - t) + lamp * t)
        }
    }
}

/// A mean over a disc in which bright spots count more, as lenses draw them.
private struct Disc {
    let radius: Int
    private let halfWidths: [Int]

    init(radius: Float) {
        let r = max(1, Int(radius.rounded()))
        self.radius = r
        halfWidths = (-r...r).map { Int(Float(r * r - $0 * $0).squareRoot()) }
    }

    func blurred(_ planes: [Plane], crew: Crew) -> [Plane] {
        let weight = planes[0].copy()
        for i in 0..<weight.count {
            let gray = (planes[0].values[i] + planes[1].values[i] + planes[2].values[i]) / 3
            weight.values[i] = 1 + 5 * min(max(gray - 0.5, 0), 1)
        }
        let total = sum(weight, crew: crew)
        return planes.map { sum($0 * weight, crew: crew).with(total) { $0 / $1 } }
    }

    /// Row sums up to each column make the sum over a disc one difference a row.
    private func sum(_ plane: Plane, crew: Crew) -> Plane {
        let (width, height, r) = (plane.width, plane.height, radius)
        let sums = Plane(width: width + 2 * r + 1, height: height)
        crew.rows(height) { y in
            let (row, out) = (plane.row(y), sums.row(y))
            var total: Float = 0
            out[0] = 0
            for x in -r..<width + r {
                total += row[Plane.mirrored(x, width)]
                out[x + r + 1] = total
            }
        }
        let result = Plane(width: width, height: height)
        let halfWidths = halfWidths
        crew.rows(height) { y in
            let out = result.row(y)
            for x in 0..<width { out[x] = 0 }
            for dy in -r...r {
                let (line, half) = (sums.row(Plane.mirrored(y + dy, height)), halfWidths[dy + r])
                for x in 0..<width { out[x] += line[x + r + half + 1] - line[x + r - half] }
            }
        }
        return result
    }
}
