package import RiffleAPI

/// Why the server does not serve, or does not serve a request.
package enum ServerError: Error, Sendable, Equatable {
    /// `errno` is nil where the system gave none.
    case cannotListen(port: Int, errno: Int32?)
    case form(MultipartError)
    /// In bytes.
    case bodyTooLarge(limit: Int)
    case noSuchFile
    /// The backend's stream ended before its pictures had all come.
    case backendStopped
}
