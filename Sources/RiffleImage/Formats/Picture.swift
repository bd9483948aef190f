/// Detects and decodes picture files: PNG, JPEG, WebP and GIF.
public enum Picture {
    /// Reads format, size and kind from the start of a file without decoding pixels. The size is that of the upright
    /// picture.
    ///
    /// - Parameter bytes: the whole file; the first 33 bytes are enough for a PNG.
    /// - Throws: `notAPicture`, `png` or `damaged`.
    public static func header(of bytes: [UInt8]) throws(PictureError) -> PictureHeader {
        let format = PictureFormat(magicOf: bytes)
        let header = try stored(bytes, format)
        guard let format, Orientation(ofFile: bytes, format).turnsSides else { return header }
        return PictureHeader(format: format, width: header.height, height: header.width, kind: header.kind)
    }

    /// The header before applying the orientation.
    private static func stored(_ bytes: [UInt8], _ format: PictureFormat?) throws(PictureError) -> PictureHeader {
        switch format {
        case .png:
            do throws(PNGError) {
                let header = try PNGHeader(parsing: bytes)
                return PictureHeader(format: .png, width: header.width, height: header.height, kind: header.kind)
            } catch {
                throw .png(error)
            }
        case .jpeg: return try JPEG.header(of: bytes)
        case .webp: return try WebP.header(of: bytes)
        case .gif: return try GIF.header(of: bytes)
        case nil: throw .notAPicture
        }
    }

    /// Decodes a whole file; of an animation only the first frame. Applies the Exif orientation of JPEG and WebP files.
    ///
    /// The bytes may be hostile: nothing is allocated for a picture above the limit. Colour profiles are not applied.
    ///
    /// - Throws: any case of `PictureError`.
    /// - Complexity: O(pixels).
    public static func decode(_ bytes: [UInt8], limit: PixelLimit = .standard) throws(PictureError) -> Bitmap {
        guard let format = PictureFormat(magicOf: bytes) else { throw .notAPicture }
        if format == .png {
            do throws(PNGError) { return try PNG.decode(bytes, limit: limit) } catch { throw .png(error) }
        }
        let header = try stored(bytes, format)
        guard limit.allows(width: header.width, height: header.height) else {
            throw .tooManyPixels(width: header.width, height: header.height, limit: limit.pixels)
        }
        let orientation = Orientation(ofFile: bytes, format)
        switch format {
        case .png, .jpeg: return try JPEG.decode(bytes, header).turned(orientation)
        case .webp: return try WebP.decode(bytes, header).turned(orientation)
        case .gif: return try GIF.decode(bytes)
        }
    }
}

/// A picture file format that Riffle decodes.
public enum PictureFormat: String, Sendable, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    case webp = "WebP"
    case gif = "GIF"

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

/// Why a picture file could not be read.
public enum PictureError: Error, Equatable, Sendable {
    /// The first bytes match no known format.
    case notAPicture
    case png(PNGError)
    /// The file is truncated or invalid.
    case damaged(PictureFormat)
    /// The picture exceeds the limit; nothing was allocated.
    case tooManyPixels(width: Int, height: Int, limit: Int)
}
