/// The figure on a rounded tile or a disc.
struct Badge: Form {
    let manner = Manner("badge", .form, "on a rounded tile or a disc of colour")
    var schemes: Int { BadgeShape.schemes }

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, side) = (desk.width, desk.side)
        let shape = BadgeShape(desk)
        let figure = desk.laid(shape.share, isSquare: true)
        let alpha = figure.alpha
        let (right, down) = (Int(side * 0.012), Int(side * 0.022))
        let shadow = Plane(like: alpha) { x, y in
            x < right || y < down ? 0 : alpha[x - right, y - down]
        }.blurred(side * 0.016, crew: desk.crew)
        if desk.job.halted() { return nil }
        let light = desk.color(0.80, 0.10, shape.hue)
        let dark = desk.color(0.58, 0.14, shape.hue + 28)
        return desk.layer { x, y in
            let i = y * width + x
            let tile = shape.cover(Float(x) + 0.5, Float(y) + 0.5)
            let t = shape.slope(Float(x), Float(y))
            var color = light * (1 - t) + dark * t
            color = color.shaded(1 - 0.42 * shadow.values[i])
            let edge = max(tile - shape.cover(Float(x) + 0.5, Float(y) + 0.5 - side * 0.006), 0)
            color += (.one - color) * (0.45 * edge)
            return (figure.pixels[i].over(color) * tile).over(shape.around)
        }
    }
}

/// The figure on a tile of one colour, with a shadow that runs to its edge.
struct LongShadow: Form {
    let manner = Manner("long shadow", .form, "on a plain tile, with a shadow that runs to its edge")
    var schemes: Int { BadgeShape.schemes }

    func draw(_ desk: FormDesk) -> Layer? {
        let width = desk.width
        let shape = BadgeShape(desk)
        let figure = desk.laid(shape.share, isSquare: true)
        let shadow = figure.alpha
        for y in 1..<max(desk.height, 1) {
            for x in 1..<max(width, 1) { shadow[x, y] = max(shadow[x, y], shadow[x - 1, y - 1]) }
        }
        if desk.job.halted() { return nil }
        let color = desk.color(0.62, 0.14, shape.hue)
        return desk.layer { x, y in
            let i = y * width + x
            let fading = min(max(1.15 - 0.72 * shape.slope(Float(x), Float(y)), 0), 1)
            let ground = color.shaded(1 - 0.24 * shadow.values[i] * fading)
            let tile = shape.cover(Float(x) + 0.5, Float(y) + 0.5)
            return (figure.pixels[i].over(ground) * tile).over(shape.around)
        }
    }
}

/// A rounded tile, or a disc, in the middle of a picture.
private struct BadgeShape: Sendable {
    let share: Float
    let hue: Float
    /// What lies around it: nothing where the picture is clear, else its ground.
    let around: SIMD4<Float>
    private let width: Float
    private let height: Float
    private let half: Float
    private let radius: Float

    static let schemes = 4
    private static let turns: [Float] = [95, 180, -60, 150]

    init(_ desk: FormDesk) {
        let isDisc = desk.scheme % 2 == 1
        let side = desk.side
        (width, height) = (Float(desk.width), Float(desk.height))
        half = side * 0.47
        radius = isDisc ? half : side * 0.22
        share = isDisc ? 0.54 : 0.58
        hue = desk.hue + BadgeShape.turns[desk.scheme % BadgeShape.turns.count]
        around = desk.ground.color
    }

    /// How much of the pixel around a point is on it.
    @inline(__always)
    func cover(_ x: Float, _ y: Float) -> Float {
        let dx = max(abs(x - width / 2) - (half - radius), 0)
        let dy = max(abs(y - height / 2) - (half - radius), 0)
        return min(max(radius - (dx * dx + dy * dy).squareRoot() + 0.5, 0), 1)
    }

    /// 0 at its upper left corner, 1 at its lower right.
    @inline(__always)
    func slope(_ x: Float, _ y: Float) -> Float {
        min(max(0.5 + (x - width / 2 + y - height / 2) / (4 * half), 0), 1)
    }
}
