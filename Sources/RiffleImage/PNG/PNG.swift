/// PNG files to bitmaps and back.
///
/// Source: W3C, Portable Network Graphics (PNG) Specification (Third Edition).
public enum PNG {
    /// Decodes a whole file of any colour type, depth and interlace.
    ///
    /// Transparency by `tRNS` becomes alpha; 16-bit samples are rounded to 8; a picture whose only word on colour is a
    /// `gAMA` chunk that differs from sRGB's by more than a twentieth is converted to sRGB. Profiles are not applied.
    ///
    /// Bytes behind the picture's end are ignored. The bytes may be hostile: every length, checksum and
    /// value that decides memory or pixels is checked first.
    ///
    /// - Throws: `notPNG`, `truncated`, `damaged` or `tooManyPixels`.
    /// - Complexity: O(pixels) time; besides the bitmap about 300 KB, and some rows.
    public static func decode(_ bytes: [UInt8], limit: PixelLimit = .standard) throws(PNGError) -> Bitmap {
        try PNGReader(bytes, limit: limit).bitmap()
    }
}
