/// What a picture with clear surroundings shows, as a box in shares of the side.
struct Cutout: Equatable {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    init(left: Double, right: Double, top: Double, bottom: Double) {
        self.left = left
        self.right = right
        self.top = top
        self.bottom = bottom
    }

    /// Mean alpha of the rim up to which the surroundings count as clear, and alpha from which a pixel shows something.
    private static let clearRim = 8
    private static let shown: UInt8 = 24

    /// Nil where the rim is not clear, or nothing is shown.
    /// - Complexity: O(side²).
    init?(_ picture: Raster) {
        let side = picture.side
        var rim = 0
        for i in 0..<side {
            for (x, y) in [(i, 0), (i, side - 1), (0, i), (side - 1, i)] { rim += Int(picture.row(y)[4 * x + 3]) }
        }
        guard rim <= Cutout.clearRim * 4 * side else { return nil }
        var (first, last, top, bottom) = (side, -1, side, -1)
        for y in 0..<side {
            for x in 0..<side where picture.row(y)[4 * x + 3] >= Cutout.shown {
                (first, last, top, bottom) = (min(first, x), max(last, x), min(top, y), max(bottom, y))
            }
        }
        guard last >= 0 else { return nil }
        let scale = 1 / Double(side)
        self.init(
            left: Double(first) * scale, right: Double(last + 1) * scale, top: Double(top) * scale,
            bottom: Double(bottom + 1) * scale)
    }
}
