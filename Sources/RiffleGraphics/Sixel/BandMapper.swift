internal import CKernels
import RiffleImage

/// Chooses the colours of one band after another, weighing likeness against bytes.
///
/// A sixel band is six pixels high. A colour that is already drawn in the column costs hardly more, one
/// drawn in the column before a byte, and one that was not seen for a while must be selected and
/// skipped to: about five. So for each pixel the nearest colour competes with those in use nearby, at
/// the price of the bytes that each would take. The error is diffused inside the band only: bands do
/// not depend on each other, and may be mapped at the same time.
final class BandMapper {
    /// Rows that are best mapped at once: those of two bands.
    static let height = 2 * CK_SIXEL_ROWS

    private let table: ColorTable
    private var picture: ck_sixel_picture

    /// - Parameters:
    ///   - pixels: RGBA, `width` pixels a row, alive as long as the mapper, as `indices`.
    ///   - indices: as many as there are pixels, to be filled by `map`.
    ///   - table: for this mapper alone.
    init(
        _ pixels: UnsafeBufferPointer<UInt8>, width: Int, into indices: UnsafeMutablePointer<UInt8>, table: ColorTable,
        taste: MappingTaste
    ) {
        self.table = table
        picture = ck_sixel_picture()
        picture.pixels = pixels.baseAddress
        picture.width = width
        picture.indices = indices
        picture.shown = UnsafeRawPointer(table.shown).assumingMemoryBound(to: Float.self)
        picture.nearest = UnsafePointer(table.entries)
        picture.context = UnsafeRawPointer(Unmanaged.passUnretained(table).toOpaque())
        picture.look_up = { context, bin in
            Int32(truncatingIfNeeded: Unmanaged<ColorTable>.fromOpaque(context!).takeUnretainedValue().lookUp(Int(bin)))
        }
        picture.diffusion = taste.diffusion
        // Entries are percents: off by 1.3 of 255 at most in every channel.
        picture.flat_error = taste.keepsFlats ? 5.1 : -1
        // With many colours the other one is near; with few, tones between them need one from far away.
        picture.ordered_reach = !taste.isOrdered ? 0 : table.palette.count > 96 ? 1 : 16
        let price = taste.bytePrice
        // The same column, the next one, then a gap written out (one byte each up to three, then `!n?`), at
        // last `#n`, a skip and the byte itself. Measured: one more or less makes little difference.
        let gap = 4 * price
        picture.prices = (0.2 * price, price, 2 * price, 3 * price, gap, gap, gap, gap, gap, gap, gap, 5 * price)
    }

    /// Maps at most `height` rows; the first of them begins a band.
    func map(_ rows: Range<Int>) {
        ck_sixel_map(&picture, rows.lowerBound, Int32(truncatingIfNeeded: rows.count))
    }
}
