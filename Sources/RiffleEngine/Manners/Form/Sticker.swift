/// The figure with a white rim and a shine, lightly turned, on a pale ground.
struct Sticker: Form {
    let manner = Manner("sticker", .form, "a sticker with a white rim, stuck on a pale ground")
    private static let turns: [(angle: Float, hue: Float)] = [(-5, 180), (6, 60), (-9, -80), (4, 120)]
    var schemes: Int { Sticker.turns.count }

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, height, side) = (desk.width, desk.height, desk.side)
        let turn = Sticker.turns[desk.scheme]
        let figure = desk.laid(desk.job.between(0.8, 0.74, 0.7), angle: turn.angle)
        let away = Plane.distance(to: Mask(figure.alpha, above: 0.5)).blurred(1.2 * side / 384, crew: desk.crew)
        if desk.job.halted() { return nil }
        let rim = side * desk.job.between(0.024, 0.032, 0.042)
        let hairline = max(1.2 * side / 384, 0.8)
        let white = away.map { min(max(rim - $0 + 0.5, 0), 1) }
        let (right, down) = (Int(side * 0.008), Int(side * 0.016))
        let shadow = Plane(like: white) { x, y in
            x < right || y < down ? 0 : white[x - right, y - down]
        }.blurred(side * 0.012, crew: desk.crew)
        if desk.job.halted() { return nil }
        let ground = desk.color(0.88, 0.05, desk.hue + turn.hue)
        return desk.layer { x, y in
            let i = y * width + x
            let (u, v) = (Float(x) / Float(width), Float(y) / Float(height))
            let line = min(max(rim + hairline - away.values[i] + 0.5, 0), 1)
            let behind = ground.shaded((1.03 - 0.1 * v) * (1 - 0.38 * shadow.values[i]))
            let paper = SIMD4<Float>.one * white.values[i]
            let color = figure.pixels[i].over(paper.over((SIMD4<Float>(0.8, 0.8, 0.8, 1) * line).over(behind)))
            let band = (u * 0.7 + v - 0.62) / 0.05
            let shine = Portable.exp(-band * band) * 0.16 * white.values[i]
            return color + (.one - color) * shine
        }
    }
}
