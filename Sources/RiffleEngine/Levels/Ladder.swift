/// The sequence of sizes at which a picture is made.
struct Ladder: Equatable {
    /// Sides for the sampler, smallest first.
    let sampled: [Int]
    /// Side of the exact search, then of the finer levels up to the source's own.
    let refined: [Int]

    /// Sources below this side cannot be varied: they have too few 7 × 7 patches.
    static let smallestSide = 12
    /// Largest side for comparing all patches with each other.
    private static let exactSide = 27
    /// From this side on each level doubles; below, it grows by 4/3.
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
