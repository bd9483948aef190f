import RiffleImage

/// Looks up which colour of a palette is nearest, by bins of 4×4×4 colours.
///
/// Bins that the picture itself has are filled from the census, others (met while diffusing errors)
/// when they are first met. Every thread needs a table of its own; all give the same answers.
final class ColorTable {
    let palette: SixelPalette
    /// What the terminal shows for each entry: 0…255 in x, y, z; 0 in w. Valid as long as the table.
    let shown: UnsafeMutableBufferPointer<SIMD4<Float>>
    /// Palette index for each bin; `unknown` where it has not been looked up yet.
    private let entries: UnsafeMutableBufferPointer<UInt16>
    private var nearest: NearestColor
    private static let unknown = UInt16.max

    init(census: ColorCensus, colors: Int) {
        let search = PaletteSearch(samples: census.samples, count: colors)
        var palette = SixelPalette()
        // Rounding to percents may make two centres equal.
        for center in search.centers { _ = palette.index(ofNearest: SIMD3(center.x, center.y, center.z)) }
        self.palette = palette
        shown = .allocate(capacity: palette.count)
        for index in 0..<palette.count {
            shown.initializeElement(at: index, to: SIMD4(SIMD3<Float>(palette.shown(index)), 0))
        }
        nearest = NearestColor(Array(shown))
        entries = .allocate(capacity: ColorCensus.binCount)
        entries.initialize(repeating: ColorTable.unknown)
        for i in census.samples.indices {
            entries[Int(census.bins[i])] = UInt16(truncatingIfNeeded: nearest.index(of: census.samples[i]))
        }
    }

    init(copying other: ColorTable) {
        palette = other.palette
        shown = .allocate(capacity: other.shown.count)
        _ = shown.initialize(fromContentsOf: other.shown)
        entries = .allocate(capacity: other.entries.count)
        _ = entries.initialize(fromContentsOf: other.entries)
        nearest = other.nearest
    }

    deinit {
        shown.deallocate()
        entries.deallocate()
    }

    /// The palette entry nearest to a colour of 0…255 in x, y, z, or to the middle of its bin.
    @inline(__always)
    func index(of color: SIMD4<Float>) -> Int {
        // Adding 2²³ leaves the rounded value in the low bits, which no conversion does as fast.
        let rounded = unsafeBitCast(color + 8_388_608, to: SIMD4<UInt32>.self)
        let bin = Int((rounded.x & 0xFC) << 10 | (rounded.y & 0xFC) << 4 | (rounded.z & 0xFC) >> 2)
        let known = entries[bin]
        return known != ColorTable.unknown ? Int(known) : lookUp(bin)
    }

    /// The entry to use where a colour lies between two of them: `nearest`, or the one on the colour's
    /// other side if the colour is nearer to it than the threshold (0…1 of the way) says.
    @inline(__always)
    func other(than nearest: Int, for color: SIMD4<Float>, threshold: Float) -> Int {
        let error = color - shown[nearest]
        var mirrored = color + error
        mirrored.replace(with: 0, where: mirrored .< 0)
        mirrored.replace(with: 255, where: mirrored .> 255)
        let second = index(of: mirrored)
        let way = shown[second] - shown[nearest]
        return (error * way).sum() > threshold * (way * way).sum() ? second : nearest
    }

    /// The middle of the bin, so that the answer does not depend on which pixel came first.
    @inline(never)
    private func lookUp(_ bin: Int) -> Int {
        let color = SIMD4<Float>(Float(bin >> 12), Float(bin >> 6 & 63), Float(bin & 63), 0) * 4 + [1.5, 1.5, 1.5, 0]
        let found = nearest.index(of: color)
        entries[bin] = UInt16(truncatingIfNeeded: found)
        return found
    }
}
