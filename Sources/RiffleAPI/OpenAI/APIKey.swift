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

/// A key that is asked for when a request first needs it, and remembered once it was had.
public actor KeyOnDemand {
    private let ask: @Sendable () async throws -> APIKey
    private var asking: Task<APIKey, any Error>?

    /// - Parameter ask: gives the key, perhaps by a command or another server. Where it throws, it is asked again the
    ///   next time.
    public init(_ ask: @escaping @Sendable () async throws -> APIKey) { self.ask = ask }

    /// However many requests ask at once, the key is asked for once.
    func key() async throws(BackendError) -> APIKey {
        let work = asking ?? Task { [ask] in try await ask() }
        asking = work
        do {
            return try await work.value
        } catch {
            if asking == work { asking = nil }
            throw .noKey(UnderlyingError(error))
        }
    }
}

extension OpenAIBackend.Configuration {
    /// Itself, with the key that it asks for on demand.
    func unlocked() async throws(BackendError) -> Self {
        guard let keyOnDemand, key == nil else { return self }
        var unlocked = self
        unlocked.key = try await keyOnDemand.key()
        return unlocked
    }
}
