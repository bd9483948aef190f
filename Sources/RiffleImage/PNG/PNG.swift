/// Decodes and encodes PNG files.
///
/// Source: W3C, Portable Network Graphics (PNG) Specification (Third Edition).
public enum PNG {
    /// Decodes a whole file of any colour type, bit depth and interlacing.
    ///
    /// `tRNS` becomes alpha, 16-bit samples are rounded to 8 bits. Pixels are converted to sRGB if `cICP`, `iCCP`,
    /// `cHRM` or `gAMA` says so; a gamma alone only if it differs from sRGB's by more than 5 %. An `eXIf` orientation
    /// before the pixels is applied.
    ///
    /// Bytes after the end chunk are ignored. The bytes may be hostile: lengths, checksums and values are checked
    /// before they determine memory or pixels.
    ///
    /// - Throws: `notPNG`, `truncated`, `damaged` or `tooManyPixels`.
    /// - Complexity: O(pixels) time; about 300 KB and a few rows of memory besides the bitmap.
    public static func decode(_ bytes: [UInt8], limit: PixelLimit = .standard) throws(PNGError) -> Bitmap {
        try PNGReader(bytes, limit: limit).bitmap()
    }
}
