/// Writes a complete `multipart/form-data` body, so that its length is known before it is sent.
///
/// Source: RFC 7578; names are escaped as the HTML standard does, section "Multipart form data".
package struct MultipartWriter: Sendable {
    /// At most 70 characters (RFC 2046, section 5.1.1).
    package let boundary: String
    package let body: [UInt8]

    package var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    package init(parts: [MultipartPart]) {
        var generator = SystemRandomNumberGenerator()
        self.init(parts: parts, using: &generator)
    }

    /// Generates boundaries until one occurs in no part.
    package init(parts: [MultipartPart], using generator: inout some RandomNumberGenerator) {
        var boundary = Self.draw(using: &generator)
        while Self.occurs(boundary, in: parts) { boundary = Self.draw(using: &generator) }
        self.boundary = boundary
        body = Self.written(parts, boundary: boundary)
    }

    init(parts: [MultipartPart], boundary: String) {
        self.boundary = boundary
        body = Self.written(parts, boundary: boundary)
    }

    private static func draw(using generator: inout some RandomNumberGenerator) -> String {
        let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz")
        return "riffle-" + String((0..<24).map { _ in alphabet.randomElement(using: &generator)! })
    }

    private static func occurs(_ boundary: String, in parts: [MultipartPart]) -> Bool {
        let pattern = BytePattern(Array(boundary.utf8))
        return parts.contains { pattern.firstIndex(in: $0.body) != nil }
    }

    private static func written(_ parts: [MultipartPart], boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(parts.reduce(128) { $0 + $1.body.count + 256 })
        for part in parts {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(escaped(part.name))\"".utf8
            if let fileName = part.fileName { body += "; filename=\"\(escaped(fileName))\"".utf8 }
            if let contentType = part.contentType { body += "\r\nContent-Type: \(escaped(contentType))".utf8 }
            body += "\r\n\r\n".utf8
            body += part.body
            body += "\r\n".utf8
        }
        body += "--\(boundary)--\r\n".utf8
        return body
    }

    /// Quotes and line breaks would end the value.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "%22"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
