internal import RiffleImage

/// Lays marks, large ones first, until a canvas is like its target: what all manners made of strokes are made by.
///
/// Source: Hertzmann, "Painterly rendering with curved brush strokes of multiple sizes", SIGGRAPH 1998.
final class MarkEngine {
    /// What is seen; the fourth number is the height of the paint.
    let canvas: Canvas
    /// What marks are decided by: the canvas without the paper's grain, whose valleys no mark fills. Nil: the canvas itself
    /// as it is at the start of each pass.
    let plain: Canvas?
    let bristles: Bristles
    /// The height of the paper's grain at each pixel.
    private let grain: Plane?
    /// `PictureStudy.unit`, for the texture of the brush.
    let unit: Float
    let seed: UInt64
    /// Colours to choose from; empty: any.
    let palette: [SIMD4<Float>]
    private let halted: @Sendable () -> Bool
    private let crew: Crew
    private var round = 0

    init(
        _ canvas: Canvas, bristles: Bristles, paper: Paper? = nil, palette: [SIMD4<Float>] = [],
        unit: Float, job: PaintJob
    ) {
        self.canvas = canvas
        plain = paper == nil ? nil : canvas.copy()
        (self.bristles, self.palette, self.unit) = (bristles, palette, unit)
        grain = paper.map { paper in
            Plane(width: canvas.width, height: canvas.height, crew: job.crew) { x, y in paper[x, y] }
        }
        (seed, halted, crew) = (job.seed, job.halted, job.crew)
    }

    /// Lays a layer's marks.
    ///
    /// - Parameters:
    ///   - target: what the canvas shall be like; the fourth number is how much a place matters, 0…1.
    ///   - field: the directions of marks.
    /// - Returns: false when halted.
    func lay(_ layer: MarkLayer, target: Canvas, field: StrokeField) -> Bool {
        let meanTooth = meanTooth(layer)
        for _ in 0..<layer.passes {
            if halted() { return false }
            round += 1
            let seen = plain ?? canvas.copy()
            let starts = starts(layer, seen, target)
            for (number, start) in starts.enumerated() {
                if number & 3 == 0, halted() { return false }
                place(layer, at: start, seen: seen, target: target, field: field, meanTooth: meanTooth)
            }
        }
        return true
    }

    /// The pixel of each cell where the canvas is farthest from its target, in random order; none where it is near enough.
    private func starts(_ layer: MarkLayer, _ seen: Canvas, _ target: Canvas) -> [Int] {
        let (width, height) = (canvas.width, canvas.height)
        let step = max(2, Int(layer.step.rounded()))
        // Means over small blocks stand for the blur that keeps single pixels from calling for marks.
        let block = min(max(1, Int(layer.radius * 0.6)), step / 2)
        let least = layer.threshold * layer.threshold * 0.25
        let (columns, rows) = ((width + step - 1) / step, (height + step - 1) / step)
        let found = UnsafeMutablePointer<Int>.allocate(capacity: columns * rows)
        defer { found.deallocate() }
        let (best, crew) = (Starts(found), crew)
        crew.rows(rows) { row in
            if crew.halted() { return (best.places + row * columns).update(repeating: -1, count: columns) }
            for column in 0..<columns {
                var (worst, place) = (least, -1)
                for top in stride(from: row * step, to: min(row * step + step, height), by: block) {
                    for left in stride(from: column * step, to: min(column * step + step, width), by: block) {
                        var sum = SIMD4<Float>.zero
                        let (right, bottom) = (min(left + block, width), min(top + block, height))
                        for y in top..<bottom {
                            for i in y * width + left..<y * width + right { sum += seen.pixels[i] - target.pixels[i] }
                        }
                        sum /= Float((right - left) * (bottom - top))
                        let error = sum.x * sum.x + sum.y * sum.y + sum.z * sum.z
                        if error > worst { (worst, place) = (error, (top + bottom) / 2 * width + (left + right) / 2) }
                    }
                }
                best.places[row * columns + column] = place
            }
        }
        var starts = (0..<columns * rows).map { found[$0] }.filter { $0 >= 0 }
        var noise = CounterNoise(seed: seed, .marks, round)
        for i in stride(from: starts.count - 1, to: 0, by: -1) { starts.swapAt(i, noise.below(i + 1)) }
        return starts
    }

