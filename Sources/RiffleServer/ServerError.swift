public import RiffleAPI

/// Why the server cannot run, or cannot answer a request.
public enum ServerError: Error, Sendable, Equatable {
    /// `errno` is nil if unknown.
    case cannotListen(address: String, port: Int, errno: Int32?)
    /// The certificate or its key cannot be used.
    case tls(path: String)
    /// The folder for pictures cannot be created or written to.
    case folder(path: String)
    case form(MultipartError)
    /// The body is not a JSON object, although its content type says so.
    case notJSON
    /// A field of a JSON body has the wrong type.
    case jsonField(String, expected: String)
    /// A picture is given by file id, but this server stores no files.
    case fileID
    /// In bytes.
    case bodyTooLarge(limit: Int)
    /// The body did not arrive completely within this many seconds.
    case bodyTooSlow(seconds: Int)
    case noSuchFile
    case noSuchModel(String)
    /// The path exists, but not for this method.
    case method(allowed: [String])
    case keyMissing
    case keyWrong
    /// A web page sent a request to a server that needs no key.
    case fromPage
    /// A server that needs no key was called by a name that is not its own.
    case foreignHost
    case busy(Busy)
    /// A header that identifies the request is too long. The limit is in bytes.
    case nameTooLong(field: String, limit: Int)
    /// The idempotency key was used with another request before.
    case keyReused
    /// The backend's stream ended without all pictures.
    case backendStopped

    /// Which limit was reached.
    public enum Busy: Sendable, Equatable {
        case queue, client, memory
    }
}
