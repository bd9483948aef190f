internal import RiffleImage

/// A figure of flat colours made of another picture's stuff: each of its fields is filled with another piece of it, in the
/// field's own colour, and its borders follow the stuff's light and dark.
struct MadeOfMate {
    /// The figure with its colours carried on over what is clear, and how much of each pixel it is.
    let picture: LabPicture
    let alpha: Plane
    let stuff: LabPicture
    /// Texture's strength against the stuff's own.
    var relief: Float = 1.15
    let seed: UInt64
    let crew: Crew

    /// The figure in the stuff, and how much of each pixel it is.
    func made() -> (lab: LabPicture, alpha: Plane) {
        let (width, height) = (picture.width, picture.height)
        let side = Float(max(width, height))
        let colors = ColorClusters(of: picture, count: 6, seed: 1) { alpha.values[$0] > 0.6 }
        let fine = [stuff.l, stuff.a, stuff.b].map { $0.with($0.blurred(0.05 * side, crew: crew)) { $0 - $1 } }
        let tint = (a: stuff.a.mean, b: stuff.b.mean)
        // Borders move along the slope of the stuff's light.
        let bumps = stuff.l.with(stuff.l.blurred(0.03 * side, crew: crew)) { $0 - $1 }.blurred(1.5, crew: crew)
        let slope = Tiled(bumps, offset: (0, 0), isMirrored: false)
        let gx = Plane(width: width, height: height, crew: crew) { x, y in slope[x + 1, y] - slope[x - 1, y] }
            .blurred(1.5, crew: crew)
        let gy = Plane(width: width, height: height, crew: crew) { x, y in slope[x, y + 1] - slope[x, y - 1] }
            .blurred(1.5, crew: crew)
        let steep = gx.with(gy) { ($0 * $0 + $1 * $1).squareRoot() }.percentiles(90)[0] + 1e-5
        let reach = 0.007 * side / steep
        func displaced(_ plane: Plane) -> Plane {
            Plane(width: width, height: height, crew: crew) { x, y in
                let (dx, dy) = (
                    min(max(gx[x, y] * reach, -0.0105 * side), 0.0105 * side),
                    min(max(gy[x, y] * reach, -0.0105 * side), 0.0105 * side)
                )
                return plane.sample(Float(x) + dx, Float(y) + dy)
            }
        }
        let shown = LabPicture(
            displaced(picture.l.blurred(1)), displaced(picture.a.blurred(1)), displaced(picture.b.blurred(1)),
            alpha: picture.alpha)
        let outline = displaced(alpha)
        let fields = (0..<width * height).map { UInt8(colors.nearest(to: shown[$0])) }
        let result = shown.copy()
        var noise = CounterNoise(seed: seed, .cuts, 200)
        for field in colors.colors.indices {
            let offset = (noise.below(stuff.width), noise.below(stuff.height))
            let own = Mask(width: width, height: height) { Int(fields[$0]) == field && outline.values[$0] > 0 }
            if own.isEmpty { continue }
            let pieces = fine.map { Tiled($0, offset: offset, isMirrored: !field.isMultiple(of: 2)) }
            // Thick at the rim: light falls off towards it.
            let rim = own.plane.blurred(0.008 * side, crew: crew)
            crew.rows(height) { y in
                for x in 0..<width {
                    let i = y * width + x
                    if own.bytes[i] == 0 { continue }
                    let edge = min(max(2 * (rim.values[i] - 0.5), 0), 1)
                    let l = shown.l.values[i] + relief * pieces[0][x, y] - 0.1 * (1 - edge)
                    result.l.values[i] = min(max(l, 0.04), 0.99)
                    result.a.values[i] = shown.a.values[i] + 0.8 * pieces[1][x, y] + 0.18 * (tint.a - shown.a.values[i])
                    result.b.values[i] = shown.b.values[i] + 0.8 * pieces[2][x, y] + 0.18 * (tint.b - shown.b.values[i])
                }
            }
        }
        return (result, outline)
    }
}

/// A plane that goes on in all directions, mirrored at its edges.
private struct Tiled {
    private let plane: Plane
    private let offset: (x: Int, y: Int)
    private let isMirrored: Bool

    init(_ plane: Plane, offset: (x: Int, y: Int), isMirrored: Bool) {
        (self.plane, self.offset, self.isMirrored) = (plane, offset, isMirrored)
    }

    subscript(x: Int, y: Int) -> Float {
        let column = Tiled.folded(isMirrored ? offset.x - x : offset.x + x, plane.width)
        return plane.row(Tiled.folded(offset.y + y, plane.height))[column]
    }

    @inline(__always)
    private static func folded(_ i: Int, _ count: Int) -> Int {
        let place = ((i % (2 * count)) + 2 * count) % (2 * count)
        return place < count ? place : 2 * count - 1 - place
    }
}
