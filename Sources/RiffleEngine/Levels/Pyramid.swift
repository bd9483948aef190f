internal import RiffleImage

/// The source at each size of a ladder.
final class Pyramid: Sendable {
    private let levels: [Int: Raster]

    /// Each level is averaged from the smallest one with at least twice its side, so that large sources are read once.
    init(_ source: Raster, sides: [Int], crew: Crew = .alone) {
        var levels = [source.side: source]
        for side in sides.sorted(by: >) where levels[side] == nil {
            let from = levels.keys.filter { $0 >= 2 * side }.min() ?? source.side
            levels[side] = levels[from]!.scaled(to: side, crew: crew)
        }
        self.levels = levels
    }

    /// For each side, the parents' levels stacked as layers.
    init(stacking parents: [Pyramid], sides: [Int]) {
        levels = Dictionary(
            uniqueKeysWithValues: sides.map { side in (side, Raster(stacking: parents.map { $0.level(side) })) })
    }

    private init(levels: [Int: Raster]) { self.levels = levels }

    func extended(by larger: [Int: Raster]) -> Pyramid { Pyramid(levels: levels.merging(larger) { $1 }) }

    /// - Precondition: `side` is one of those the pyramid was built for.
    func level(_ side: Int) -> Raster { levels[side]! }
}
