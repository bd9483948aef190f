/// A server's key, which no description shows.
public struct APIKey: Sendable, Hashable {
    let secret: String

    /// - Returns: nil for a text that no header can carry: empty, or with white space or control characters inside.
    ///   White space around it, such as the line end of a key file, is left out.
    public init?(_ text: String) {
        let trimmed = HeaderValue.trimmed(text)
        guard !trimmed.isEmpty, trimmed.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            return nil
        }
        secret = trimmed
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "APIKey(…)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
