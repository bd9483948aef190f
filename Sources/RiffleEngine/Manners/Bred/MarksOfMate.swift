internal import RiffleImage

/// Lays a picture again in bars that are cut out of another: each lies along the picture's own edges, keeps the texture of
/// where it was cut, and takes the picture's colour.
///
/// Source: Hertzmann, "Painterly rendering with curved brush strokes of multiple sizes", SIGGRAPH 1998, for coarse to fine and
/// painting only where the canvas is off.
struct MarksOfMate {
    /// The picture in the colours that the marks take.
    let target: LabPicture
    /// What the marks are cut out of.
    let library: LabPicture
    /// Marks are so many times as large.
    var scale: Float = 1
    /// Share of its own mean colour that a mark keeps, and how strong its texture stays.
    var own: Float = 0.3
    var texture: Float = 1
    /// Share of the picture's fine detail that is laid over the marks, where there is any.
    var detail: Float = 0.8
    let seed: UInt64
    let crew: Crew
    let halted: @Sendable () -> Bool

    /// Thickness of marks as shares of the longer side, and their length in thicknesses.
    private static let sizes: [Float] = [0.085, 0.05, 0.028, 0.016, 0.010]
    private static let aspect: Float = 2.6
    private static let cuts = 1200

    /// A place in the library that marks are cut from.
    private struct Cut {
        let x: Float
        let y: Float
        let cos: Float
        let sin: Float
        let mean: SIMD3<Float>
        let energy: Float
    }

    /// The picture; nil when halted. `stage` is called with the canvas after each size.
    func paint(_ stage: (LabPicture, Double) -> Void) -> LabPicture? {
        let side = Float(max(target.width, target.height))
        let canvas = blurred(target, 0.03 * side)
        let field = StrokeField(of: target, fine: 0.012 * side, broad: 0.05 * side)
        let libraryField = StrokeField(of: library, fine: 4, broad: 16)
        let detailed = target.l.with(target.l.blurred(0.01 * side, crew: crew)) { abs($0 - $1) }
            .blurred(0.015 * side, crew: crew)
        let top = detailed.percentiles(88)[0] + 1e-4
        let busy = detailed.map { min($0 / top, 1) }
        for (level, size) in MarksOfMate.sizes.enumerated() {
            let thickness = max(5, size * scale * side)
            let isLast = thickness <= 5
            guard
                lay(
                    level, thickness: thickness, canvas: canvas, field: field, libraryField: libraryField, busy: busy)
            else { return nil }
            stage(canvas, Double(level + 1) / Double(MarksOfMate.sizes.count))
            if isLast { break }
        }
        if detail > 0 {
            let sigma = 0.012 * side
            for (plane, wanted) in [(canvas.l, target.l), (canvas.a, target.a), (canvas.b, target.b)] {
                let (smooth, wantedSmooth) = (plane.blurred(sigma, crew: crew), wanted.blurred(sigma, crew: crew))
                for i in 0..<plane.count {
                    let fine = wanted.values[i] - wantedSmooth.values[i]
                    plane.values[i] +=
                        detail * busy.values[i] * (fine - 0.7 * (plane.values[i] - smooth.values[i]))
                }
            }
        }
        return canvas
    }

    private func blurred(_ picture: LabPicture, _ sigma: Float) -> LabPicture {
        func blurred(_ plane: Plane) -> Plane { plane.blurred(sigma, crew: crew) }
        return LabPicture(blurred(picture.l), blurred(picture.a), blurred(picture.b), alpha: picture.alpha)
    }

