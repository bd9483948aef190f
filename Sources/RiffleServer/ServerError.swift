package import RiffleAPI

/// Why the server does not serve, or does not serve a request.
package enum ServerError: Error, Sendable, Equatable {
    /// `errno` is nil where the system gave none.
    case cannotListen(address: String, port: Int, errno: Int32?)
    /// The certificate or its key cannot be used.
    case tls(path: String)
    /// The folder for pictures cannot be made or used.
    case folder(path: String)
    case form(MultipartError)
    /// The body is not the JSON object that its type says.
    case notJSON
    /// A field of a JSON body that is not of the kind it has to be.
    case jsonField(String, expected: String)
    /// A picture named by an id: there is no place for files here.
    case fileID
    /// In bytes.
    case bodyTooLarge(limit: Int)
    /// The body came too slowly, or not to its end. In seconds.
    case bodyTooSlow(seconds: Int)
    case noSuchFile
    case noSuchModel(String)
    /// The path exists, for other methods.
    case method(allowed: [String])
    case keyMissing
    case keyWrong
    /// A page in a browser asks a server that takes no key.
    case fromPage
    case busy(Busy)
    /// A header that names a request says too much. In bytes.
    case nameTooLong(field: String, limit: Int)
    /// The same idempotency key came with another request.
    case keyReused
    /// The backend's stream ended before its pictures had all come.
    case backendStopped

    /// What there is no more room for.
    package enum Busy: Sendable, Equatable {
        case queue, client, memory
    }
}
