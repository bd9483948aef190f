/// A random preference of one picture: a smooth price over the source, drawn from a seed.
///
/// Without it all fills of a hole would be alike, because the best patches are the same.
struct Taste: Equatable {
    private let knots: [Float]

    /// Knots per side; the price is interpolated between them.
    private static let knots = 5

    /// - Parameter stream: separates preferences for different purposes.
    init(seed: UInt64, stream: NoiseStream) {
        var noise = CounterNoise(seed: seed, stream)
        knots = (0..<Taste.knots * Taste.knots).map { _ in Float(noise.below(1 << 16)) / Float(1 << 16) }
    }

    /// Prices, 0…1, of anchors in a picture of `side`.
    func prices(_ anchors: [Cell], side: Int) -> [Float] {
        let scale = Float(Taste.knots - 1) / Float(side)
        return anchors.map { anchor in
            let (y, x) = (Float(anchor.row) * scale, Float(anchor.column) * scale)
            let (row, column) = (min(Int(y), Taste.knots - 2), min(Int(x), Taste.knots - 2))
            let (down, right) = (y - Float(row), x - Float(column))
            let at = row * Taste.knots + column
            let upper = knots[at] + (knots[at + 1] - knots[at]) * right
            let lower = knots[at + Taste.knots] + (knots[at + Taste.knots + 1] - knots[at + Taste.knots]) * right
            return upper + (lower - upper) * down
        }
    }
}

/// Finds nearby places that may be used as sources.
struct Lookout {
    private let hole: Hole
    private let steps: [(down: Int, right: Int)]

    private static let reach = 12

    init(_ hole: Hole) {
        self.hole = hole
        var steps: [(down: Int, right: Int)] = []
        for ring in 1...Lookout.reach {
            for i in -ring...ring { steps += [(-ring, i), (ring, i), (i, -ring), (i, ring)] }
        }
        self.steps = steps
    }

    /// The anchor itself, a near one, or any other that the hole does not forbid.
    func allowed(near cell: Cell, seed: UInt64) -> Cell {
        let (row, column) = (cell.row, cell.column)
        if isAllowed(row, column) { return cell }
        for step in steps where isAllowed(row + step.down, column + step.right) {
            return Cell(row: row + step.down, column: column + step.right)
        }
        var noise = CounterNoise(seed: seed, row, column)
        let start = noise.below(hole.anchors * hole.anchors)
        for i in 0..<hole.anchors * hole.anchors {
            let at = (start + i) % (hole.anchors * hole.anchors)
            let any = Cell(row: at / hole.anchors, column: at % hole.anchors)
            if !hole.forbids(any) { return any }
        }
        return cell
    }

    private func isAllowed(_ row: Int, _ column: Int) -> Bool {
        (0..<hole.anchors).contains(row) && (0..<hole.anchors).contains(column)
            && !hole.forbids(Cell(row: row, column: column))
    }
}
