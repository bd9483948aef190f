internal import RiffleImage

/// Blurs that stop at edges: what a bilateral filter does, in time that does not depend on the width.
///
/// Source: Gastal, Oliveira, "Domain transform for edge-aware image and video processing", SIGGRAPH 2011, its recursive form.
struct EdgeKeepingBlur {
    /// In pixels.
    let sigma: Float
    /// The difference of values that counts as an edge: 0.05…0.15 for lightness 0…1.
    let edge: Float
    var rounds = 3

    func callAsFunction(_ plane: Plane, crew: Crew = .alone) -> Plane { blurred([plane], by: [plane], crew: crew)[0] }

    func callAsFunction(_ picture: LabPicture, crew: Crew = .alone) -> LabPicture {
        var result = picture
        let planes = [picture.l, picture.a, picture.b]
        let smooth = blurred(planes, by: planes, crew: crew)
        (result.l, result.a, result.b) = (smooth[0], smooth[1], smooth[2])
        return result
    }

    /// Planes blurred where guides of the same size are even; blurred less when halted.
    func blurred(_ planes: [Plane], by guides: [Plane], crew: Crew = .alone) -> [Plane] {
        let (width, height) = (planes[0].width, planes[0].height)
        // Noise does not stop the blur: it is smoothed from the guides.
        let guides = guides.map { $0.blurred(0.8, crew: crew) }
        let across = Plane(width: width, height: height)
        let down = Plane(width: width, height: height)
        let ratio = sigma / edge
        crew.rows(height) { y in
            let (a, d) = (across.row(y), down.row(y))
            for x in 0..<width { (a[x], d[x]) = (0, 0) }
            for guide in guides {
                let (row, above) = (guide.row(y), guide.row(max(y - 1, 0)))
                for x in 0..<width {
                    a[x] += abs(row[x] - row[max(x - 1, 0)])
                    d[x] += abs(row[x] - above[x])
                }
            }
            for x in 0..<width { (a[x], d[x]) = (1 + ratio * a[x], 1 + ratio * d[x]) }
        }
        let results = planes.map { $0.copy() }
        for round in 0..<rounds where !crew.halted() {
            // Widths halve from round to round, and their squares sum to sigma².
            let four = Float(1 << (2 * rounds))
            let width = sigma * 1.732_050_8 * Float(1 << (rounds - 1 - round)) / (four - 1).squareRoot()
            let rate = -1.414_213_6 / width
            let weightsAcross = across.map { Portable.exp(rate * $0) }
            let weightsDown = down.map { Portable.exp(rate * $0) }
            for plane in results where !crew.halted() {
                EdgeKeepingBlur.pass(across: plane, weightsAcross, crew: crew)
                EdgeKeepingBlur.pass(down: plane, weightsDown, crew: crew)
            }
        }
        return results
    }

    /// Four rows at a time: every pixel waits for the one before it, but not for those of other rows.
    private static func pass(across plane: Plane, _ weights: Plane, crew: Crew) {
        let (width, height) = (plane.width, plane.height)
        crew.rows((height + 3) / 4) { group in
            if 4 * group + 4 > height {
                for y in 4 * group..<height { pass(along: plane.row(y), weights.row(y), width) }
                return
            }
            let (a, b, c, d) = (
                plane.row(4 * group), plane.row(4 * group + 1), plane.row(4 * group + 2), plane.row(4 * group + 3)
            )
            let (p, q, r, s) = (
                weights.row(4 * group), weights.row(4 * group + 1), weights.row(4 * group + 2),
                weights.row(4 * group + 3)
            )
            var last = (a[0], b[0], c[0], d[0])
            @inline(__always) func step(_ x: Int, _ edge: Int) {
                last.0 = a[x] + p[edge] * (last.0 - a[x])
                last.1 = b[x] + q[edge] * (last.1 - b[x])
                last.2 = c[x] + r[edge] * (last.2 - c[x])
                last.3 = d[x] + s[edge] * (last.3 - d[x])
                (a[x], b[x], c[x], d[x]) = last
            }
            for x in 1..<max(width, 1) { step(x, x) }
            for x in stride(from: width - 2, through: 0, by: -1) { step(x, x + 1) }
        }
    }

    private static func pass(
        along row: UnsafeMutablePointer<Float>, _ weight: UnsafeMutablePointer<Float>, _ width: Int
    ) {
        var last = row[0]
        for x in 1..<max(width, 1) {
            last = row[x] + weight[x] * (last - row[x])
            row[x] = last
        }
        for x in stride(from: width - 2, through: 0, by: -1) {
            last = row[x] + weight[x + 1] * (last - row[x])
            row[x] = last
        }
    }

    private static func pass(down plane: Plane, _ weights: Plane, crew: Crew) {
        let (width, height) = (plane.width, plane.height)
        crew.perform((width + 255) / 256) { band in
            let columns = band * 256..<min(width, band * 256 + 256)
            for y in 1..<max(height, 1) {
                let (row, above, weight) = (plane.row(y), plane.row(y - 1), weights.row(y))
                for x in columns { row[x] += weight[x] * (above[x] - row[x]) }
            }
            for y in stride(from: height - 2, through: 0, by: -1) {
                let (row, below, weight) = (plane.row(y), plane.row(y + 1), weights.row(y + 1))
                for x in columns { row[x] += weight[x] * (below[x] - row[x]) }
            }
        }
    }
}
