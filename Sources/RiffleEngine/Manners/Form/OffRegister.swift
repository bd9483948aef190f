internal import RiffleImage

/// Pen lines over a few flat tints that were printed a little aside.
struct OffRegister: Form {
    let manner = Manner("off register", .form, "pen lines with flat tints printed a little aside")
    /// Papers, by lightness, chroma and hue, and the side that the tints slip to.
    private static let papers: [(Lab, Float, Float)] = [
        (Lab(l: 0.97, chroma: 0.015, hue: 90), 1, 1), (Lab(l: 0.96, chroma: 0.012, hue: 200), -1, 1),
        (Lab(l: 0.95, chroma: 0.02, hue: 20), 1, -1),
    ]
    var schemes: Int { OffRegister.papers.count }
    var takesScenery: Bool { true }

    func draw(_ desk: FormDesk) -> Layer? {
        let side = desk.side
        let figure = desk.inPlace
        let lines = ContourLines(figure, crew: desk.crew)
        if desk.job.halted() { return nil }
        let tints = OffRegister.tints(figure, side: side, levels: desk.job.between(9, 7, 5), crew: desk.crew)
        if desk.job.halted() { return nil }
        let (paper, right, down) = OffRegister.papers[desk.scheme]
        let slip = desk.job.between(0.7, 1, 1.5)
        let (dx, dy) = (0.018 * side * slip * right, 0.014 * side * slip * down)
        let ground = desk.ground == .clear ? SIMD4<Float>.zero : desk.ground == .white ? .one : paper.screen.opaque()
        let ink = desk.color(0.26, 0.04, desk.hue + 200)
        let pen = lines.pen(side / 110, over: figure.alpha)
        return desk.layer { x, y in
            let tint = tints.sample(Float(x) - dx, Float(y) - dy)
            let line = lines.ink(x, y, width: pen)
            return (ink * line).over(tint.over(ground))
        }
    }

    /// Flat areas of few lightnesses, paler than the figure.
    private static func tints(_ figure: Layer, side: Float, levels: Float, crew: Crew) -> Layer {
        let lab = figure.lab
        let alpha = figure.alpha
        let blur = side * 0.006
        func smooth(_ plane: Plane) -> Plane { (plane * alpha).blurred(blur, crew: crew) }
        let (l, a, b, weight) = (smooth(lab.l), smooth(lab.a), smooth(lab.b), alpha.blurred(blur, crew: crew))
        return Layer(width: figure.width, height: figure.height, crew: crew) { x, y in
            let i = y * figure.width + x
            let share = weight.values[i]
            let shown = min(max((share - 0.5) * 8 + 0.5, 0), 1)
            if shown <= 0 { return .zero }
            let lightness = ((l.values[i] / share * 0.7 + 0.32) * levels).rounded() / levels
            let tint = Gamut.fit(Lab(min(max(lightness, 0), 0.97), a.values[i] / share, b.values[i] / share))
            return tint.screen.opaque() * shown
        }
    }
}
