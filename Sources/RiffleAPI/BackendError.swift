/// Why a backend did not do what it was asked.
///
/// No case holds a key, a prompt or picture data. A server's own words are the one text that could repeat
/// them: `ServerMessage` keeps those out of every description.
public enum BackendError: Error, Sendable, Equatable {
    /// Nothing was sent.
    case invalid([ValidationError])
    /// No backend of this name; nothing was sent.
    case unknownBackend(name: String)
    /// The backend has no such thing; nothing was sent.
    case unsupported(ImageOperation)
    /// The server's key could not be had from where it is kept; nothing was sent.
    case noKey(UnderlyingError)
    /// The caller's `SendGuard` kept it back; nothing was sent.
    case withheld(UnderlyingError)
    /// The job's id is in use; nothing was sent.
    case jobRuns(JobID)
    /// The server answered, and not with pictures. `requestID` is what its support asks for.
    case refused(status: Int, ServerMessage, requestID: String?)
    /// The server has no variations; it could edit the picture by this prompt instead, which costs money. Nothing was made.
    case noVariations(prompt: String)
    /// No connection was made, so nothing can have been bought.
    case unreachable(host: String, UnreachableReason)
    /// No byte came or went for so long, or all of it took longer than it may. The request may have been carried out.
    case timedOut(seconds: Int)
    /// The connection ended before the answer did. The request may have been carried out, and paid for.
    case connectionLost
    /// The connection ended while the request was being sent, each time it was tried. Nothing can have been made.
    case notSent
    /// An answer came that is not the Images API's.
    case badAnswer(AnswerFault, requestID: String?)
    /// The answer names a picture that could not be had. `picture` counts from 0.
    case pictureUnavailable(picture: Int, PictureFault)
    /// The backend works in this process, and cannot do this.
    case cannot(LocalFault)
    /// A workflow cannot be run, or did not end; ComfyUI only.
    case workflow(WorkflowFault)
    case cancelled
}

/// Why there was no connection.
public enum UnreachableReason: Sendable, Equatable {
    case nameNotFound
    case connectionRefused
    case noRoute
    /// Connecting took longer than so many seconds.
    case timedOut(seconds: Int)
    /// The encrypted connection could not be set up: the certificate, or no TLS at all.
    case tls
    case other(errno: Int32?)
}

/// What is wrong with an answer that claims success.
public enum AnswerFault: Sendable, Equatable {
    /// In bytes.
    case tooLarge(limit: Int)
    case notJSON(contentType: String?)
    /// JSON, but without an array `data` of objects.
    case noData
    /// `data` is empty.
    case noPictures
    /// HTTP itself was broken.
    case notHTTP
    /// A redirect, which is not followed with a picture and a key in hand; `target` as the server names it, without its
    /// query.
    case redirect(status: Int, target: String?)
}

/// What is wrong with one picture of an answer.
public enum PictureFault: Error, Sendable, Equatable {
    /// Neither `url` nor `b64_json`.
    case absent
    case badBase64
    /// Not PNG, JPEG, WebP or GIF by its first bytes.
    case notAPicture(byteCount: Int)
    /// An address inside this machine or network, named by a server outside of it.
    case privateAddress
    /// Another host than the server's, which only a proxy can look up.
    case uncheckedAddress
    /// Plain `http` to another host than the server's, or a scheme that is not fetched.
    case forbiddenURL(scheme: String?)
    case badURL
    case tooLarge(limit: Int)
    case status(Int)
    case tooManyRedirects
    case transport(TransportError)
}

/// Why a backend in this process cannot make the pictures.
public enum LocalFault: Sendable, Equatable {
    /// The picture's bytes cannot be decoded.
    case unreadablePicture
    /// More pixels than the backend works on.
    case tooManyPixels(count: Int, limit: Int)
    /// Too small or too plain to make variations of.
    case tooSmall(width: Int, height: Int)
    case notEnoughMemory(byteCount: Int)
    /// The finished picture could not be encoded.
    case encoding
    /// An error of a type that a backend should not throw; its name only.
    case unexpected(errorType: String)
}
