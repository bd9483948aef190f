import RiffleImage
import RiffleUI

extension Bitmap {
    /// Combines this picture and another into one of the other's size.
    func compared(with other: Bitmap, _ comparison: Comparison) -> Bitmap {
        let own =
            width == other.width && height == other.height ? self : resized(width: other.width, height: other.height)
        switch comparison {
        case .difference: return own.difference(to: other)
        case .split(let thousandths): return own.split(with: other, at: thousandths)
        }
    }

    /// The difference of each channel, amplified so that the largest is white; a limit on the gain keeps noise dark.
    private func difference(to other: Bitmap) -> Bitmap {
        let count = bytes.count
        var greatest = 64
        bytes.withUnsafeBufferPointer { a in
            other.bytes.withUnsafeBufferPointer { b in
                for place in 0..<count where place & 3 != 3 {
                    greatest = max(greatest, abs(Int(a[place]) - Int(b[place])))
                }
            }
        }
        let made = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            bytes.withUnsafeBufferPointer { a in
                other.bytes.withUnsafeBufferPointer { b in
                    for place in 0..<count {
                        let distance = abs(Int(a[place]) - Int(b[place]))
                        output[place] = place & 3 == 3 ? 255 : UInt8(distance * 255 / greatest)
                    }
                }
            }
            initialized = count
        }
        return Bitmap(width: width, height: height, bytes: made)
    }

    /// This picture left of the line and the other right of it; the line inverts the colours under it.
    private func split(with other: Bitmap, at thousandths: Int) -> Bitmap {
        let line = width * thousandths / 1000
        let thickness = max(1, width / 400)
        let bytes = bytes
        var made = other.bytes
        let row = width * 4
        for y in 0..<height {
            let start = y * row
            made.replaceSubrange(start..<(start + line * 4), with: bytes[start..<(start + line * 4)])
            for x in max(0, line - thickness)..<min(width, line + thickness) {
                let place = start + x * 4
                let isDark = Int(made[place]) + Int(made[place + 1]) * 2 + Int(made[place + 2]) < 512
                for channel in 0..<3 { made[place + channel] = isDark ? 255 : 0 }
                made[place + 3] = 255
            }
        }
        return Bitmap(width: width, height: height, bytes: made)
    }

    /// The structural similarity of two pictures: the mean SSIM of their lightness over blocks of 8 × 8, both scaled to a
    /// width of 256 pixels. 1 for identical pictures.
    ///
    /// Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural
    /// similarity", 2004, equation 13.
    func similarity(to other: Bitmap) -> Double {
        let across = min(256, width, other.width)
        let down = max(1, across * other.height / max(1, other.width))
        let (a, b) = (lightness(across, down), other.lightness(across, down))
        let block = 8
        var sum = 0.0
        var blocks = 0.0
        for top in stride(from: 0, to: max(1, down - block + 1), by: block) {
            for left in stride(from: 0, to: max(1, across - block + 1), by: block) {
                sum += Bitmap.ssim(
                    a, b, across, rows: top..<min(top + block, down), columns: left..<min(left + block, across))
                blocks += 1
            }
        }
        return min(1, max(0, sum / blocks))
    }

    /// Row-major lightness, 0…255, at another size, with transparent parts on black.
    private func lightness(_ width: Int, _ height: Int) -> [Double] {
        let small = self.width == width && self.height == height ? self : resized(width: width, height: height)
        let bytes = small.bytes
        return (0..<width * height).map { place in
            let (r, g, b) = (bytes[place * 4], bytes[place * 4 + 1], bytes[place * 4 + 2])
            let light = 0.299 * Double(r) + 0.587 * Double(g) + 0.114 * Double(b)
            return light * Double(bytes[place * 4 + 3]) / 255
        }
    }

    private static func ssim(_ a: [Double], _ b: [Double], _ width: Int, rows: Range<Int>, columns: Range<Int>)
        -> Double
    {
        let count = Double(rows.count * columns.count)
        var (sumA, sumB, squareA, squareB, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for row in rows {
            for column in columns {
                let (x, y) = (a[row * width + column], b[row * width + column])
                sumA += x
                sumB += y
                squareA += x * x
                squareB += y * y
                product += x * y
            }
        }
        let (meanA, meanB) = (sumA / count, sumB / count)
        let (varianceA, varianceB) = (squareA / count - meanA * meanA, squareB / count - meanB * meanB)
        let covariance = product / count - meanA * meanB
        let (c1, c2) = (6.5025, 58.5225)
        return (2 * meanA * meanB + c1) * (2 * covariance + c2)
            / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
    }
}
