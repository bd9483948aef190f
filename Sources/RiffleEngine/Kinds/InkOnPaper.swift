internal import RiffleImage

/// How a picture splits into paper and ink when uneven light is taken out, as scans and photographed pages do.
struct InkOnPaper {
    /// Shares of the picture.
    let paper: Float
    let ink: Float
    /// Share of the ink that stays when 2 pixels are taken off all around: little where strokes are thin.
    let thick: Float
    /// Parts of the ink.
    let parts: Int
    /// Levels between the channels of a pixel, against the picture's median, that 90 % of the pixels keep within.
    let tint: Int

    private static let side = 400

    /// - Parameter bitmap: opaque.
    init(_ bitmap: Bitmap) {
        tint = InkOnPaper.tint(bitmap)
        let scale = Double(InkOnPaper.side) / Double(max(bitmap.width, bitmap.height))
        let small =
            scale >= 1
            ? bitmap
            : bitmap.resized(
                width: max(1, Int(Double(bitmap.width) * scale)), height: max(1, Int(Double(bitmap.height) * scale)),
                filter: .area, space: .encoded)
        let gray = GrayBytes(small)
        let envelope = gray.median().largest(10).plane.mean(15)
        var count = 0
        var mask = Mask(width: gray.width, height: gray.height)
        for i in gray.bytes.indices {
            // 8 more than the level: black paper has no light to divide by.
            let share = (Float(gray.bytes[i]) + 8) / (envelope.values[i] + 8)
            if share > 0.8 { count += 1 }
            if share < 0.62 { mask.bytes[i] = 1 }
        }
        paper = Float(count) / Float(gray.bytes.count)
        ink = mask.share
        thick = Float(mask.eroded(2).count) / Float(max(mask.count, 1))
        parts = ConnectedParts(mask).parts.count { $0.area >= 8 }
    }

    private static func tint(_ bitmap: Bitmap) -> Int {
        var counts = [Int](repeating: 0, count: 256)
        bitmap.withPixels { pixels in
            for i in stride(from: 0, to: pixels.count, by: 4) {
                let (r, g, b) = (pixels[i], pixels[i + 1], pixels[i + 2])
                counts[Int(max(r, g, b) - min(r, g, b))] += 1
            }
        }
        func level(_ counts: [Int], _ share: Double) -> Int {
            var rest = Int(share * Double(counts.reduce(0, +)))
            return counts.firstIndex { count in
                rest -= count
                return rest < 0
            } ?? 0
        }
        let median = level(counts, 0.5)
        var distances = [Int](repeating: 0, count: 256)
        for (value, count) in counts.enumerated() { distances[abs(value - median)] += count }
        return level(distances, 0.9)
    }
}

extension GrayBytes {
    /// The middle of the nine pixels around each; the rim stays.
    fileprivate func median() -> GrayBytes {
        var result = self
        guard width > 2, height > 2 else { return self }
        bytes.withUnsafeBufferPointer { source in
            for y in 1..<height - 1 {
                for x in 1..<width - 1 {
                    let i = y * width + x
                    func column(_ j: Int) -> (low: UInt8, middle: UInt8, high: UInt8) {
                        let (a, b, c) = (source[j - width], source[j], source[j + width])
                        let (low, high) = (min(a, b), max(a, b))
                        return (min(low, c), max(low, min(high, c)), max(high, c))
                    }
                    let (p, q, r) = (column(i - 1), column(i), column(i + 1))
                    let low = max(p.low, q.low, r.low)
                    let high = min(p.high, q.high, r.high)
                    let middle = max(min(p.middle, q.middle), min(max(p.middle, q.middle), r.middle))
                    result.bytes[i] = max(min(low, middle), min(max(low, middle), high))
                }
            }
        }
        return result
    }

    /// The largest level in the square of `2 * radius + 1` around each pixel.
    fileprivate func largest(_ radius: Int) -> GrayBytes {
        var result = self
        result.bytes.withUnsafeMutableBufferPointer { bytes in
            for y in 0..<height {
                GrayBytes.spread(bytes.baseAddress! + y * width, count: width, step: 1, radius: radius)
            }
            for x in 0..<width { GrayBytes.spread(bytes.baseAddress! + x, count: height, step: width, radius: radius) }
        }
        return result
    }

    /// Source: van Herk, "A fast algorithm for local minimum and maximum filters", Pattern Recognition Letters 1992.
    private static func spread(_ line: UnsafeMutablePointer<UInt8>, count: Int, step: Int, radius: Int) {
        let window = 2 * radius + 1
        let length = (count + window - 1) / window * window + window
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * length) { room in
            let (forward, backward) = (room.baseAddress!, room.baseAddress! + length)
            for i in 0..<length {
                let place = i - radius
                let value = place >= 0 && place < count ? line[place * step] : 0
                forward[i] = i % window == 0 ? value : max(forward[i - 1], value)
                backward[i] = value
            }
            for i in stride(from: length - 2, through: 0, by: -1) where i % window != window - 1 {
                backward[i] = max(backward[i], backward[i + 1])
            }
            for i in 0..<count { line[i * step] = max(backward[i], forward[i + window - 1]) }
        }
    }
}
