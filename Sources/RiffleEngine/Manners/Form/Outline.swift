/// Nothing but the figure's lines.
struct Outline: Form {
    let manner = Manner("outline", .form, "the lines alone")
    private static let hues: [Float] = [200, 20, 280, 110]
    var schemes: Int { Outline.hues.count }
    var takesScenery: Bool { true }

    func draw(_ desk: FormDesk) -> Layer? {
        let figure = desk.inPlace
        let lines = ContourLines(figure, crew: desk.crew)
        if desk.job.halted() { return nil }
        let ink = desk.color(0.28, 0.06, desk.hue + Outline.hues[desk.scheme])
        let ground = desk.ground == .scenic ? .one : desk.ground.color
        let pen = lines.pen(desk.side / 110 * desk.job.between(0.7, 1, 1.5), over: figure.alpha)
        return desk.layer { x, y in (ink * lines.ink(x, y, width: pen)).over(ground) }
    }
}
