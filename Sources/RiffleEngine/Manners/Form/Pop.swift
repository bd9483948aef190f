internal import RiffleImage

/// The figure four times, each in another palette on another ground.
struct Pop: Form {
    let manner = Manner("pop", .form, "four times, each in other colours")
    var schemes: Int { 3 }

    /// Turns of the palette; of the ground, on from the figure's hue, with its lightness.
    private static let fields: [(turn: Float, harmony: Harmony?, ground: Float, lightness: Float)] = [
        (0, nil, 180, 0.86), (150, .complement, 355, 0.80), (80, .analogous, 240, 0.88), (235, .split, 455, 0.82),
    ]

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, height) = (desk.width, desk.height)
        let columns = [0..<width / 2, width / 2..<width]
        let rows = [0..<height / 2, height / 2..<height]
        let result = Layer(width: width, height: height)
        for place in 0..<4 {
            let field = Pop.fields[(place + desk.scheme) % 4]
            let (across, down) = (columns[place % 2], rows[place / 2])
            let colors = field.harmony.map { desk.cut.recolored(turn: field.turn, harmony: $0) }
            let ground = desk.color(field.lightness, 0.12, desk.hue + field.ground + 40 * Float(desk.scheme))
            let figure = desk.cut.laid(
                width: across.count, height: down.count, share: 0.8, colors: colors, crew: desk.crew)
            for y in 0..<down.count {
                for x in 0..<across.count {
                    result.pixels[(down.lowerBound + y) * width + across.lowerBound + x] = figure[x, y].over(ground)
                }
            }
            if desk.job.halted() { return nil }
        }
        return result
    }
}
