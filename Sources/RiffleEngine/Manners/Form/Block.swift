internal import RiffleImage

/// The figure as a thick block with a shadow, seen from the upper left.
struct Block: Form {
    let manner = Manner("block", .form, "a thick block with sides and a long shadow")
    private static let grounds: [Float] = [180, 60, -70, 120]
    var schemes: Int { Block.grounds.count }

    func draw(_ desk: FormDesk) -> Layer? {
        let (width, height, side) = (desk.width, desk.height, desk.side)
        let figure = desk.laid(0.6, center: (0.44, 0.44))
        let flank = Block.flank(of: figure, crew: desk.crew)
        let depth = Int(side * desk.job.between(0.07, 0.11, 0.15))
        if desk.job.halted() { return nil }
        let shadow = Block.shadow(figure.alpha, depth: depth).blurred(0.014 * side, crew: desk.crew)
        if desk.job.halted() { return nil }
        let ground = desk.color(0.9, 0.04, desk.hue + Block.grounds[desk.scheme])
        let layer = desk.layer { x, y in
            let i = y * width + x
            let light = (1.02 - 0.07 * Float(y) / Float(height)) * (1 - 0.22 * min(shadow.values[i], 1))
            // From the front to the back, until nothing behind shows.
            var color = figure.pixels[i]
            var step = 1
            while color.w < 0.995, step <= depth {
                let behind = flank.sample(Float(x - step), Float(y) - 0.8 * Float(step))
                if behind.w > 0 {
                    color += behind.shaded(0.75 + 0.25 * (1 - Float(step) / Float(depth))) * (1 - color.w)
                }
                step += 1
            }
            return color.over(ground.shaded(light))
        }
        return layer
    }

    /// The colours of the sides: the figure's own, darker, but not so dark that black figures lose their edges.
    private static func flank(of figure: Layer, crew: Crew) -> Layer {
        let map: @Sendable (Lab) -> Lab = { Lab(0.1 + $0.l * 0.54, $0.a * 0.9, $0.b * 0.9) }
        return Layer(figure.bitmap.recolored(crew: crew, halted: { false }, map) ?? figure.bitmap)
    }

    /// What the block darkens on the ground, 2.4 times as long as it is deep.
    private static func shadow(_ alpha: Plane, depth: Int) -> Plane {
        // A quarter of the size is enough for what is blurred.
        let (width, height) = (max(1, alpha.width / 4), max(1, alpha.height / 4))
        let small = alpha.resized(width: width, height: height)
        let shadow = small.copy()
        for step in stride(from: Float(0), through: 2.4 * Float(depth) / 4, by: 0.5) {
            for y in 0..<height {
                for x in 0..<width {
                    let (px, py) = (Float(x) - 1.25 * step, Float(y) - 0.8 * step)
                    if px < 0 || py < 0 { continue }
                    shadow[x, y] = max(shadow[x, y], small.sample(px, py))
                }
            }
        }
        return shadow.resized(width: alpha.width, height: alpha.height)
    }
}