    private struct Starts: @unchecked Sendable {
        let places: UnsafeMutablePointer<Int>
        init(_ places: UnsafeMutablePointer<Int>) { self.places = places }
    }

    private static let mostPoints = 64

    private func meanTooth(_ layer: MarkLayer) -> Float {
        guard let tooth = layer.tooth, let grain else { return 1 }
        return grain.map { tooth.share($0) }.mean
    }

    private func place(
        _ layer: MarkLayer, at start: Int, seen: Canvas, target: Canvas, field: StrokeField, meanTooth: Float
    ) {
        let (width, height) = (canvas.width, canvas.height)
        let here = seen.pixels[start]
        let wanted = target.pixels[start]
        let error = MarkEngine.distance(here, wanted)
        let limit = layer.threshold * (1 + layer.tolerance * (1 - wanted.w))
        if error < limit * limit { return }
        guard var color = choose(layer, here, wanted, error) else { return }
        var noise = CounterNoise(seed: seed, .marks, round, start)
        let (first, second, third) = (noise.next(), noise.next(), noise.next())
        func random(_ bits: UInt64, _ part: UInt64) -> Float { Float(bits >> (16 * part) & 0xFFFF) / 65536 }

        withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: MarkEngine.mostPoints) { points in
            let most = layer.hops.0 + Int(Float(layer.hops.1 - layer.hops.0) * random(first, 1))
            var point = SIMD2(Float(start % width), Float(start / width))
            var direction = SIMD2(field.x.values[start], field.y.values[start])
            if random(first, 2) > 0.5 { direction = -direction }
            points[0] = point
            var count = 1
            for hop in 0..<most where count < MarkEngine.mostPoints {
                point += direction * layer.hop
                let reach = layer.radius
                if point.x < -reach || point.y < -reach || point.x >= Float(width) + reach
                    || point.y >= Float(height) + reach
                {
                    break
                }
                let i =
                    min(max(Int(point.y), 0), height - 1) * width + min(max(Int(point.x), 0), width - 1)
                if hop >= 2 {
                    let before = seen.pixels[i]
                    let after = Mark.laid(color, over: before, layer.alpha, layer.paint)
                    if MarkEngine.distance(after, target.pixels[i]) > MarkEngine.distance(before, target.pixels[i]) {
                        break
                    }
                }
                points[count] = point
                count += 1
                var next = SIMD2(field.x.values[i], field.y.values[i])
                if (next * direction).sum() < 0 { next = -next }
                direction = next * layer.turning + direction * (1 - layer.turning)
                direction /= ((direction * direction).sum()).squareRoot() + 1e-9
            }
            if count < max(2, layer.hops.0 / 2) { return }
            // In the dark, stray colours look like noise.
            let jitter = layer.jitter * min(0.3 + 0.8 * (color.x + color.y + color.z), 1)
            let common = jitter * (random(first, 3) - 0.5)
            color +=
                SIMD4(random(second, 0), random(second, 1), random(second, 2), 0) * (0.45 * jitter)
                + (common - 0.225 * jitter)
            color.clamp(lowerBound: .zero, upperBound: .one)
            let mark = Mark(
                layer: layer, color: color, radius: layer.radius * (0.8 + 0.4 * random(first, 0)),
                length: Float(count - 1) * layer.hop, hair: random(third, 0) * Float(Bristles.side),
                along: random(third, 1) * Float(Bristles.side), bristles: bristles.table.values, grain: grain?.values,
                meanTooth: meanTooth,
                textureScale: 1 / max(unit, 0.5))
            let line = UnsafeBufferPointer(rebasing: points[0..<count])
            mark.draw(line, on: canvas, plain: plain == nil ? seen : plain!)
        }
    }

    /// The colour that a mark gets, nil where none helps.
    @inline(__always)
    private func choose(
        _ layer: MarkLayer, _ here: SIMD4<Float>, _ wanted: SIMD4<Float>, _ error: Float
    ) -> SIMD4<Float>? {
        if palette.isEmpty { return wanted }
        var (least, best) = (error, -1)
        for i in palette.indices {
            let after = Mark.laid(palette[i], over: here, layer.alpha, layer.paint)
            let error = MarkEngine.distance(after, wanted)
            if error < least { (least, best) = (error, i) }
        }
        return best < 0 ? nil : palette[best]
    }

    @inline(__always)
    private static func distance(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float {
        let d = a - b
        return d.x * d.x + d.y * d.y + d.z * d.z
    }
}
