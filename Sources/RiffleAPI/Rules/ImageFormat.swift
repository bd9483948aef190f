/// An image format, identified by a file's first bytes and never by its name.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
    case png, jpeg, webp, gif

    /// Identifies a format by a file's first 12 bytes; nil for other files.
    ///
    /// Source: PNG 3rd edition, section 5.2; ITU T.81, B.1.1.3; RFC 9649, section 2.4; GIF89a, section 17.
    public init?(magicOf bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(12))
        if head.starts(with: PNGSignature.bytes) {
            self = .png
        } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.count == 12, head.starts(with: "RIFF".utf8), head[8...].elementsEqual("WEBP".utf8) {
            self = .webp
        } else if head.starts(with: "GIF87a".utf8) || head.starts(with: "GIF89a".utf8) {
            self = .gif
        } else {
            return nil
        }
    }

    public var mediaType: String { "image/\(rawValue)" }

    /// The usual extension of a file's name, without the dot.
    public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}
