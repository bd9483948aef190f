/// One part of a `multipart/form-data` body.
package struct MultipartPart: Sendable, Equatable {
    package var name: String
    /// nil if the part has none, as with files of some clients.
    package var fileName: String?
    /// The sender's claim; not to be trusted.
    package var contentType: String?
    package var body: [UInt8]

    package init(name: String, fileName: String? = nil, contentType: String? = nil, body: [UInt8]) {
        self.name = name
        self.fileName = fileName
        self.contentType = contentType
        self.body = body
    }
}

/// Why a body could not be read as `multipart/form-data`.
public enum MultipartError: Error, Sendable, Equatable {
    /// The Content-Type is a different one, or names no boundary.
    case notMultipart
    /// The body ended before its closing boundary.
    case truncated
    /// A part without `Content-Disposition: form-data; name=…`.
    case unnamedPart
    case tooManyParts(limit: Int)
    /// In bytes, of one part.
    case headersTooLong(limit: Int)
}
