import RiffleImage

/// Ordered dithering with a 4×4 threshold matrix.
///
/// Source: B. E. Bayer, "An optimum method for two-level rendition of continuous-tone pictures", 1973.
enum OrderedDither {
    private static let thresholds: [Int] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]

    /// Threshold at a pixel, -15…15 in steps of 2, mean 0.
    static func threshold(x: Int, y: Int) -> Int { 2 * thresholds[(y & 3) * 4 + (x & 3)] - 15 }

    /// The pixel with each channel shifted by up to half of `spread`.
    ///
    /// - Parameter spread: distance between neighbouring palette colours, 0…255.
    static func moved(_ pixel: Pixel, x: Int, y: Int, spread: Int) -> Pixel {
        let offset = threshold(x: x, y: y) * spread / 32
        return Pixel(
            red: UInt8(clamping: Int(pixel.red) + offset), green: UInt8(clamping: Int(pixel.green) + offset),
            blue: UInt8(clamping: Int(pixel.blue) + offset))
    }
}
