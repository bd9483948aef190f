internal import RiffleImage

/// A source without its alpha: what is clear is laid on white, or on black where what it shows is light.
struct OpaqueSource {
    let bitmap: Bitmap
    /// The colour behind what is clear; nil where nothing is.
    let paper: UInt8?
    /// Shares of pixels: all but clear (alpha below 5), and between clear and opaque.
    let clear: Float
    let soft: Float

    /// Pixels that are looked at, at most; of larger pictures, rows at even distances.
    private static let sample = 4_000_000

    init(_ bitmap: Bitmap) {
        self.bitmap = bitmap
        var (clear, soft, shown) = (0, 0, 0)
        var levels = [Int](repeating: 0, count: 256)
        let skip = max(1, bitmap.width * bitmap.height / OpaqueSource.sample)
        let rows = stride(from: 0, to: bitmap.height, by: skip)
        bitmap.withPixels { pixels in
            for y in rows {
                for i in stride(from: 4 * y * bitmap.width, to: 4 * (y + 1) * bitmap.width, by: 4)
                where pixels[i + 3] < 255 {
                    if pixels[i + 3] < 5 { clear += 1 } else if pixels[i + 3] <= 250 { soft += 1 }
                }
            }
            guard clear + soft > 0 else { return }
            for y in rows {
                for i in stride(from: 4 * y * bitmap.width, to: 4 * (y + 1) * bitmap.width, by: 4)
                where pixels[i + 3] > 128 {
                    levels[OpaqueSource.gray(pixels[i], pixels[i + 1], pixels[i + 2])] += 1
                    shown += 1
                }
            }
        }
        let count = Float(bitmap.width * ((bitmap.height + skip - 1) / skip))
        (self.clear, self.soft) = (Float(clear) / count, Float(soft) / count)
        if clear + soft == 0 {
            paper = nil
        } else {
            func level(_ share: Float) -> Int {
                var rest = Int(share * Float(shown))
                return levels.firstIndex { count in
                    rest -= count
                    return rest < 0
                } ?? 0
            }
            paper = level(0.5) < 150 || level(0.15) < 110 ? 255 : 0
        }
    }

    /// Lightness of an sRGB colour, 0…255. Source: ITU-R BT.601.
    @inline(__always)
    static func gray(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        (Int(red) * 4899 + Int(green) * 9617 + Int(blue) * 1868 + 8192) >> 14
    }

    /// Writes a row as RGBA with alpha 255.
    func read(_ y: Int, into row: UnsafeMutablePointer<UInt8>) {
        bitmap.withPixels { pixels in
            row.update(from: pixels.baseAddress! + 4 * y * bitmap.width, count: 4 * bitmap.width)
        }
        let behind = Int(paper ?? 255)
        for i in stride(from: 0, to: 4 * bitmap.width, by: 4) {
            let alpha = Int(row[i + 3])
            if alpha == 255 { continue }
            for c in i..<i + 3 { row[c] = UInt8((Int(row[c]) * alpha + behind * (255 - alpha) + 127) / 255) }
            row[i + 3] = 255
        }
    }

    /// The whole picture, at most `side` pixels long; averaged where it is larger.
    func reduced(to side: Int) -> Bitmap {
        let longest = max(bitmap.width, bitmap.height)
        // Whole blocks first: the picture may have tens of millions of pixels.
        let block = max(1, longest / (2 * side))
        let (width, height) = (max(1, bitmap.width / block), max(1, bitmap.height / block))
        let skip = max(1, block / 4)
        let taps = stride(from: 0, to: block, by: skip).map { $0 }
        var bytes = [UInt8](repeating: 255, count: 4 * width * height)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * bitmap.width) { line in
            let line = line.baseAddress!
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 3 * width) { sums in
                for y in 0..<height {
                    sums.update(repeating: 0)
                    for dy in taps where y * block + dy < bitmap.height {
                        read(y * block + dy, into: line)
                        if block == 1 { continue }
                        for x in 0..<width {
                            for dx in taps {
                                let p = line + 4 * (x * block + dx)
                                for c in 0..<3 { sums[3 * x + c] += UInt32(p[c]) }
                            }
                        }
                    }
                    let count = UInt32(taps.count * taps.count)
                    for x in 0..<width {
                        for c in 0..<3 {
                            bytes[4 * (y * width + x) + c] =
                                block == 1 ? line[4 * x + c] : UInt8((sums[3 * x + c] + count / 2) / count)
                        }
                    }
                }
            }
        }
        let whole = Bitmap(width: width, height: height, bytes: bytes)
        let scale = Double(side) / Double(max(width, height))
        if scale >= 1 { return whole }
        return whole.resized(
            width: max(1, Int((Double(width) * scale).rounded())),
            height: max(1, Int((Double(height) * scale).rounded())), filter: .area, space: .encoded)
    }
}
