internal import RiffleImage

/// A picture being painted: red, green and blue in sRGB, 0…1, and a fourth number for each pixel that its user gives a
/// meaning.
///
/// A class with bare memory, as `Plane` is.
final class Canvas: @unchecked Sendable {
    let width: Int
    let height: Int
    let pixels: UnsafeMutablePointer<SIMD4<Float>>

    var count: Int { width * height }

    /// The pixels are undefined until written.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = .allocate(capacity: width * height)
    }

    convenience init(width: Int, height: Int, crew: Crew, _ color: @Sendable (_ x: Int, _ y: Int) -> SIMD4<Float>) {
        self.init(width: width, height: height)
        crew.rows(height) { y in
            for x in 0..<width { self.pixels[y * width + x] = color(x, y) }
        }
    }

    /// A picture's colours, cut to what a screen can show, and another plane's values.
    convenience init(_ picture: LabPicture, fourth: Plane, crew: Crew) {
        let bitmap = picture.bitmap(crew: crew)
        self.init(width: picture.width, height: picture.height)
        bitmap.withPixels { pixels in
            let source = Pointer(pixels.baseAddress!)
            crew.rows(height) { y in
                for i in y * self.width..<(y + 1) * self.width {
                    let p = source.address + 4 * i
                    self.pixels[i] = SIMD4(
                        Float(p[0]) / 255, Float(p[1]) / 255, Float(p[2]) / 255, fourth.values[i])
                }
            }
        }
    }

    deinit { pixels.deallocate() }

    func copy() -> Canvas {
        let copy = Canvas(width: width, height: height)
        copy.pixels.update(from: pixels, count: count)
        return copy
    }

    /// All four numbers blurred; the picture goes on at its edges as it ends there.
    ///
    /// Three running means for a Gaussian, or three weights below one pixel.
    func blurred(_ sigma: Float, crew: Crew) -> Canvas {
        if sigma < 0.15 || count == 1 || crew.halted() { return copy() }
        if sigma < 0.9 {
            let side = sigma * sigma / 2
            return filtered(crew) { line, out, count in
                for i in 0..<count {
                    let around = line[max(i - 1, 0)] + line[min(i + 1, count - 1)]
                    out[i] = line[i] * (1 - 2 * side) + around * side
                }
            }
        }
        let radius = max(1, Int(((1 + 4 * sigma * sigma).squareRoot() * 0.5 - 0.5).rounded()))
        let scale = 1 / Float(2 * radius + 1)
        return filtered(crew) { line, out, count in
            var (from, to) = (line, out)
            for _ in 0..<3 {
                var sum = SIMD4<Float>.zero
                for i in -radius...radius { sum += from[min(max(i, 0), count - 1)] }
                for i in 0..<count {
                    to[i] = sum * scale
                    sum += from[min(i + radius + 1, count - 1)] - from[max(i - radius, 0)]
                }
                swap(&from, &to)
            }
        }
    }

    private typealias Line = UnsafeMutablePointer<SIMD4<Float>>

    /// Filters all rows and then all columns: `filter` reads a line and leaves its result in the second; it may use the first
    /// as scratch.
    private func filtered(_ crew: Crew, _ filter: @Sendable (Line, Line, Int) -> Void) -> Canvas {
        let (width, height) = (width, height)
        let result = Canvas(width: width, height: height)
        crew.rows(height) { y in
            withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: width) { line in
                let line = line.baseAddress!
                line.update(from: self.pixels + y * width, count: width)
                filter(line, result.pixels + y * width, width)
            }
        }
        // Four columns at a time: a cache line's worth.
        crew.perform((width + 3) / 4) { band in
            withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 8 * height) { lines in
                let columns = band * 4..<min(width, band * 4 + 4)
                let lines = lines.baseAddress!
                for y in 0..<height {
                    for (k, x) in columns.enumerated() { lines[k * height + y] = result.pixels[y * width + x] }
                }
                for k in 0..<columns.count { filter(lines + k * height, lines + (4 + k) * height, height) }
                for y in 0..<height {
                    for (k, x) in columns.enumerated() { result.pixels[y * width + x] = lines[(4 + k) * height + y] }
                }
            }
        }
        return result
    }

    /// The picture at no more than `side` pixels on its longer side, for showing how far it is.
    func preview(side: Int = 256) -> Bitmap {
        let step = max(1, (max(width, height) + side - 1) / side)
        var bitmap = Bitmap(width: width / step, height: height / step)
        let (columns, rows) = (bitmap.width, bitmap.height)
        bitmap.withMutablePixels { bytes in
            for y in 0..<rows {
                for x in 0..<columns {
                    let color =
                        pixels[(y * step + step / 2) * width + x * step + step / 2]
                        .clamped(lowerBound: .zero, upperBound: .one) * 255 + 0.5
                    let p = 4 * (y * columns + x)
                    (bytes[p], bytes[p + 1], bytes[p + 2]) = (UInt8(color.x), UInt8(color.y), UInt8(color.z))
                    bytes[p + 3] = 255
                }
            }
        }
        return bitmap
    }
}
