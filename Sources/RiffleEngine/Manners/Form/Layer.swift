internal import RiffleImage

/// A picture to lay over others: sRGB 0…1, already multiplied by its alpha, which is the fourth number.
final class Layer: @unchecked Sendable {
    let width: Int
    let height: Int
    /// Row by row. Threads write different rows.
    let pixels: UnsafeMutablePointer<SIMD4<Float>>

    init(width: Int, height: Int, fill: SIMD4<Float> = .zero) {
        (self.width, self.height) = (width, height)
        pixels = .allocate(capacity: width * height)
        pixels.initialize(repeating: fill, count: width * height)
    }

    convenience init(_ bitmap: Bitmap) {
        self.init(width: bitmap.width, height: bitmap.height)
        bitmap.withPixels { bytes in
            for i in 0..<width * height {
                let alpha = Float(bytes[4 * i + 3]) / 255
                let color = SIMD4(Float(bytes[4 * i]), Float(bytes[4 * i + 1]), Float(bytes[4 * i + 2]), 255)
                pixels[i] = color / 255 * alpha
            }
        }
    }

    deinit { pixels.deallocate() }

    /// What `color` gives for each (x, y).
    convenience init(
        width: Int, height: Int, crew: Crew, _ color: @Sendable (_ x: Int, _ y: Int) -> SIMD4<Float>
    ) {
        self.init(width: width, height: height)
        crew.rows(height) { y in
            for x in 0..<width { pixels[y * width + x] = color(x, y) }
        }
    }

    @inline(__always)
    subscript(x: Int, y: Int) -> SIMD4<Float> { pixels[y * width + x] }

    /// The colour at a point, linear between pixels and clear outside. (0, 0) is the middle of the first pixel.
    @inline(__always)
    func sample(_ x: Float, _ y: Float) -> SIMD4<Float> {
        guard x > -1, y > -1, x < Float(width), y < Float(height) else { return .zero }
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        let (fx, fy) = (x - Float(left), y - Float(top))
        @inline(__always)
        func pixel(_ x: Int, _ y: Int) -> SIMD4<Float> {
            x < 0 || y < 0 || x >= width || y >= height ? .zero : pixels[y * width + x]
        }
        let upper = pixel(left, top) * (1 - fx) + pixel(left + 1, top) * fx
        let lower = pixel(left, top + 1) * (1 - fx) + pixel(left + 1, top + 1) * fx
        return upper * (1 - fy) + lower * fy
    }

    var alpha: Plane {
        let plane = Plane(width: width, height: height)
        for i in 0..<plane.count { plane.values[i] = pixels[i].w }
        return plane
    }

    /// Lightness and colour; what is clear has no colour.
    var lab: LabPicture { LabPicture(bitmap) }

    var bitmap: Bitmap {
        var bitmap = Bitmap(width: width, height: height)
        bitmap.withMutablePixels { bytes in
            for i in 0..<width * height {
                let alpha = pixels[i].w
                if alpha <= 0.001 { continue }
                let color = (pixels[i] / alpha).clamped(lowerBound: .zero, upperBound: .one) * 255 + 0.5
                (bytes[4 * i], bytes[4 * i + 1]) = (UInt8(color.x), UInt8(color.y))
                (bytes[4 * i + 2], bytes[4 * i + 3]) = (UInt8(color.z), UInt8(min(alpha, 1) * 255 + 0.5))
            }
        }
        return bitmap
    }

    /// Lays another of the same size over this one.
    func lay(_ other: Layer, crew: Crew) {
        crew.rows(height) { y in
            for i in y * width..<(y + 1) * width { pixels[i] = other.pixels[i].over(pixels[i]) }
        }
    }
}

extension SIMD4<Float> {
    /// This colour, multiplied by its alpha, laid over another.
    @inline(__always)
    func over(_ ground: SIMD4<Float>) -> SIMD4<Float> { self + ground * (1 - w) }

    /// This colour at an opacity.
    @inline(__always)
    func opaque(_ share: Float = 1) -> SIMD4<Float> {
        var color = self
        color.w = 1
        return color * share
    }

    /// Lighter or darker by a factor; alpha stays.
    @inline(__always)
    func shaded(_ factor: Float) -> SIMD4<Float> {
        var color = self * factor
        color.w = w
        return color
    }
}
