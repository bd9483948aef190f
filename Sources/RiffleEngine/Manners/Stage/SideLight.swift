internal import RiffleImage

/// Light that falls on a subject from one side.
struct SideLight {
    typealias Color = (red: Float, green: Float, blue: Float)

    /// -1 from the left, 1 from the right.
    var side: Float
    /// What falls on every surface, and what the lamp adds to one that faces it.
    var fill: Color
    var key: Color
    /// Strength of the bright line along the lit outline.
    var rim: Float

    /// The layer in this light.
    /// - Parameter unit: pixels that sizes given for 512 are multiplied by.
    func cast(on layer: StageLayer, unit: Float, crew: Crew) -> StageLayer {
        guard let facing = layer.facing else { return layer }
        let length = (side * side + 0.45 * 0.45 + 0.55 * 0.55).squareRoot()
        let (lx, ly, lz) = (side / length, -0.45 / length, 0.55 / length)
        let alpha = layer.alpha
        // Bright where the same outline, moved away from the light, has left.
        let moved = Plane(like: alpha, crew: crew) { x, y in
            alpha.sample(Float(x) + side * 7 * unit, Float(y) - 5 * unit)
        }.blurred(4 * unit, crew: crew)
        let rimmed = alpha.with(moved) { a, b -> Float in
            let edge = min(max(a - b, 0), 1)
            return edge * edge.squareRoot()
        }
        let colors = [(fill.red, key.red), (fill.green, key.green), (fill.blue, key.blue)]
        let source = layer.light
        let lamp = Plane(like: alpha, crew: crew) { x, y in
            let i = y * alpha.width + x
            let (nx, ny) = (facing.x.values[i], facing.y.values[i])
            let nz = max(0, 1 - nx * nx - ny * ny).squareRoot()
            return max(nx * lx + ny * ly + nz * lz, 0)
        }
        let rim = rim
        let lit = (0..<3).map { c in
            let (fill, key) = colors[c]
            return Plane(like: alpha, crew: crew) { x, y in
                let i = y * alpha.width + x
                let gray = (source[0].values[i] + source[1].values[i] + source[2].values[i]) / 3
                let glint = rim * rimmed.values[i] * (0.25 + gray)
                return min(max(source[c].values[i] * (fill + lamp.values[i] * key) + glint * key, 0), 1)
            }
        }
        return layer.with(lit)
    }
}
