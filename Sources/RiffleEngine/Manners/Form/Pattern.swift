/// The figure as a pattern that repeats without a seam.
struct Pattern: Form {
    let manner = Manner("pattern", .form, "a pattern that repeats without a seam, two of four in other colours")
    private static let turns: [(first: Float, second: Float, ground: Float)] = [
        (60, 180, 180), (120, 240, 60), (-60, 90, -90), (150, 30, 20),
    ]
    var schemes: Int { Pattern.turns.count }

    /// Middle, size, angle and colours of each figure.
    private static let places: [(x: Float, y: Float, share: Float, angle: Float, colors: Int)] = [
        (0.25, 0.25, 0.40, -8, 0), (0.75, 0.75, 0.40, 8, 0), (0.75, 0.25, 0.31, 14, 1), (0.25, 0.75, 0.31, -14, 2),
    ]

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, height, side) = (desk.width, desk.height, desk.side)
        let turns = Pattern.turns[desk.scheme]
        let ground = desk.color(0.94, 0.03, desk.hue + turns.ground)
        let dot = desk.color(0.78, 0.09, desk.hue)
        let result = desk.layer { x, y in
            // Dots on the corners and halfway between, each half on either side of a seam.
            let (u, v) = (Float(x) + 0.5, Float(y) + 0.5)
            let (w, h) = (Float(width) / 2, Float(height) / 2)
            let (dx, dy) = (u - (u / w).rounded() * w, v - (v / h).rounded() * h)
            let cover = min(max(side * 0.018 - (dx * dx + dy * dy).squareRoot() + 0.5, 0), 1)
            return (dot * cover).over(ground)
        }
        let colors = [
            nil, desk.cut.recolored(turn: turns.first, harmony: .turned),
            desk.cut.recolored(turn: turns.second, harmony: .turned),
        ]
        for place in Pattern.places {
            if desk.job.halted() { return nil }
            let figure = desk.cut.laid(
                width: width, height: height, share: place.share, angle: place.angle, center: (place.x, place.y),
                colors: colors[place.colors], crew: desk.crew)
            result.lay(figure, crew: desk.crew)
        }
        return result
    }
}
