/// Sets of pixels of a picture as shapes, such as the subject of a photograph.
extension Mask {
    init(width: Int, height: Int, at contains: (_ x: Int, _ y: Int) -> Bool) {
        self.init(width: width, height: height)
        for y in 0..<height { for x in 0..<width where contains(x, y) { bytes[y * width + x] = 1 } }
    }

    var isEmpty: Bool { !bytes.contains(1) }

    /// 1 inside and 0 outside.
    var plane: Plane {
        let plane = Plane(width: width, height: height)
        for i in bytes.indices { plane.values[i] = Float(bytes[i]) }
        return plane
    }

    private func zipped(_ other: Mask, _ body: (UInt8, UInt8) -> UInt8) -> Mask {
        var result = self
        for i in bytes.indices { result.bytes[i] = body(bytes[i], other.bytes[i]) }
        return result
    }

    func union(_ other: Mask) -> Mask {
        zipped(other) { $0 | $1 }
    }

    func intersection(_ other: Mask) -> Mask {
        zipped(other) { $0 & $1 }
    }

    func subtracting(_ other: Mask) -> Mask {
        zipped(other) { $0 & (1 - $1) }
    }

    /// Pixels of both as a share of those of either, 0…1.
    func likeness(to other: Mask) -> Float {
        var (both, either) = (0, 0)
        for (a, b) in zip(bytes, other.bytes) {
            both += Int(a & b)
            either += Int(a | b)
        }
        return Float(both) / Float(max(1, either))
    }

    // MARK: Growing and shrinking by discs

    /// With all pixels that lie at most `radius` from the set.
    func grown(_ radius: Float) -> Mask {
        let distance = Plane.distance(to: self)
        return Mask(width: width, height: height) { distance.values[$0] <= radius }
    }

    /// Without all pixels that lie at most `radius` from one that is not of the set; what lies beyond the picture counts as
    /// if it were.
    func shrunk(_ radius: Float) -> Mask { inverted.grown(radius).inverted }

    /// The pixels of the set that touch one that is not of it.
    var rim: Mask { subtracting(shrunk(1)) }

    /// At another size: pixels of which more than half belongs to the set.
    func resized(width newWidth: Int, height newHeight: Int) -> Mask {
        if newWidth == width, newHeight == height { return self }
        return Mask(plane.resized(width: newWidth, height: newHeight), above: 0.5)
    }

    // MARK: Where it lies

    /// The smallest box around it; empty where the region is.
    var box: (columns: Range<Int>, rows: Range<Int>) {
        var (left, right, top, bottom) = (width, 0, height, 0)
        for y in 0..<height {
            for x in 0..<width where bytes[y * width + x] != 0 {
                (left, right, top, bottom) = (min(left, x), max(right, x + 1), min(top, y), max(bottom, y + 1))
            }
        }
        return right == 0 ? (0..<0, 0..<0) : (left..<right, top..<bottom)
    }

    /// Sides of the picture that it touches along more than 3 % of their length.
    var touched: Sides {
        let lines = min(2, width, height)
        func share(_ xs: Range<Int>, _ ys: Range<Int>) -> Float {
            var sum = 0
            for y in ys { for x in xs { sum += Int(bytes[y * width + x]) } }
            return Float(sum) / Float(xs.count * ys.count)
        }
        return Sides(
            left: share(0..<lines, 0..<height) > 0.03, top: share(0..<width, 0..<lines) > 0.03,
            right: share(width - lines..<width, 0..<height) > 0.03,
            bottom: share(0..<width, height - lines..<height) > 0.03)
    }

    /// Sides of a picture.
    struct Sides: Equatable, Sendable {
        var left: Bool
        var top: Bool
        var right: Bool
        var bottom: Bool

        var count: Int { [left, top, right, bottom].count { $0 } }
        var mirrored: Sides { Sides(left: right, top: top, right: left, bottom: bottom) }
    }
}
