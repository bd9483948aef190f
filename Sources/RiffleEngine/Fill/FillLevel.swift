/// A picture with a hole at one size: what is known, the hole peeled, and which pixels it is.
struct FillLevel: Sendable {
    let known: Raster
    let hole: Hole

    var side: Int { known.side }

    /// Radius in pixels to which a hole shrinks before it is begun with: patches then see its rim from everywhere.
    private static let startRadius = 10
    /// Anchors that patches can be taken from, at the least.
    private static let fewestKeys = 24
    private static let smallestSide = 14

    /// The sizes that a hole is filled at, smallest first; the last is the picture's own.
    ///
    /// They fall by octaves to `Ladder.octaveSide` and by 3/4 below, until the hole is small or leaves too little to take
    /// patches from.
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

    /// Puts back the known pixels of `rows`, which a vote blends with what it takes patches for.
    func restore(_ picture: Raster, rows: Range<Int>) {
        for y in rows {
            let (from, to) = (known.row(y), picture.row(y))
            for x in 0..<side where hole.pixels[y * side + x] == 0 {
                (to + 4 * x).update(from: from + 4 * x, count: 4)
            }
        }
    }
}
