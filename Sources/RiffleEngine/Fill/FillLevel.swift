/// A picture with a hole at one size. `known` has the hole filled smoothly (`peeled`).
struct FillLevel: Sendable {
    let known: Raster
    let hole: Hole

    var side: Int { known.side }

    /// Radius in pixels to which a hole is shrunk for the first level, so that each patch can see the rim.
    private static let startRadius = 10
    /// Least number of anchors to take patches from.
    private static let fewestKeys = 24
    private static let smallestSide = 14

    /// The sizes at which a hole is filled, smallest first; the last is the picture's own.
    ///
    /// Sizes halve down to `Ladder.octaveSide` and shrink by 3/4 below, until the hole is small or too few patches
    /// would be left.
    ///
    /// - Parameter peeled: the picture with the hole peeled.
    static func levels(_ peeled: Raster, hole: Hole) -> [FillLevel] {
        var levels = [FillLevel(known: peeled, hole: hole)]
        while let last = levels.last, last.hole.radius > startRadius {
            let side = last.side >= Ladder.octaveSide ? last.side / 2 : (last.side * 3 + 2) / 4
            guard side >= smallestSide else { break }
            let next = FillLevel(known: last.known.scaled(to: side), hole: last.hole.scaled(to: side))
            guard next.hole.sources.count >= fewestKeys else { break }
            levels.append(next)
        }
        return levels.reversed()
    }

    /// Restores the known pixels of `rows`, which a vote blends with patches.
    func restore(_ picture: Raster, rows: Range<Int>) {
        for y in rows {
            let (from, to) = (known.row(y), picture.row(y))
            for x in 0..<side where hole.pixels[y * side + x] == 0 {
                (to + 4 * x).update(from: from + 4 * x, count: 4)
            }
        }
    }
}
