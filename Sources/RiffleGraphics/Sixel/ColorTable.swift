internal import CKernels
import RiffleImage

/// Finds the nearest palette colour, with a cache of bins of 4×4×4 colours.
///
/// Bins of the picture are filled from the histogram; others, reached by error diffusion, on first use. Each thread
/// needs its own table; all give the same results.
final class ColorTable {
    let palette: SixelPalette
    /// The displayed colour of each entry: 0…255 in x, y, z; 0 in w. Valid as long as the table.
    let shown: UnsafeMutablePointer<SIMD4<Float>>
    /// Palette index for each bin; `unknown` if not computed yet.
    let entries: UnsafeMutablePointer<UInt16>
    private var nearest: NearestColor
    private static let unknown = UInt16(truncatingIfNeeded: CK_SIXEL_UNKNOWN)

    init(census: ColorCensus, colors: Int) {
        var search = PaletteSearch(samples: census.samples, count: colors)
        search.hit(census.flats)
        var palette = SixelPalette()
        // Rounding to percentages may make two centres equal.
        for center in search.centers { _ = palette.index(ofNearest: SIMD3(center.x, center.y, center.z)) }
        self.palette = palette
        shown = .allocate(capacity: palette.count)
        for index in 0..<palette.count {
            (shown + index).initialize(to: SIMD4(SIMD3<Float>(palette.shown(index)), 0))
        }
        nearest = NearestColor(Array(UnsafeBufferPointer(start: shown, count: palette.count)))
        entries = .allocate(capacity: ColorCensus.binCount)
        entries.initialize(repeating: ColorTable.unknown, count: ColorCensus.binCount)
        for i in census.samples.indices {
            entries[Int(census.bins[i])] = UInt16(truncatingIfNeeded: nearest.index(of: census.samples[i]))
        }
    }

    init(copying other: ColorTable) {
        palette = other.palette
        shown = .allocate(capacity: palette.count)
        shown.initialize(from: other.shown, count: palette.count)
        entries = .allocate(capacity: ColorCensus.binCount)
        entries.initialize(from: other.entries, count: ColorCensus.binCount)
        nearest = other.nearest
    }

    deinit {
        shown.deallocate()
        entries.deallocate()
    }

    /// Uses the centre of the bin, so that the result does not depend on which pixel came first.
    @inline(never)
    func lookUp(_ bin: Int) -> Int {
        let color = SIMD4<Float>(Float(bin >> 12), Float(bin >> 6 & 63), Float(bin & 63), 0) * 4 + [1.5, 1.5, 1.5, 0]
        let found = nearest.index(of: color)
        entries[bin] = UInt16(truncatingIfNeeded: found)
        return found
    }
}
