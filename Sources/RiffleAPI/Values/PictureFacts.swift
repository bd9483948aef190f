/// What is known of a picture file without decoding it.
public struct PictureFacts: Sendable, Hashable, Codable {
    /// Pixels across and down.
    public var width: Int
    public var height: Int
    /// Size of the file in bytes.
    public var byteCount: Int
    /// Short words for kind and depth as a person would say them: `RGBA`, `grey 16-bit`, `palette`; of another file than
    /// a PNG its format first: `JPEG`, `WebP animation`.
    public var kind: String

    public init(width: Int, height: Int, byteCount: Int, kind: String) {
        self.width = width
        self.height = height
        self.byteCount = byteCount
        self.kind = kind
    }

    public var isSquare: Bool { width == height }

    /// The kind of file, as `kind` begins with it.
    public var format: ImageFormat {
        kind.split(separator: " ").first.flatMap { ImageFormat(rawValue: $0.lowercased()) } ?? .png
    }
}

/// Why the API would not take a picture for variations.
/// Source: OpenAI API reference, createImageVariation, `image`: "Must be a valid PNG file, less than 4MB, and square."
public enum UploadObjection: Sendable, Hashable {
    case notPNG
    case notSquare(width: Int, height: Int)
    case tooLarge(byteCount: Int, limit: Int)
}
