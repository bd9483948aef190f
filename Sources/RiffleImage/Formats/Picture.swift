/// Detects and decodes picture files: PNG, JPEG, WebP and GIF.
public enum Picture {
    /// Reads format, size and kind from the start of a file without decoding pixels. The size is that of the upright
    /// picture.
    ///
    /// - Parameter bytes: the whole file. The first 33 bytes are enough for a PNG, but its orientation may come later.
    /// - Throws: any case of `PictureError` but `tooManyPixels`.
    public static func header(of bytes: [UInt8]) throws(PictureError) -> PictureHeader {
        guard PNGHeader.isPNG(bytes) else { return try PictureReader(bytes, limit: .largest).header }
        let header = try PictureError.png { () throws(PNGError) in try PNGHeader(parsing: bytes) }
        let isTurned = (try? PNGReader(bytes, limit: .largest))?.orientation.turnsSides ?? false
        return PictureHeader(
            format: .png, width: isTurned ? header.height : header.width,
            height: isTurned ? header.width : header.height, kind: header.kind)
    }

    /// Whether the bytes are a PNG whose stored pixels are upright.
    public static func isUprightPNG(_ bytes: [UInt8]) -> Bool {
        guard PNGHeader.isPNG(bytes) else { return false }
        let reader = try? PNGReader(bytes, limit: .largest)
        return (reader?.orientation ?? .upright) == .upright
    }

    /// Decodes a whole file with `PictureReader`, but refuses a damaged one.
    ///
    /// - Throws: any case of `PictureError`.
    /// - Complexity: O(pixels).
    public static func decode(_ bytes: [UInt8], limit: PixelLimit = .standard) throws(PictureError) -> Bitmap {
        let reader = try PictureReader(bytes, limit: limit)
        let bitmap = try reader.bitmap()
        if let damage = reader.damage { throw damage }
        return bitmap
    }
}

/// A picture file format that Riffle decodes.
public enum PictureFormat: String, Sendable, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    case webp = "WebP"
    case gif = "GIF"

    /// How many bytes identify every format.
    static let headLength = 32

    /// Detects the format from the first 12 bytes; nil if unknown.
    ///
    /// Source: PNG 3rd edition, section 5.2; ITU T.81, B.1.1.3; RFC 9649, section 2.4; GIF89a, section 17.
    init?(magicOf bytes: [UInt8]) {
        if PNGHeader.isPNG(bytes) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.count >= 12, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
            self = .webp
        } else if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
            self = .gif
        } else {
            return nil
        }
    }

    /// The name of a known format that Riffle does not decode; nil if the bytes match none.
    ///
    /// Source: ISO/IEC 23008-12, section 10, and AV1 Image File Format, section 6, for the brands; JPEG XL: ISO/IEC
    /// 18181-2; JPEG 2000: ISO/IEC 15444-1, annex I; TIFF 6.0, section 2.
    static func unsupported(_ head: [UInt8]) -> String? {
        if head.dropFirst(4).starts(with: "ftyp".utf8) {
            // The major brand, a version, and other brands of four bytes.
            let brands = stride(from: 8, to: head.count - 3, by: 4).map { head[$0..<$0 + 4] }
            func hasBrand(_ names: [String]) -> Bool {
                brands.contains { brand in names.contains { brand.elementsEqual($0.utf8) } }
            }
            if hasBrand(["avif", "avis"]) { return "AVIF" }
            if hasBrand(["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]) { return "HEIF" }
        }
        return others.first { head.starts(with: $0.magic) }?.name
    }

    private static let others: [(name: String, magic: [UInt8])] = [
        ("JPEG XL", [0xFF, 0x0A]), ("JPEG XL", [0, 0, 0, 12] + "JXL ".utf8),
        ("JPEG 2000", [0, 0, 0, 12] + "jP  ".utf8),
        ("JPEG 2000", [0xFF, 0x4F, 0xFF, 0x51]), ("TIFF", Array("II*\0".utf8)), ("TIFF", Array("MM\0*".utf8)),
        ("Photoshop", Array("8BPS".utf8)),
    ]
}

/// Facts about a picture file, known without decoding its pixels.
public struct PictureHeader: Sendable, Equatable {
    /// The file's format.
    public let format: PictureFormat
    /// Width in pixels of the upright picture; at least 1.
    public let width: Int
    /// Height in pixels of the upright picture; at least 1.
    public let height: Int
    /// A short description for users: `RGBA` or `grey 16-bit` for a PNG, otherwise the format's name.
    public let kind: String
}

/// Why a picture file could not be read, or not completely.
public enum PictureError: Error, Equatable, Sendable {
    /// The first bytes match no known format.
    case notAPicture
    /// The format, with this name, or this kind of JPEG is not supported.
    case unsupported(String)
    case png(PNGError)
    /// The file ends before the picture does.
    case truncated(PictureFormat)
    /// The file is invalid.
    case damaged(PictureFormat)
    /// The picture exceeds the limit; nothing was allocated.
    case tooManyPixels(width: Int, height: Int, limit: Int)

    /// Turns the errors of a PNG decoder into errors of this type.
    static func png<Value>(_ body: () throws(PNGError) -> Value) throws(PictureError) -> Value {
        do throws(PNGError) { return try body() } catch { throw .png(error) }
    }
}
