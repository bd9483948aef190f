import RiffleImage

/// A histogram of a picture's colours. Of a large picture every third pixel is counted.
///
/// Bins are 4×4×4 values (64 on each axis): fine enough for gradients, yet a photo has tens of thousands of bins
/// instead of hundreds of thousands of colours.
struct ColorCensus {
    /// Mean colour of a bin (0…255 in x, y, z) and its number of pixels (w).
    typealias Sample = SIMD4<Float>

    /// All non-empty bins.
    private(set) var samples: [Sample]
    /// The bin of each sample.
    private(set) var bins: [Int32]
    /// Large uniform areas: bins of exactly one colour with many pixels, such as drawn skies, paper or a backdrop.
    private(set) var flats: [Sample] = []

    static let binCount = 64 * 64 * 64

    @inline(__always)
    static func bin(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        Int(red >> 2) << 12 | Int(green >> 2) << 6 | Int(blue >> 2)
    }

    /// - Complexity: O(pixels), and 1 MiB of temporary memory.
    init(of bitmap: Bitmap) {
        var slots = [Int32](repeating: -1, count: ColorCensus.binCount)
        var sums: [SIMD4<UInt32>] = []
        var bins: [Int32] = []
        bitmap.withPixels { bytes in
            slots.withUnsafeMutableBufferPointer { slots in
                let step = bitmap.width * bitmap.height > 1 << 18 ? 3 : 1
                var pixel = 0
                while pixel < bitmap.width * bitmap.height {
                    let i = pixel * 4
                    pixel += step
                    let bin = ColorCensus.bin(bytes[i], bytes[i + 1], bytes[i + 2])
                    var slot = Int(slots[bin])
                    if slot < 0 {
                        slot = sums.count
                        slots[bin] = Int32(truncatingIfNeeded: slot)
                        sums.append(.zero)
                        bins.append(Int32(truncatingIfNeeded: bin))
                    }
                    sums[slot] &+= [UInt32(bytes[i]), UInt32(bytes[i + 1]), UInt32(bytes[i + 2]), 1]
                }
            }
        }
        samples = sums.map { sum in
            let count = Float(sum.w)
            return [Float(sum.x) / count, Float(sum.y) / count, Float(sum.z) / count, count]
        }
        self.bins = bins
        let many = UInt32(max(16, bitmap.width * bitmap.height / 600))
        // If the mean of so many pixels has no fraction, they almost certainly have the same colour.
        for (index, sum) in sums.enumerated() where sum.w >= many {
            if sum.x % sum.w == 0, sum.y % sum.w == 0, sum.z % sum.w == 0 { flats.append(samples[index]) }
        }
    }

    /// The colours of the picture if there are at most `limit`, otherwise `nil`, as early as possible.
    ///
    /// - Complexity: O(pixels).
    static func exactColors(of bitmap: Bitmap, limit: Int) -> Set<UInt32>? {
        var colors: Set<UInt32> = []
        var last: UInt32?
        return bitmap.withPixels { bytes in
            for i in stride(from: 0, to: bytes.count, by: 4) {
                let color = UInt32(bytes[i]) << 16 | UInt32(bytes[i + 1]) << 8 | UInt32(bytes[i + 2])
                if color == last { continue }
                last = color
                if colors.insert(color).inserted, colors.count > limit { return nil }
            }
            return colors
        }
    }
}
