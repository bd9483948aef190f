/// The figure pressed out of coloured paper.
struct Emboss: Form {
    let manner = Manner("emboss", .form, "pressed out of paper of one colour")
    private static let papers: [(lightness: Float, chroma: Float, hue: Float)] = [
        (0.84, 0.045, 0), (0.92, 0.015, 80), (0.72, 0.07, 180), (0.52, 0.09, 240),
    ]
    var schemes: Int { Emboss.papers.count }

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, side) = (desk.width, desk.side)
        let figure = desk.laid(0.7)
        let alpha = figure.alpha
        let inside = Plane.distance(to: Mask(alpha, above: 0.5).inverted)
        let tone = figure.lab.l.map { $0 - 0.5 }.blurred(1.4 * side / 384, crew: desk.crew)
        if desk.job.halted() { return nil }
        let depth = desk.job.between(0.75, 1, 1.3) * side * 0.014
        let height =
            Plane(like: alpha) { x, y in
                min(inside[x, y], side * 0.02) / (side * 0.02) + 0.75 * alpha[x, y] * tone[x, y]
            }.blurred(side * 0.004, crew: desk.crew) * depth
        let (right, down) = (Int(side * 0.008), Int(side * 0.012))
        let shadow = Plane(like: alpha) { x, y in
            x < right || y < down ? 0 : alpha[x - right, y - down]
        }.blurred(side * 0.012, crew: desk.crew)
        if desk.job.halted() { return nil }
        let grain = desk.grain(max(0.8 * side / 384, 0.6))
        let paper = Emboss.papers[desk.scheme]
        let base = Lab(l: paper.lightness, chroma: paper.chroma, hue: desk.hue + paper.hue)
        return desk.layer { x, y in
            let i = y * width + x
            let (l, r) = (max(x - 1, 0), min(x + 1, width - 1))
            let (t, b) = (max(y - 1, 0), min(y + 1, height.height - 1))
            let gx: Float = (height[r, y] - height[l, y]) * 0.5
            let gy: Float = (height[x, b] - height[x, t]) * 0.5
            let length: Float = (gx * gx + gy * gy + 1).squareRoot()
            let light: Float = (gx * 0.55 + gy * 0.65 + 0.55) / (0.55 * length)
            let dark = shadow.values[i] * (1 - alpha.values[i]) * 0.25
            let factor = min(max(1 + 0.55 * (light - 1) + 0.012 * grain.values[i] - dark, 0.3), 1.17)
            return Gamut.fit(Lab(min(base.l * factor, 0.99), base.a, base.b)).screen.opaque()
        }
    }
}
