internal import RiffleImage

extension Plane {
    /// Blurred by a Gaussian of a standard deviation in pixels; the picture is mirrored at its edges.
    ///
    /// Exact to 0.1 % of the kernel up to `Plane.exactSigma`; wider ones are three running means, whose shape differs from a
    /// Gaussian by less than 3 % of its height.
    /// Source: Wells, "Efficient synthesis of Gaussian filters by cascaded uniform filters", PAMI 1986.
    /// - Complexity: O(pixels × sigma) for narrow kernels, O(pixels) for wide ones.
    func blurred(_ sigma: Float, crew: Crew = .alone) -> Plane {
        if sigma < 0.15 || count == 1 || crew.halted() { return copy() }
        return sigma <= Plane.exactSigma ? convolved(sigma, crew: crew) : averaged(sigma, crew: crew)
    }

    private static let exactSigma: Float = 3

    private func convolved(_ sigma: Float, crew: Crew) -> Plane {
        let radius = max(1, Int((3 * sigma).rounded(.up)))
        var kernel = (-radius...radius).map { Portable.exp(-0.5 * Float($0 * $0) / (sigma * sigma)) }
        let sum = kernel.reduce(0, +)
        kernel = kernel.map { $0 / sum }
        let weights = kernel
        let (width, height) = (width, height)
        let across = Plane(width: width, height: height)
        crew.rows(height) { y in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 2 * radius) { line in
                let row = self.row(y)
                for x in -radius..<width + radius { line[x + radius] = row[Plane.mirrored(x, width)] }
                let out = across.row(y)
                for x in 0..<width { out[x] = 0 }
                for (k, weight) in weights.enumerated() {
                    let shifted = line.baseAddress! + k
                    for x in 0..<width { out[x] += weight * shifted[x] }
                }
            }
        }
        let result = Plane(width: width, height: height)
        crew.rows(height) { y in
            let out = result.row(y)
            for x in 0..<width { out[x] = 0 }
            for (k, weight) in weights.enumerated() {
                let row = across.row(Plane.mirrored(y + k - radius, height))
                for x in 0..<width { out[x] += weight * row[x] }
            }
        }
        return result
    }

    private func averaged(_ sigma: Float, crew: Crew) -> Plane {
        // The variance of a mean over 2r + 1 pixels is r(r + 1) / 3; three of them make sigma².
        let radius = max(1, Int(((1 + 4 * sigma * sigma).squareRoot() * 0.5 - 0.5).rounded()))
        return mean(radius, crew: crew).mean(radius, crew: crew).mean(radius, crew: crew)
    }

    /// The mean over the square of `2 * radius + 1` pixels around each; the picture is mirrored at its edges.
    /// - Complexity: O(pixels), whatever the radius.
    func mean(_ radius: Int, crew: Crew = .alone) -> Plane {
        if crew.halted() { return copy() }
        let (width, height) = (width, height)
        let scale = 1 / Float(2 * radius + 1)
        let across = Plane(width: width, height: height)
        // Where what enters and what leaves the mean after each pixel lies.
        let entering = (0..<width).map { Int32(Plane.mirrored($0 + radius + 1, width)) }
        let leaving = (0..<width).map { Int32(Plane.mirrored($0 - radius, width)) }
        // Four rows at a time: every sum waits for the one before it, but not for those of other rows.
        crew.rows((height + 3) / 4) { group in
            let rows = 4 * group..<min(4 * group + 4, height)
            func sum(_ row: UnsafeMutablePointer<Float>) -> Float {
                (-radius...radius).reduce(0) { $0 + row[Plane.mirrored($1, width)] }
            }
            entering.withUnsafeBufferPointer { entering in
                leaving.withUnsafeBufferPointer { leaving in
                    if rows.count < 4 {
                        for y in rows {
                            let (row, out) = (self.row(y), across.row(y))
                            var sum = sum(row)
                            for x in 0..<width {
                                out[x] = sum * scale
                                sum += row[Int(entering[x])] - row[Int(leaving[x])]
                            }
                        }
                        return
                    }
                    let y = rows.lowerBound
                    let (a, b, c, d) = (self.row(y), self.row(y + 1), self.row(y + 2), self.row(y + 3))
                    let (p, q, r, s) = (across.row(y), across.row(y + 1), across.row(y + 2), across.row(y + 3))
                    var sums = (sum(a), sum(b), sum(c), sum(d))
                    for x in 0..<width {
                        (p[x], q[x], r[x], s[x]) = (sums.0 * scale, sums.1 * scale, sums.2 * scale, sums.3 * scale)
                        let (next, last) = (Int(entering[x]), Int(leaving[x]))
                        sums.0 += a[next] - a[last]
                        sums.1 += b[next] - b[last]
                        sums.2 += c[next] - c[last]
                        sums.3 += d[next] - d[last]
                    }
                }
            }
        }
        let result = Plane(width: width, height: height)
        // Bands of columns: each has running sums of its own, so the result is the same for any number of threads.
        let bands = (width + 63) / 64
        crew.perform(bands) { band in
            let columns = band * 64..<min(width, band * 64 + 64)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { sums in
                for i in 0..<64 { sums[i] = 0 }
                let start = columns.lowerBound
                for y in -radius...radius {
                    let row = across.row(Plane.mirrored(y, height)) + start
                    for i in 0..<columns.count { sums[i] += row[i] }
                }
                for y in 0..<height {
                    let out = result.row(y) + start
                    let entering = across.row(Plane.mirrored(y + radius + 1, height)) + start
                    let leaving = across.row(Plane.mirrored(y - radius, height)) + start
                    for i in 0..<columns.count {
                        out[i] = sums[i] * scale
                        sums[i] += entering[i] - leaving[i]
                    }
                }
            }
        }
        return result
    }

    /// The index that stands for one outside `0..<count`, mirrored at the ends without repeating them.
    @inline(__always)
    static func mirrored(_ index: Int, _ count: Int) -> Int {
        if index >= 0 && index < count { return index }
        if count == 1 { return 0 }
        let period = 2 * (count - 1)
        let place = ((index % period) + period) % period
        return place < count ? place : period - place
    }

    /// Smoothed where the guide is even, sharp where it has edges.
    ///
    /// - Parameters:
    ///   - guide: equally large.
    ///   - radius: in pixels.
    ///   - epsilon: variance of the guide below which it counts as even.
    /// Source: He, Sun, Tang, "Guided image filtering", ECCV 2010.
    func guided(by guide: Plane, radius: Int, epsilon: Float, crew: Crew = .alone) -> Plane {
        let means = (guide.mean(radius, crew: crew), mean(radius, crew: crew))
        let products = ((guide * guide).mean(radius, crew: crew), (guide * self).mean(radius, crew: crew))
        let slope = Plane(width: width, height: height)
        let offset = Plane(width: width, height: height)
        for i in 0..<count {
            let (g, p) = (means.0.values[i], means.1.values[i])
            let variance = products.0.values[i] - g * g
            let a = (products.1.values[i] - g * p) / (max(variance, 0) + epsilon)
            slope.values[i] = a
            offset.values[i] = p - a * g
        }
        let (a, b) = (slope.mean(radius, crew: crew), offset.mean(radius, crew: crew))
        return Plane(like: self, crew: crew) { x, y in a[x, y] * guide[x, y] + b[x, y] }
    }
}
