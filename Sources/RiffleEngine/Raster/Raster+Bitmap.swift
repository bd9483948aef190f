internal import RiffleImage

extension Raster {
    /// - Precondition: `bitmap` is square.
    convenience init(_ bitmap: Bitmap) {
        precondition(bitmap.width == bitmap.height, "the engine works on squares")
        self.init(side: bitmap.width)
        bitmap.withPixels { straight in
            pixels.update(from: straight.baseAddress!, count: byteCount)
            for i in Swift.stride(from: 0, to: byteCount, by: 4) where straight[i + 3] < 255 {
                let alpha = UInt32(straight[i + 3])
                for c in 0..<3 { pixels[i + c] = UInt8((UInt32(straight[i + c]) * alpha + 127) / 255) }
            }
        }
    }

    /// The picture with straight alpha. Fully transparent pixels become transparent black.
    var bitmap: Bitmap {
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { straight, count in
            straight.baseAddress!.initialize(from: pixels, count: byteCount)
            for i in Swift.stride(from: 0, to: byteCount, by: 4) where pixels[i + 3] < 255 {
                let alpha = UInt32(pixels[i + 3])
                for c in 0..<3 {
                    let color = alpha == 0 ? 0 : (UInt32(pixels[i + c]) * 255 + alpha / 2) / alpha
                    straight[i + c] = UInt8(min(color, 255))
                }
            }
            count = byteCount
        }
        return Bitmap(width: side, height: side, bytes: bytes)
    }

    var isOneColor: Bool {
        for i in 4..<max(4, byteCount) where pixels[i] != pixels[i - 4] { return false }
        return true
    }

    /// Whether every pixel is grey.
    var isGray: Bool {
        for i in Swift.stride(from: 0, to: byteCount, by: 4)
        where pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2] { return false }
        return true
    }

    /// Whether every pixel is opaque.
    var isOpaque: Bool {
        var i = 3
        while i < byteCount {
            if pixels[i] != 255 { return false }
            i += 4
        }
        return true
    }
}
