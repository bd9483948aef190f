internal import RiffleImage

/// The lines along which a layer's colours change, as the distance of each pixel from the nearest of them.
struct ContourLines {
    /// In pixels of the layer.
    let distance: Plane

    /// Longest side at which the lines are looked for; larger layers follow smoothly.
    private static let side = 640
    /// Sizes are given for a layer of 384 pixels.
    private static let reference: Float = 384
    private static let steepest: Float = 0.16

    init(_ layer: Layer, crew: Crew) {
        let scale = min(1, Float(ContourLines.side) / Float(max(layer.width, layer.height)))
        let (width, height) = (
            max(1, Int(Float(layer.width) * scale)), max(1, Int(Float(layer.height) * scale))
        )
        let lab = LabPicture(layer.onWhite, crew: crew)
        let unit = Float(min(width, height)) / ContourLines.reference
        let steep = Plane(width: width, height: height, fill: 0)
        let planes: [(Plane, Float)] = [(lab.l, 1), (lab.a, 2.56), (lab.b, 2.56), (layer.alpha, 0.5)]
        for (plane, weight) in planes {
            let smooth = plane.resized(width: width, height: height).blurred(1.2 * unit, crew: crew)
            crew.rows(height) { y in
                for x in 0..<width {
                    let gx = smooth.slope(x, y, across: true)
                    let gy = smooth.slope(x, y, across: false)
                    steep[x, y] += weight * (gx * gx + gy * gy)
                }
            }
        }
        steep.update { value, _ in value.squareRoot() * unit }
        let ridges = ContourLines.ridges(steep)
        let shortest = 0.025 * Float(max(width, height))
        let lines = ConnectedParts(ridges).mask(width: width, height: height) { Float($0.area) >= shortest }
        let near = Plane.distance(to: lines).blurred(0.7)
        distance = near.resized(width: layer.width, height: layer.height)
        if scale < 1 { distance.update { value, _ in value / scale } }
    }

    /// The width of a pen in pixels, or of a finer one where the lines would cover too much of what a plane shows.
    func pen(_ width: Float, over shown: Plane) -> Float {
        let most: Float = 0.2
        let (inked, all) = (0..<shown.count).reduce(into: (0, 0)) { sums, i in
            if shown.values[i] <= 0.5 { return }
            sums.1 += 1
            if distance.values[i] < width / 2 { sums.0 += 1 }
        }
        let share = Float(inked) / Float(max(all, 1))
        return share <= most ? width : max(width * most / share, 0.55 * width, 1)
    }

    /// How much of each pixel a round pen of a width in pixels covers.
    @inline(__always)
    func ink(_ x: Int, _ y: Int, width: Float) -> Float { min(max(width / 2 + 0.5 - distance[x, y], 0), 1) }

    /// Pixels steeper than their neighbours to one side and at least as steep as those to the other.
    private static func ridges(_ steep: Plane) -> Mask {
        var mask = Mask(width: steep.width, height: steep.height)
        for y in 0..<steep.height {
            for x in 0..<steep.width {
                let own = steep[x, y]
                if own <= steepest { continue }
                let (left, right) = (steep[max(x - 1, 0), y], steep[min(x + 1, steep.width - 1), y])
                let (above, below) = (steep[x, max(y - 1, 0)], steep[x, min(y + 1, steep.height - 1)])
                if (own >= right && own > left) || (own >= below && own > above) { mask.bytes[y * steep.width + x] = 1 }
            }
        }
        return mask
    }
}

extension Plane {
    /// Sobel's slope, eight times the change from pixel to pixel.
    @inline(__always)
    fileprivate func slope(_ x: Int, _ y: Int, across: Bool) -> Float {
        let (l, r) = (max(x - 1, 0), min(x + 1, width - 1))
        let (t, b) = (max(y - 1, 0), min(y + 1, height - 1))
        return across
            ? self[r, t] - self[l, t] + 2 * (self[r, y] - self[l, y]) + self[r, b] - self[l, b]
            : self[l, b] - self[l, t] + 2 * (self[x, b] - self[x, t]) + self[r, b] - self[r, t]
    }
}

extension Layer {
    fileprivate var onWhite: Bitmap {
        let white = Layer(width: width, height: height, fill: .one)
        white.lay(self, crew: .alone)
        return white.bitmap
    }
}
