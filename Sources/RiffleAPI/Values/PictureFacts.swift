/// Facts about a picture file that are known without decoding it.
public struct PictureFacts: Sendable, Hashable, Codable {
    /// Size in pixels.
    public var width: Int
    public var height: Int
    /// Size of the file in bytes.
    public var byteCount: Int
    /// Format and depth in a few words: `RGBA`, `grey 16-bit`, `palette`; for files other than PNG the format comes first:
    /// `JPEG`, `WebP animation`.
    public var kind: String

    public init(width: Int, height: Int, byteCount: Int, kind: String) {
        self.width = width
        self.height = height
        self.byteCount = byteCount
        self.kind = kind
    }

    public var isSquare: Bool { width == height }

    /// The file format, with which `kind` begins.
    public var format: ImageFormat {
        kind.split(separator: " ").first.flatMap { ImageFormat(rawValue: $0.lowercased()) } ?? .png
    }
}

/// Why the API would refuse a picture for variations.
///
/// Source: OpenAI API reference, createImageVariation, `image`: "Must be a valid PNG file, less than 4MB, and square."
public enum UploadObjection: Sendable, Hashable {
    case notPNG
    case notSquare(width: Int, height: Int)
    case tooLarge(byteCount: Int, limit: Int)
}
