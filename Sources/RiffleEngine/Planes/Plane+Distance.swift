extension Plane {
    /// The distance of each pixel's middle to that of the nearest pixel of a mask, in pixels; 1e6 where nothing is set.
    ///
    /// - Complexity: O(pixels).
    /// Source: Felzenszwalb, Huttenlocher, "Distance transforms of sampled functions", Theory of Computing 2012.
    static func distance(to mask: Mask) -> Plane {
        let (width, height) = (mask.width, mask.height)
        let plane = Plane(width: width, height: height)
        let far: Float = 1e12
        // Along columns only the nearest pixel counts, so two sweeps do.
        for x in 0..<width {
            var gap = far
            for y in 0..<height {
                gap = mask[x, y] ? 0 : gap + 1
                plane[x, y] = gap
            }
            gap = far
            for y in stride(from: height - 1, through: 0, by: -1) {
                gap = mask[x, y] ? 0 : gap + 1
                plane[x, y] = min(plane[x, y], gap)
            }
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { values in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: width) { places in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 1) { bounds in
                    for y in 0..<height {
                        let row = plane.row(y)
                        for x in 0..<width { values[x] = min(row[x] * row[x], far) }
                        envelope(values, count: width, places: places, bounds: bounds)
                        var k = 0
                        for x in 0..<width {
                            while bounds[k + 1] < Float(x) { k += 1 }
                            let gap = Float(x - places[k])
                            row[x] = min((gap * gap + values[places[k]]).squareRoot(), 1e6)
                        }
                    }
                }
            }
        }
        return plane
    }

    /// The lower envelope of parabolas that stand at each place with their values: which of them are lowest, and from where.
    private static func envelope(
        _ values: UnsafeMutableBufferPointer<Float>, count: Int, places: UnsafeMutableBufferPointer<Int>,
        bounds: UnsafeMutableBufferPointer<Float>
    ) {
        var k = 0
        places[0] = 0
        bounds[0] = -.infinity
        bounds[1] = .infinity
        for x in 1..<max(count, 1) {
            func crossing() -> Float {
                let v = places[k]
                let rise = values[x] - values[v]
                return rise / Float(2 * (x - v)) + Float(x + v) * 0.5
            }
            var place = crossing()
            while place <= bounds[k], k > 0 {
                k -= 1
                place = crossing()
            }
            k += 1
            places[k] = x
            bounds[k] = place
            bounds[k + 1] = .infinity
        }
    }
}
