/// Which pixels of a picture belong to something: row-major, one byte each, 1 or 0.
struct Mask: Sendable {
    let width: Int
    let height: Int
    var bytes: [UInt8]

    init(width: Int, height: Int, fill: UInt8 = 0) {
        (self.width, self.height) = (width, height)
        bytes = [UInt8](repeating: fill, count: width * height)
    }

    init(width: Int, height: Int, _ isSet: (Int) -> Bool) {
        (self.width, self.height) = (width, height)
        bytes = (0..<width * height).map { isSet($0) ? 1 : 0 }
    }

    init(_ plane: Plane, above threshold: Float) {
        self.init(width: plane.width, height: plane.height) { plane.values[$0] > threshold }
    }

    @inline(__always)
    subscript(x: Int, y: Int) -> Bool { bytes[y * width + x] != 0 }

    var count: Int { bytes.reduce(0) { $0 + Int($1) } }
    var share: Float { Float(count) / Float(bytes.count) }

    var inverted: Mask {
        var mask = self
        for i in bytes.indices { mask.bytes[i] = 1 - bytes[i] }
        return mask
    }

    /// Set where any pixel of the square of `2 * radius + 1` around is; nothing is set outside the picture.
    /// - Complexity: O(pixels), whatever the radius.
    func dilated(_ radius: Int) -> Mask {
        if radius < 1 { return self }
        var result = self
        result.bytes.withUnsafeMutableBufferPointer { bytes in
            for y in 0..<height { Mask.spread(bytes.baseAddress! + y * width, count: width, step: 1, radius: radius) }
            for x in 0..<width { Mask.spread(bytes.baseAddress! + x, count: height, step: width, radius: radius) }
        }
        return result
    }

    /// Set where all pixels of the square of `2 * radius + 1` around are; everything is set outside the picture.
    func eroded(_ radius: Int) -> Mask { radius < 1 ? self : inverted.dilated(radius).inverted }

    /// Without what is narrower than `2 * radius + 1`.
    func opened(_ radius: Int) -> Mask { eroded(radius).dilated(radius) }
    /// With gaps up to `2 * radius` filled.
    func closed(_ radius: Int) -> Mask { dilated(radius).eroded(radius) }

    private static func spread(_ line: UnsafeMutablePointer<UInt8>, count: Int, step: Int, radius: Int) {
        // Every pixel up to `reach` is near one that was set.
        var reach = -1
        var ahead = 0
        for i in 0..<count {
            while ahead < count, ahead <= i + radius {
                if line[ahead * step] == 1 { reach = ahead + radius }
                ahead += 1
            }
            // 2 marks what this pass sets, so that it is not taken for a pixel that was set.
            if i <= reach, line[i * step] == 0 { line[i * step] = 2 }
        }
        for i in 0..<count where line[i * step] == 2 { line[i * step] = 1 }
    }
}
