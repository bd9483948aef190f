import RiffleImage

/// Chooses the colours of one band after another, weighing likeness against bytes.
///
/// A sixel band is six pixels high. A colour that is already drawn in the column costs hardly more, one
/// drawn in the column before a byte, and one that was not seen for a while must be selected and
/// skipped to: about five. So for each pixel the nearest colour competes with those in use nearby, at
/// the price of the bytes that each would take. The error is diffused inside the band only: bands do
/// not depend on each other, and may be mapped at the same time.
/// Source: R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial greyscale", 1976, for the
/// shares of the neighbours, here with columns as its rows.
final class BandMapper {
    static let height = 6

    private let taste: MappingTaste
    private let table: ColorTable
    /// Step at which each palette entry was last drawn. A step is a column; they count on over all bands,
    /// so that nothing need be reset between two.
    private let lastSteps = UnsafeMutablePointer<Int32>.allocate(capacity: 256)
    private var step: Int32 = 0
    /// Price of an entry last drawn 0, 1, 2… columns ago; the last one for all longer ago.
    private let prices = UnsafeMutablePointer<Float>.allocate(capacity: BandMapper.bytes.count)
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: NearbyColors.byteCount, alignment: 16)

    /// The same column, the next one, then a gap written out (one byte each up to three, then `!n?`), at
    /// last `#n`, a skip and the byte itself. Measured: one more or less makes little difference.
    private static let bytes: [Float] = [0.2, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 5]

    init(table: ColorTable, taste: MappingTaste) {
        self.table = table
        self.taste = taste
        lastSteps.initialize(repeating: .min / 2, count: 256)
        for (gap, bytes) in BandMapper.bytes.enumerated() {
            (prices + gap).initialize(to: bytes * taste.bytePrice)
        }
    }

    deinit {
        lastSteps.deallocate()
        prices.deallocate()
        scratch.deallocate()
    }

    /// Maps some rows, at most six, into `indices`, which is as large as the picture.
    ///
    /// - Complexity: about three comparisons of four colours for each pixel.
    func map(
        _ pixels: UnsafeBufferPointer<UInt8>, width: Int, rows: Range<Int>,
        into indices: UnsafeMutablePointer<UInt8>
    ) {
        let last = rows.count - 1
        let share = taste.diffusion / 16
        var nearby = NearbyColors(in: scratch)
        var step = step &+ 64
        defer { self.step = step }
        withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 16) { errors in
            errors.initialize(repeating: .zero)
            // Errors for this column and the next, with room above and below.
            var here = errors.baseAddress! + 1
            var ahead = errors.baseAddress! + 9
            // Every other band from the right: the pattern of the errors then leans to no side.
            let isReversed = (rows.lowerBound / BandMapper.height) & 1 == 1
            for column in 0..<width {
                step &+= 1
                nearby.advance(to: step, prices: prices)
                let x = isReversed ? width - 1 - column : column
                var i = rows.lowerBound * width + x
                for row in 0...last {
                    let pixel = SIMD4<Float>(
                        Float(pixels[i * 4]), Float(pixels[i * 4 + 1]), Float(pixels[i * 4 + 2]), 0)
                    var wanted = pixel + here[row]
                    wanted.replace(with: 0, where: wanted .< 0)
                    wanted.replace(with: 255, where: wanted .> 255)

                    var nearest = table.index(of: wanted)
                    if taste.isOrdered {
                        let threshold = OrderedDither.even(x: x, y: rows.lowerBound + row)
                        nearest = table.other(than: nearest, for: wanted, threshold: threshold)
                        wanted = table.shown[nearest]
                    }
                    let gap = min(Int(step &- lastSteps[nearest]), BandMapper.longestGap)
                    let chosen = nearby.choose(
                        wanted, or: nearest, shown: table.shown[nearest], price: prices[gap], drawnPrice: prices[0],
                        step: step)
                    lastSteps[chosen] = step
                    indices[i] = UInt8(truncatingIfNeeded: chosen)
                    i += width

                    let error = (wanted - table.shown[chosen]) * share
                    ahead[row - 1] += error * 3
                    ahead[row] += error * 7
                    ahead[row + 1] += error
                    here[row + 1] += error * 5
                }
                // What would leave the band goes to the next column instead.
                ahead[0] += ahead[-1]
                ahead[last] += ahead[last + 1] + here[last + 1]
                for row in -1...last + 1 { here[row] = .zero }
                ahead[-1] = .zero
                ahead[last + 1] = .zero
                swap(&here, &ahead)
            }
        }
    }

    private static let longestGap = 11
}
