internal import RiffleImage

/// Turns the outline of a subject into how opaque each pixel is.
enum Matting {
    /// Near the outline the share of the subject follows the colours around.
    ///
    /// - Parameters:
    ///   - outline: smaller than the picture or as large.
    ///   - band: how far on either side of the outline pixels may be mixed, in pixels of the picture.
    /// Source: He, Sun, "Fast guided filter", 2015: the filter is found at a small size and applied at the full one.
    static func alpha(_ outline: Mask, in picture: LabPicture, band: Float, crew: Crew) -> Plane {
        let (width, height) = (picture.width, picture.height)
        let scale = min(1, 512 / Float(max(width, height)))
        let (w, h) = (max(1, Int(Float(width) * scale)), max(1, Int(Float(height) * scale)))
        let soft = outline.plane.resized(width: w, height: h).blurred(1.2)
        let shape = Mask(soft, above: 0.5)
        let guides = [picture.l, picture.a, picture.b].map { $0.resized(width: w, height: h) }
        let filter = ColorGuide(guides, radius: max(2, Int(band * scale)), epsilon: 2e-5, crew: crew).filter(
            shape.plane)
        let slopes = filter.slopes.map { $0.resized(width: width, height: height) }
        let offset = filter.offset.resized(width: width, height: height)
        let reach = band * scale
        let inner = Plane.distance(to: shape.inverted).resized(width: width, height: height)
        let outer = Plane.distance(to: shape).resized(width: width, height: height)
        return Plane(width: width, height: height, crew: crew) { x, y in
            let i = y * width + x
            if outer.values[i] > reach { return 0 }
            if inner.values[i] > reach { return 1 }
            let share =
                slopes[0].values[i] * picture.l.values[i] + slopes[1].values[i] * picture.a.values[i]
                + slopes[2].values[i] * picture.b.values[i] + offset.values[i]
            // The filter leaves a haze on both sides; and what lies at the band's ends is certain.
            let stretched = min(max((share - 0.1) / 0.8, 0), 1)
            let far = Portable.smoothstep(0.5 * reach, reach, outer.values[i])
            let deep = Portable.smoothstep(0.5 * reach, reach, inner.values[i])
            return max(stretched * (1 - far), deep)
        }
    }
}

/// A guided filter whose guide has three channels.
/// Source: He, Sun, Tang, "Guided image filtering", PAMI 2013, section 3.5.
private struct ColorGuide {
    private let guides: [Plane]
    private let means: [Plane]
    /// Of the channels' covariance and a little: xx, xy, xz, yy, yz, zz, inverted.
    private let inverse: [Plane]
    private let radius: Int
    private let crew: Crew

    init(_ guides: [Plane], radius: Int, epsilon: Float, crew: Crew) {
        (self.guides, self.radius, self.crew) = (guides, radius, crew)
        let means = guides.map { $0.mean(radius, crew: crew) }
        func covariance(_ i: Int, _ j: Int) -> Plane {
            (guides[i] * guides[j]).mean(radius, crew: crew) - means[i] * means[j]
        }
        let c = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)].map { covariance($0.0, $0.1) }
        for i in 0..<c[0].count {
            let (xx, xy, xz) = (c[0].values[i] + epsilon, c[1].values[i], c[2].values[i])
            let (yy, yz, zz) = (c[3].values[i] + epsilon, c[4].values[i], c[5].values[i] + epsilon)
            let (first, second, third) = (yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy)
            let scale = 1 / max(xx * first + xy * second + xz * third, 1e-20)
            c[0].values[i] = first * scale
            c[1].values[i] = second * scale
            c[2].values[i] = third * scale
            c[3].values[i] = (xx * zz - xz * xz) * scale
            c[4].values[i] = (xy * xz - xx * yz) * scale
            c[5].values[i] = (xx * yy - xy * xy) * scale
        }
        self.means = means
        inverse = c
    }

    /// What to multiply the channels by, and to add.
    func filter(_ plane: Plane) -> (slopes: [Plane], offset: Plane) {
        let mean = plane.mean(radius, crew: crew)
        let shared = zip(guides, means).map { guide, own in (guide * plane).mean(radius, crew: crew) - own * mean }
        let slopes = (0..<3).map { _ in Plane(width: plane.width, height: plane.height) }
        let offset = Plane(width: plane.width, height: plane.height)
        let p = inverse.map(\.values)
        for i in 0..<plane.count {
            let (x, y, z) = (shared[0].values[i], shared[1].values[i], shared[2].values[i])
            let v = (p[0][i], p[1][i], p[2][i], p[3][i], p[4][i], p[5][i])
            let (a, b, c) = (
                v.0 * x + v.1 * y + v.2 * z, v.1 * x + v.3 * y + v.4 * z, v.2 * x + v.4 * y + v.5 * z
            )
            slopes[0].values[i] = a
            slopes[1].values[i] = b
            slopes[2].values[i] = c
            offset.values[i] =
                mean.values[i] - a * means[0].values[i] - b * means[1].values[i] - c * means[2].values[i]
        }
        return (slopes.map { $0.mean(radius, crew: crew) }, offset.mean(radius, crew: crew))
    }
}
