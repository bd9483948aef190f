/// The sizes that a picture is made at, one after the other.
struct Ladder: Equatable {
    /// Sides of the pictures the sampler draws, smallest first.
    let sampled: [Int]
    /// Side of the exact search, then those of the finer levels up to the source's own.
    let refined: [Int]

    /// Sources below this cannot be varied: they have too few patches of 7 pixels to choose from.
    static let smallestSide = 12
    /// Up to this side every patch is compared with every other.
    private static let exactSide = 27
    /// From this side on each level is twice the one before; below, 4/3 of it.
    static let octaveSide = 256

    /// - Precondition: `side >= Ladder.smallestSide`.
    init(side: Int) {
        var sides = [side]
        while let last = sides.last, last > Ladder.exactSide {
            sides.append(last >= Ladder.octaveSide ? last / 2 : (last * 3 + 2) / 4)
        }
        refined = sides.reversed()
        let exact = refined[0]
        sampled = exact > 20 ? [14, 20] : exact > 14 ? [14, exact] : [exact]
    }

    /// All sides, smallest first.
    var sides: [Int] { Set(sampled + refined).sorted() }
}
