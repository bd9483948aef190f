internal import RiffleImage

extension Canvas {
    /// The relief of thick paint, whose height is the fourth number, lit from the upper left.
    ///
    /// - Parameters:
    ///   - depth: 1 for plain relief.
    ///   - calm: 0…1, of any size: where the paint is laid smoothly, as on skin.
    /// - Returns: a function of the pixel, to be used while the canvas stays as it is.
    func relief(depth: Float, calm: Plane, crew: Crew) -> @Sendable (_ x: Int, _ y: Int) -> SIMD4<Float> {
        let heights = Plane(width: width, height: height, crew: crew) { x, y in self.pixels[y * self.width + x].w }
            .blurred(0.7, crew: crew)
        let (sin, cos) = Portable.sinCos(-2.2)
        let (shade, shine) = (2 * 0.085 * depth, 0.06 * depth)
        let scale = Float(calm.width) / Float(width)
        return { x, y in
            let (above, row, below) = (
                heights.row(max(y - 1, 0)), heights.row(y), heights.row(min(y + 1, heights.height - 1))
            )
            let (left, right) = (max(x - 1, 0), min(x + 1, heights.width - 1))
            let dx = above[right] - above[left] + below[right] - below[left] + 2 * (row[right] - row[left])
            let dy = below[left] - above[left] + below[right] - above[right] + 2 * (below[x] - above[x])
            let stiff = 1 - 0.6 * calm.sample(Float(x) * scale, Float(y) * scale)
            let slope = Portable.tanh((dx * cos + dy * sin) * 0.25 * 1.2) * stiff
            return self.pixels[y * self.width + x] * (1 + shade * slope) + shine * max(slope - 0.35, 0)
        }
    }
}