    /// False when halted.
    private func lay(
        _ level: Int, thickness: Float, canvas: LabPicture, field: StrokeField, libraryField: StrokeField, busy: Plane
    ) -> Bool {
        let (width, height) = (canvas.width, canvas.height)
        let length = thickness * MarksOfMate.aspect
        let wanted = blurred(target, max(0.4, thickness * 0.22))
        let cuts = cuts(level, length: length, thickness: thickness, field: libraryField)
        if cuts.isEmpty { return true }
        let step = max(2, Int(thickness * 0.62))
        var noise = CounterNoise(seed: seed, .cuts, level)
        var places: [(x: Int, y: Int)] = []
        for y in stride(from: 0, to: height, by: step) {
            for x in stride(from: 0, to: width, by: step) {
                let (dx, dy) = (noise.below(step + 1) - step / 2, noise.below(step + 1) - step / 2)
                places.append((min(max(x + dx, 0), width - 1), min(max(y + dy, 0), height - 1)))
            }
        }
        for i in places.indices.dropLast() { places.swapAt(i, i + noise.below(places.count - i)) }
        let least: Float = level < 2 ? 0 : level < 4 ? 0.35 : 0.6
        let gain = texture * [1, 1, 0.8, 0.6, 0.4][level]
        let keeps: Float = level < 2 ? own : 0.4 * own
        for (number, place) in places.enumerated() {
            if number.isMultiple(of: 64), halted() { return false }
            let i = place.y * width + place.x
            if canvas.alpha.values[i] < 0.02 { continue }
            if level > 0 {
                if busy.values[i] < least { continue }
                if isNear(canvas, wanted, place, Int(thickness) / 2, 0.035 * (1.5 - 0.8 * busy.values[i])) { continue }
            }
            let color = SIMD3(wanted.l.values[i], wanted.a.values[i], wanted.b.values[i])
            var (best, nearest) = (cuts[0], Float.infinity)
            for _ in 0..<48 {
                let cut = cuts[noise.below(cuts.count)]
                let d = cut.mean - color
                // Lively cuts are liked, but not those of two things at once.
                let split = max(0, cut.energy - 0.09)
                let distance =
                    d.x * d.x + 2 * (d.y * d.y + d.z * d.z) - 0.0006 * min(10 * cut.energy, 1) + 0.5 * split * split
                if distance < nearest { (best, nearest) = (cut, distance) }
            }
            // Uncertain directions are drawn by a less steady hand.
            let turn = noise.normal() * (0.18 * (1 - field.certainty.values[i]) + 0.04)
            let (sin, cos) = Portable.sinCos(turn)
            let (fx, fy) = (field.x.values[i], field.y.values[i])
            var direction = (x: fx * cos - fy * sin, y: fx * sin + fy * cos)
            if noise.below(2) == 1 { direction = (-direction.x, -direction.y) }
            let mark = Mark(
                x: Float(place.x), y: Float(place.y), direction: direction, length: length, thickness: thickness,
                base: best.mean * keeps + color * (1 - keeps), gain: gain, opacity: level < 2 ? 0.92 : 0.85)
            draw(mark, best, on: canvas)
        }
        return true
    }

    private struct Mark {
        let x: Float
        let y: Float
        let direction: (x: Float, y: Float)
        let length: Float
        let thickness: Float
        let base: SIMD3<Float>
        let gain: Float
        let opacity: Float
    }

    /// Places of the library with much to show, turned so that its own edges lie along the mark.
    private func cuts(_ level: Int, length: Float, thickness: Float, field: StrokeField) -> [Cut] {
        let margin = Int(length / 2) + 2
        let (across, down) = (library.width - 2 * margin, library.height - 2 * margin)
        guard across > 0, down > 0 else { return [] }
        var noise = CounterNoise(seed: seed, .cuts, 100 + level)
        let all = (0..<2 * MarksOfMate.cuts).map { _ -> Cut in
            let (x, y) = (margin + noise.below(across), margin + noise.below(down))
            let i = y * library.width + x
            let (cos, sin) = (field.x.values[i], field.y.values[i])
            var (sum, squares): (SIMD3<Float>, Float) = (.zero, 0)
            for v in -1...1 {
                for u in -3...3 {
                    let (du, dv) = (Float(u) / 7 * length, Float(v) / 3.2 * thickness)
                    let column = min(max(x + Int(du * cos - dv * sin), 0), library.width - 1)
                    let row = min(max(y + Int(du * sin + dv * cos), 0), library.height - 1)
                    let j = row * library.width + column
                    sum += SIMD3(library.l.values[j], library.a.values[j], library.b.values[j])
                    squares += library.l.values[j] * library.l.values[j]
                }
            }
            let mean = sum / 21
            return Cut(
                x: Float(x), y: Float(y), cos: cos, sin: sin, mean: mean,
                energy: max(0, squares / 21 - mean.x * mean.x).squareRoot())
        }
        // The livelier half: plain bars look like tape.
        let middle = all.map(\.energy).sorted()[all.count / 2]
        return all.filter { $0.energy >= middle }
    }

