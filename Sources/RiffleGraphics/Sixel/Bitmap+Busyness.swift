import RiffleImage

extension Bitmap {
    /// How much neighbouring pixels differ: 0 for a flat picture, 2.5 for a smooth photo, 4.5 for foliage or grain.
    ///
    /// Averages square roots of differences, so that many small ones weigh more than a few edges.
    /// - Complexity: O(pixels / 8).
    var busyness: Float {
        var sum: Float = 0
        var count = 0
        withPixels { bytes in
            for y in stride(from: 3, to: height, by: 8) {
                let row = y * width * 4
                for i in stride(from: row + 4, to: row + width * 4, by: 4) {
                    let red = abs(Int32(bytes[i]) - Int32(bytes[i - 4]))
                    let green = abs(Int32(bytes[i + 1]) - Int32(bytes[i - 3]))
                    let blue = abs(Int32(bytes[i + 2]) - Int32(bytes[i - 2]))
                    sum += Float(red + green + blue).squareRoot()
                }
                count += max(0, width - 1)
            }
        }
        return sum / Float(max(1, count))
    }
}
