/// The figure in one dark ink before a disc, with its lights left out.
struct Stencil: Form {
    let manner = Manner("stencil", .form, "one dark ink before a disc of colour")
    /// Hues of disc, ground and ink, on from the figure's.
    private static let hues: [(disc: Float, ground: Float, ink: Float)] = [
        (0, 30, 200), (180, 60, 30), (95, 250, 290), (-60, -20, 120),
    ]
    var schemes: Int { Stencil.hues.count }

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, height, side) = (desk.width, desk.height, desk.side)
        let figure = desk.laid(0.7, isSquare: true)
        let alpha = figure.alpha
        let lightness = figure.lab.l
        let solid = Mask(alpha, above: 0.9)
        let tones = (0..<alpha.count).filter { solid.bytes[$0] == 1 }.map { lightness.values[$0] }.sorted()
        guard !tones.isEmpty else { return nil }
        let (low, high) = (tones[tones.count / 10], tones[tones.count * 9 / 10])
        let threshold = min(max(0.5 * (low + high) + 0.12 * (high - low), 0.5), 0.93)
        let inner = solid.eroded(max(1, Int(side / 190)))
        let smooth = lightness.blurred(1.2 * side / 384, crew: desk.crew)
        let lights = Plane(width: width, height: height)
        for i in 0..<lights.count {
            let amount = min(max((smooth.values[i] - threshold) / 0.04 + 0.5, 0), 1)
            lights.values[i] = inner.bytes[i] == 1 ? amount : 0
        }
        if desk.job.halted() { return nil }
        let share = lights.mean / max(alpha.mean, 1e-6)
        if !(0.1...0.6).contains(share) {
            // Nearly all light or nearly all dark: its lines are left out instead.
            let lines = ContourLines(figure, crew: desk.crew)
            let core = solid.eroded(max(1, Int(side / 130)))
            for y in 0..<height {
                for x in 0..<width {
                    let i = y * width + x
                    lights.values[i] = core.bytes[i] == 1 ? lines.ink(x, y, width: side / 85) : 0
                }
            }
        }
        let hues = Stencil.hues[desk.scheme]
        let ground = desk.color(0.93, 0.03, desk.hue + hues.ground)
        let disc = desk.color(0.74, 0.13, desk.hue + hues.disc)
        let ink = desk.color(0.24, 0.05, desk.hue + hues.ink)
        let (cx, cy) = (Float(width) / 2, Float(height) / 2)
        return desk.layer { x, y in
            let (dx, dy) = (Float(x) + 0.5 - cx, Float(y) + 0.5 - cy)
            let inside = min(max(side * 0.43 - (dx * dx + dy * dy).squareRoot(), 0), 1)
            let i = y * width + x
            return (ink * (alpha.values[i] * (1 - lights.values[i]))).over((disc * inside).over(ground))
        }
    }
}