    /// Whether the canvas shows already what is wanted around a place.
    private func isNear(
        _ canvas: LabPicture, _ wanted: LabPicture, _ place: (x: Int, y: Int), _ reach: Int, _ tolerance: Float
    ) -> Bool {
        let (columns, rows) = (
            max(0, place.x - reach)..<min(canvas.width, place.x + reach + 1),
            max(0, place.y - reach)..<min(canvas.height, place.y + reach + 1)
        )
        var (sum, apart, count): (SIMD3<Float>, Float, Float) = (.zero, 0, 0)
        for y in stride(from: rows.lowerBound, to: rows.upperBound, by: 2) {
            for x in stride(from: columns.lowerBound, to: columns.upperBound, by: 2) {
                let i = y * canvas.width + x
                let d = SIMD3(
                    canvas.l.values[i] - wanted.l.values[i], canvas.a.values[i] - wanted.a.values[i],
                    canvas.b.values[i] - wanted.b.values[i])
                sum += d
                apart += abs(d.x) + abs(d.y) + abs(d.z)
                count += 1
            }
        }
        let mean = sum / count
        return max(abs(mean.x) + abs(mean.y) + abs(mean.z), apart / count * 0.67) < tolerance
    }

    /// Ragged bars: their rims are eaten away where the texture is dark.
    private func draw(_ mark: Mark, _ cut: Cut, on canvas: LabPicture) {
        let (halfLength, halfThickness) = (mark.length / 2, mark.thickness / 2)
        let reach = (
            x: abs(mark.direction.x) * halfLength + abs(mark.direction.y) * halfThickness,
            y: abs(mark.direction.y) * halfLength + abs(mark.direction.x) * halfThickness
        )
        let columns = max(0, Int(mark.x - reach.x))..<max(0, min(canvas.width, Int(mark.x + reach.x) + 2))
        let rows = max(0, Int(mark.y - reach.y))..<max(0, min(canvas.height, Int(mark.y + reach.y) + 2))
        if columns.isEmpty || rows.isEmpty { return }
        let (l, a, b) = (canvas.l.values, canvas.a.values, canvas.b.values)
        let own = SIMD3<Float>(1, 0.75, 0.75) * mark.gain
        for y in rows {
            for x in columns {
                let (dx, dy) = (Float(x) - mark.x, Float(y) - mark.y)
                let u = dx * mark.direction.x + dy * mark.direction.y
                let v = dy * mark.direction.x - dx * mark.direction.y
                let (s, t) = (abs(u) / halfLength, abs(v) / halfThickness)
                if s >= 1 || t >= 1 { continue }
                let bar = 1 - s * s * s - t * t * t.squareRoot()
                let place = (x: cut.x + u * cut.cos - v * cut.sin, y: cut.y + u * cut.sin + v * cut.cos)
                let texture = color(place.x, place.y) - cut.mean
                let rag = 0.5 * min(max(4 * texture.x, -0.5), 0.5) * (1 - min(max(bar, 0), 1))
                let share = min(max((bar + rag) * 3.2, 0), 1) * mark.opacity
                if share <= 0 { continue }
                let shown = mark.base + texture * own
                let i = y * canvas.width + x
                l[i] += (shown.x - l[i]) * share
                a[i] += (shown.y - a[i]) * share
                b[i] += (shown.z - b[i]) * share
            }
        }
    }

    /// The library's colour at a point, linear between pixels.
    @inline(__always)
    private func color(_ x: Float, _ y: Float) -> SIMD3<Float> {
        let (width, height) = (library.width, library.height)
        let (cx, cy) = (min(max(x, 0), Float(width - 1)), min(max(y, 0), Float(height - 1)))
        let (left, top) = (Int(cx), Int(cy))
        let (fx, fy) = (cx - Float(left), cy - Float(top))
        let i = top * width + left
        let right = left + 1 < width ? 1 : 0
        let below = top + 1 < height ? width : 0
        @inline(__always) func at(_ j: Int) -> SIMD3<Float> {
            SIMD3(library.l.values[j], library.a.values[j], library.b.values[j])
        }
        let upper = at(i) + (at(i + right) - at(i)) * fx
        let lower = at(i + below) + (at(i + below + right) - at(i + below)) * fx
        return upper + (lower - upper) * fy
    }
}
