internal import RiffleImage

/// Areas of a few kinds with smooth outlines: at each place the kind that has most of what is around it.
struct FlatAreas {
    /// At most so many kinds.
    static let most = 8

    let width: Int
    let height: Int
    /// How much of each place's surroundings each kind has; together 1.
    let shares: [SIMD8<Float>]
    /// Of each kind the mean share that it has of the broad surroundings of its pixels: near 1 for one large area, small for
    /// many thin ones.
    let compactness: [Float]

    /// - Parameters:
    ///   - labels: which of `count` kinds, at most `most`, each pixel is of, row by row.
    ///   - fine: deviation in pixels of the surroundings where it matters.
    ///   - broad: the same where it does not.
    init(_ labels: [Int], count: Int, fine: Float, broad: Float, importance: Plane, crew: Crew) {
        precondition(count <= FlatAreas.most)
        (width, height) = (importance.width, importance.height)
        var shares = [SIMD8<Float>](repeating: .zero, count: labels.count)
        let detail = importance.map { Portable.smoothstep(0.3, 0.65, $0) }
        var compactness: [Float] = []
        let mask = Plane(width: width, height: height)
        for label in 0..<count {
            for i in labels.indices { mask.values[i] = labels[i] == label ? 1 : 0 }
            let (near, far) = (mask.blurred(fine, crew: crew), mask.blurred(broad, crew: crew))
            var (sum, number): (Float, Float) = (0, 0)
            for i in labels.indices {
                sum += mask.values[i] * far.values[i]
                number += mask.values[i]
                shares[i][label] = far.values[i] + (near.values[i] - far.values[i]) * detail.values[i]
            }
            compactness.append(sum / max(number, 1))
        }
        (self.shares, self.compactness) = (shares, compactness)
    }

    /// A picture of any size with a colour for each kind, edges blended by parts of pixels.
    func drawn(_ colors: [SIMD4<Float>], width: Int, height: Int, crew: Crew) -> Canvas {
        let (scaleX, scaleY) = (Float(self.width) / Float(width), Float(self.height) / Float(height))
        // The kind at each corner of each pixel: where all four agree, the pixel is inside one area.
        let corners = Plane(width: width + 1, height: height + 1, crew: crew) { x, y in
            Float(kind(Float(x) * scaleX - 0.5, Float(y) * scaleY - 0.5))
        }
        let parts = 4
        return Canvas(width: width, height: height, crew: crew) { x, y in
            let first = corners[x, y]
            if first == corners[x + 1, y], first == corners[x, y + 1], first == corners[x + 1, y + 1] {
                return colors[Int(first)]
            }
            var sum = SIMD4<Float>.zero
            for part in 0..<parts * parts {
                let px = Float(x) + (Float(part % parts) + 0.5) / Float(parts)
                let py = Float(y) + (Float(part / parts) + 0.5) / Float(parts)
                sum += colors[kind(px * scaleX - 0.5, py * scaleY - 0.5)]
            }
            return sum / Float(parts * parts)
        }
    }

    /// The kind that has most around a point.
    @inline(__always)
    private func kind(_ x: Float, _ y: Float) -> Int {
        let cx = min(max(x, 0), Float(width - 1))
        let cy = min(max(y, 0), Float(height - 1))
        let (left, top) = (Int(cx), Int(cy))
        let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
        let (fx, fy) = (cx - Float(left), cy - Float(top))
        let upper = shares[top * width + left] * (1 - fx) + shares[top * width + right] * fx
        let lower = shares[bottom * width + left] * (1 - fx) + shares[bottom * width + right] * fx
        let all = upper * (1 - fy) + lower * fy
        var best = 0
        for i in 1..<FlatAreas.most where all[i] > all[best] { best = i }
        return best
    }
}
