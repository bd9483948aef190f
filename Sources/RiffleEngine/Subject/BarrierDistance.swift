extension Plane {
    /// For each pixel the least range of values on a way to one of the seeds, about: passes over the picture from corner to
    /// corner find most of the best ways.
    ///
    /// Source: Zhang and others, "Minimum barrier salient object detection at 80 fps", ICCV 2015.
    func barrierDistance(to seeds: Mask) -> Plane {
        let distance = Plane(width: width, height: height)
        let (low, high) = (copy(), copy())
        for i in 0..<count { distance.values[i] = seeds.bytes[i] != 0 ? 0 : 1e9 }
        let (d, l, h, v) = (distance.values, low.values, high.values, values)
        for pass in 0..<4 {
            let isForward = pass.isMultiple(of: 2)
            let back = isForward ? -1 : 1
            for line in 0..<height {
                let y = isForward ? line : height - 1 - line
                for place in 0..<width {
                    let x = isForward ? place : width - 1 - place
                    let i = y * width + x
                    @inline(__always) func reach(from j: Int) {
                        let (top, bottom) = (max(h[j], v[i]), min(l[j], v[i]))
                        if top - bottom < d[i] { (d[i], h[i], l[i]) = (top - bottom, top, bottom) }
                    }
                    if x + back >= 0, x + back < width { reach(from: i + back) }
                    if y + back >= 0, y + back < height { reach(from: i + back * width) }
                }
            }
        }
        return distance
    }

    /// For each pixel the least sum of colour steps on a way to one of the seeds, about; every pixel of the way costs
    /// `toll` more.
    /// - Parameter planes: in which colours are compared, equally large.
    static func geodesicDistance(_ planes: [Plane], to seeds: Mask, toll: Float) -> Plane {
        let (width, height) = (planes[0].width, planes[0].height)
        let distance = Plane(width: width, height: height)
        for i in 0..<distance.count { distance.values[i] = seeds.bytes[i] != 0 ? 0 : 1e9 }
        let d = distance.values
        let (p, q, r) = (planes[0].values, planes[1].values, planes[2].values)
        for pass in 0..<6 {
            let isForward = pass.isMultiple(of: 2)
            let back = isForward ? -1 : 1
            for line in 0..<height {
                let y = isForward ? line : height - 1 - line
                for place in 0..<width {
                    let x = isForward ? place : width - 1 - place
                    let i = y * width + x
                    for (dx, dy, far) in [
                        (back, 0, 1 as Float), (0, back, 1), (back, back, 1.414), (-back, back, 1.414),
                    ]
                    where x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height {
                        let j = i + dy * width + dx
                        let (a, b, c) = (p[i] - p[j], q[i] - q[j], r[i] - r[j])
                        d[i] = min(d[i], d[j] + (a * a + b * b + c * c).squareRoot() + toll * far)
                    }
                }
            }
        }
        return distance
    }
}
