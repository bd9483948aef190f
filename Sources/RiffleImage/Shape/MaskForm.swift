/// Where a picture may change, in the forms that servers take.
///
/// The Images API says it by transparency, A1111, stable-diffusion.cpp and most local programs by white.
package struct MaskForm {
    package let width: Int
    package let height: Int
    /// Row-major, a byte a pixel: 255 where the picture may change, 0 where it stays.
    package let coverage: [UInt8]

    /// Reads a mask of either kind: what is clear in it may change, or, where nothing is, what is white.
    package init(_ mask: Bitmap) {
        (width, height) = (mask.width, mask.height)
        let bytes = mask.bytes
        let pixels = stride(from: 0, to: bytes.count, by: 4)
        let hasClear = pixels.contains { bytes[$0 + 3] < 255 }
        coverage = pixels.map { place in
            if hasClear { return 255 - bytes[place + 3] }
            // Rec. 601, as the libraries weigh it that servers read masks with.
            let sum = 299 * Int(bytes[place]) + 587 * Int(bytes[place + 1]) + 114 * Int(bytes[place + 2])
            return UInt8((sum + 500) / 1000)
        }
    }

    package init(width: Int, height: Int, coverage: [UInt8]) {
        (self.width, self.height, self.coverage) = (width, height, coverage)
    }

    /// White and clear where the picture may change, black and opaque elsewhere: right for both kinds of servers.
    package var png: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: coverage.count * 4)
        for (place, cover) in coverage.enumerated() {
            for channel in 0..<3 { bytes[place * 4 + channel] = cover }
            bytes[place * 4 + 3] = 255 - cover
        }
        return PNG.encode(Bitmap(width: width, height: height, bytes: bytes), hasAlpha: true)
    }

    /// White where the picture may change, black elsewhere, and nothing clear.
    package var greyPNG: [UInt8] {
        PNG.encode(Bitmap(width: width, height: height, bytes: coverage.flatMap { [$0, $0, $0, 255] }))
    }
}
