import RiffleImage

extension Bitmap {
    /// Deterministic test picture with gradients, an edge and texture, like a photo.
    static func scene(width: Int, height: Int) -> Bitmap {
        var bitmap = Bitmap(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let isInside =
                    (x - width / 2) * (x - width / 2) + (y - height / 2) * (y - height / 2) < width * height / 9
                let ripple = (x * 5 ^ y * 3) & 31
                bitmap[x, y] = Pixel(
                    red: UInt8(clamping: isInside ? 200 - x * 60 / width : x * 200 / width + 20),
                    green: UInt8(clamping: isInside ? 90 + ripple : y * 180 / height + 40),
                    blue: UInt8(clamping: isInside ? 40 + y * 90 / height : 220 - ripple - y * 100 / height))
            }
        }
        return bitmap
    }

    /// Noise: each pixel has a different colour.
    static func noise(width: Int, height: Int) -> Bitmap {
        var state: UInt64 = 88_172_645_463_325_252
        var bitmap = Bitmap(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                bitmap[x, y] = Pixel(
                    red: UInt8(truncatingIfNeeded: state >> 8), green: UInt8(truncatingIfNeeded: state >> 24),
                    blue: UInt8(truncatingIfNeeded: state >> 40))
            }
        }
        return bitmap
    }

    /// Mean squared distance of the colours; up to 255² per channel.
    func squaredError(to other: [Pixel?]) -> Double {
        var sum = 0
        for i in other.indices {
            guard let pixel = other[i] else { return .infinity }
            let red = Int(bytes[i * 4]) - Int(pixel.red)
            let green = Int(bytes[i * 4 + 1]) - Int(pixel.green)
            let blue = Int(bytes[i * 4 + 2]) - Int(pixel.blue)
            sum += red * red + green * green + blue * blue
        }
        return Double(sum) / Double(other.count * 3)
    }
}
