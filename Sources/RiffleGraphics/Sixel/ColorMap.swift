import RiffleImage

/// Turns the pixels of one picture into indices of its palette.
///
/// Holds a table with one entry for each bin of 4×4×4 colours; bins that the picture itself has are
/// filled from the census, others (met while diffusing errors) when they are first met.
struct ColorMap {
    let palette: SixelPalette
    private var nearest: NearestColor
    /// Palette index for each bin; `unknown` where it has not been looked up yet.
    private var table: [UInt16]
    private static let unknown = UInt16.max

    init(census: ColorCensus, colors: Int) {
        let search = PaletteSearch(samples: census.samples, count: colors)
        var palette = SixelPalette()
        // Rounding to percents may make two centres equal.
        for center in search.centers { _ = palette.index(ofNearest: SIMD3(center.x, center.y, center.z)) }
        var nearest = NearestColor((0..<palette.count).map { SIMD4(SIMD3<Float>(palette.shown($0)), 0) })
        var table = [UInt16](repeating: ColorMap.unknown, count: ColorCensus.binCount)
        for i in census.samples.indices {
            table[Int(census.bins[i])] = UInt16(truncatingIfNeeded: nearest.index(of: census.samples[i]))
        }
        self.palette = palette
        self.nearest = nearest
        self.table = table
    }

    /// Every pixel takes the colour nearest to the mean of its bin.
    func nearest(_ bitmap: Bitmap) -> [UInt8] {
        table.withUnsafeBufferPointer { table in
            bitmap.withPixels { bytes in
                [UInt8](unsafeUninitializedCapacity: bytes.count / 4) { out, count in
                    for i in 0..<bytes.count / 4 {
                        let bin = ColorCensus.bin(bytes[i * 4], bytes[i * 4 + 1], bytes[i * 4 + 2])
                        out[i] = UInt8(truncatingIfNeeded: table[bin])
                    }
                    count = bytes.count / 4
                }
            }
        }
    }

    /// Every pixel is moved by a threshold pattern first.
    mutating func ordered(_ bitmap: Bitmap) -> [UInt8] {
        // About the distance between neighbouring colours of a palette of that size.
        let spread = palette.count >= 128 ? 24 : palette.count >= 32 ? 48 : 96
        var out: [UInt8] = []
        out.reserveCapacity(bitmap.width * bitmap.height)
        bitmap.withPixels { bytes in
            for y in 0..<bitmap.height {
                for x in 0..<bitmap.width {
                    let i = (y * bitmap.width + x) * 4
                    let pixel = OrderedDither.moved(
                        Pixel(red: bytes[i], green: bytes[i + 1], blue: bytes[i + 2]), x: x, y: y, spread: spread)
                    out.append(UInt8(truncatingIfNeeded: index(pixel.red, pixel.green, pixel.blue)))
                }
            }
        }
        return out
    }

    /// What a pixel's colour lacks is given to its neighbours, in rows of alternating direction.
    ///
    /// Source: R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial greyscale", 1976.
    mutating func diffused(_ bitmap: Bitmap) -> [UInt8] {
        let width = bitmap.width
        let shown = (0..<palette.count).map { SIMD4<Int32>(palette.shown($0), 0) }
        // Errors in sixteenths of this row and the next, each with one pixel of room on both sides.
        var errors = [SIMD4<Int32>](repeating: .zero, count: 2 * (width + 2))
        var out = [UInt8](repeating: 0, count: width * bitmap.height)
        bitmap.withPixels { bytes in
            errors.withUnsafeMutableBufferPointer { errors in
                out.withUnsafeMutableBufferPointer { out in
                    for y in 0..<bitmap.height {
                        let step = y & 1 == 0 ? 1 : -1
                        let here = (y & 1) * (width + 2) + 1
                        let below = (1 - (y & 1)) * (width + 2) + 1
                        for i in 0..<width + 2 { errors[below - 1 + i] = .zero }
                        var x = step == 1 ? 0 : width - 1
                        for _ in 0..<width {
                            let i = (y * width + x) * 4
                            let pixel = SIMD4<Int32>(Int32(bytes[i]), Int32(bytes[i + 1]), Int32(bytes[i + 2]), 0)
                            var wanted = pixel &+ ((errors[here + x] &+ 8) &>> 4)
                            wanted.replace(with: 0, where: wanted .< 0)
                            wanted.replace(with: 255, where: wanted .> 255)
                            let chosen = index(
                                UInt8(truncatingIfNeeded: wanted.x), UInt8(truncatingIfNeeded: wanted.y),
                                UInt8(truncatingIfNeeded: wanted.z))
                            out[y * width + x] = UInt8(truncatingIfNeeded: chosen)
                            let error = wanted &- shown[chosen]
                            errors[here + x + step] &+= error &* 7
                            errors[below + x - step] &+= error &* 3
                            errors[below + x] &+= error &* 5
                            errors[below + x + step] &+= error
                            x += step
                        }
                    }
                }
            }
        }
        return out
    }

    @inline(__always)
    private mutating func index(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        let bin = ColorCensus.bin(red, green, blue)
        let known = table[bin]
        if known != ColorMap.unknown { return Int(known) }
        // The middle of the bin, so that the answer does not depend on which pixel came first.
        let color = SIMD4<Float>(
            Float(red & ~3) + 1.5, Float(green & ~3) + 1.5, Float(blue & ~3) + 1.5, 0)
        let found = nearest.index(of: color)
        table[bin] = UInt16(truncatingIfNeeded: found)
        return found
    }
}
