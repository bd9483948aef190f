/// What a strength means to the algorithm.
struct Tuning: Equatable {
    /// Price of taking a patch from another height or from further left or right, in grey levels per byte for the whole
    /// height or width. Applies to the exact search.
    var rowPrior: Float
    var columnPrior: Float
    /// The same for the sampler, in units of the logit at the square of the whole height or width.
    var rowPull: Float
    var columnPull: Float
    /// Grey levels of novelty that a candidate must have if any has, those it is rewarded for, and what one is worth.
    var noveltyFloor: Float
    var noveltyTarget: Float
    var noveltyWorth: Float
    /// Quality of a candidate, see `ExactSearch.quality`, from which on a thing that must not be torn is.
    var torn = Float.infinity

    private static let anchors: [(strength: Double, tuning: Tuning)] = [
        (0.0, Tuning(40, 16, 300, 300, floor: 4, target: 6, worth: 0.1)),
        (0.2, Tuning(30, 10, 60, 60, floor: 6, target: 8, worth: 0.2)),
        (0.5, Tuning(10, 5, 15, 25, floor: 10, target: 20, worth: 0.2)),
        (0.8, Tuning(5, 2, 10, 10, floor: 20, target: 50, worth: 0.4)),
        (1.0, Tuning(0, 0, 2, 0, floor: 24, target: 60, worth: 0.4)),
    ]

    private init(
        _ rowPrior: Float, _ columnPrior: Float, _ rowPull: Float, _ columnPull: Float, floor: Float, target: Float,
        worth: Float
    ) {
        self.rowPrior = rowPrior
        self.columnPrior = columnPrior
        self.rowPull = rowPull
        self.columnPull = columnPull
        noveltyFloor = floor
        noveltyTarget = target
        noveltyWorth = worth
    }

    /// The same with stronger pulls to a patch's own place, for what must not be doubled or torn; at full strength the same.
    func gentler(_ strength: Double) -> Tuning {
        var gentler = self
        let factor = Float(1 + 4 * (1 - strength))
        gentler.rowPull *= factor
        gentler.columnPull *= factor
        // At full strength a collage is what is asked for. Source: judged by eye on a portrait, a cat and a bowl.
        gentler.torn = strength < 0.95 ? 6 : .infinity
        return gentler
    }

    /// The same asking for no more novelty than pictures of so little contrast can have.
    /// - Parameter spread: mean difference of a pixel to the picture's mean, in grey levels; two pictures that have nothing to
    ///   do with one another differ by about 1.4 times that.
    func attainable(spread: Float) -> Tuning {
        var attainable = self
        attainable.noveltyFloor = min(noveltyFloor, 0.4 * spread)
        attainable.noveltyTarget = min(noveltyTarget, spread)
        return attainable
    }

    /// Interpolates between the steps that were judged by eye. `strength` is 0…1.
    init(strength: Double) {
        let upper = Tuning.anchors.firstIndex { $0.strength >= strength } ?? Tuning.anchors.count - 1
        let (a, b) = (Tuning.anchors[max(upper - 1, 0)], Tuning.anchors[upper])
        let share = b.strength > a.strength ? Float((strength - a.strength) / (b.strength - a.strength)) : 0
        func between(_ path: KeyPath<Tuning, Float>) -> Float {
            a.tuning[keyPath: path] + (b.tuning[keyPath: path] - a.tuning[keyPath: path]) * share
        }
        self.init(
            between(\.rowPrior), between(\.columnPrior), between(\.rowPull), between(\.columnPull),
            floor: between(\.noveltyFloor), target: between(\.noveltyTarget), worth: between(\.noveltyWorth))
    }
}
