internal import CKernels
import RiffleImage

/// Maps the pixels of one sixel band after another to palette colours, trading likeness against bytes.
///
/// A sixel band is six pixels high. A colour already drawn in the column costs almost nothing, one drawn in the
/// previous column a byte, and one that was not used for a while about five: it must be selected and skipped to. So for
/// each pixel the nearest colour competes with those in use nearby, each at the price of its bytes. Errors diffuse only
/// inside the band: bands are independent and can be mapped in parallel.
final class BandMapper {
    /// Rows to map at once: two bands.
    static let height = 2 * CK_SIXEL_ROWS

    private let table: ColorTable
    private var picture: ck_sixel_picture

    /// - Parameters:
    ///   - pixels: RGBA, `width` pixels a row; must outlive the mapper, as `indices`.
    ///   - indices: one for each pixel; `map` fills it.
    ///   - table: not shared with another mapper.
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
        // Sixel colours are percentages: each channel is off by at most 1.3 of 255.
        picture.flat_error = taste.keepsFlats ? 5.1 : -1
        // With many colours a near alternative exists; with few, intermediate tones need a distant one.
        picture.ordered_reach = !taste.isOrdered ? 0 : table.palette.count > 96 ? 1 : 16
        let price = taste.bytePrice
        // The same column; the next one; a gap written out (one byte each up to three, then `!n?`); at last `#n`, a
        // skip and the byte itself. The exact values matter little (measured).
        let gap = 4 * price
        picture.prices = (0.2 * price, price, 2 * price, 3 * price, gap, gap, gap, gap, gap, gap, gap, 5 * price)
    }

    /// Maps at most `height` rows; the first of them begins a band.
    func map(_ rows: Range<Int>) {
        ck_sixel_map(&picture, rows.lowerBound, Int32(truncatingIfNeeded: rows.count))
    }
}
