/// Why a backend did not carry out a request.
///
/// No case contains a key, a prompt or picture data. Only a server's message could repeat them; `ServerMessage` does not
/// show it in any description.
public enum BackendError: Error, Sendable, Equatable {
    /// Nothing was sent.
    case invalid([ValidationError])
    /// No backend of this name; nothing was sent.
    case unknownBackend(name: String)
    /// The backend does not have this operation; nothing was sent.
    case unsupported(ImageOperation)
    /// The server's key is not available; nothing was sent.
    case noKey(UnderlyingError)
    /// The caller's `SendGuard` stopped it; nothing was sent.
    case withheld(UnderlyingError)
    /// The job's id is in use; nothing was sent.
    case jobRuns(JobID)
    /// The server answered with an error. `requestID` is for questions to its support.
    case refused(status: Int, ServerMessage, requestID: String?)
    /// The server has no variations; it could edit the picture with this prompt instead, which costs money. Nothing was made.
    case noVariations(prompt: String)
    /// No connection was made, so nothing can have been bought.
    case unreachable(host: String, UnreachableReason)
    /// No data for this many seconds, or the whole request took too long. It may have been carried out.
    case timedOut(seconds: Int)
    /// The connection ended before the answer did. The request may have been carried out and charged for.
    case connectionLost
    /// The connection ended while the request was being sent, at every attempt. Nothing can have been made.
    case notSent
    /// The answer does not conform to the Images API.
    case badAnswer(AnswerFault, requestID: String?)
    /// A picture of the answer could not be downloaded or decoded. `picture` counts from 0.
    case pictureUnavailable(picture: Int, PictureFault)
    /// The backend in this process cannot do this.
    case cannot(LocalFault)
    /// A workflow cannot run, or failed; ComfyUI only.
    case workflow(WorkflowFault)
    case cancelled
}

/// Why there was no connection.
public enum UnreachableReason: Sendable, Equatable {
    case nameNotFound
    case connectionRefused
    case noRoute
    /// Connecting took longer than this many seconds.
    case timedOut(seconds: Int)
    /// TLS failed: the certificate is not trusted, or the server does not use TLS.
    case tls
    case other(errno: Int32?)
}

/// What is wrong with an answer that has a success status.
public enum AnswerFault: Sendable, Equatable {
    /// In bytes.
    case tooLarge(limit: Int)
    case notJSON(contentType: String?)
    /// JSON, but without an array `data` of objects.
    case noData
    /// `data` is empty.
    case noPictures
    /// Not valid HTTP.
    case notHTTP
    /// A redirect. It is not followed, because the request contains a picture and a key. `target` has no query.
    case redirect(status: Int, target: String?)
}

/// What is wrong with one picture of an answer.
public enum PictureFault: Error, Sendable, Equatable {
    /// Neither `url` nor `b64_json`.
    case absent
    case badBase64
    /// Not PNG, JPEG, WebP or GIF by its first bytes.
    case notAPicture(byteCount: Int)
    /// A server outside names an address inside this machine or network.
    case privateAddress
    /// A host other than the server's, which only a proxy can look up.
    case uncheckedAddress
    /// `http` to a host other than the server's, or a scheme that is not allowed.
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
    /// More pixels than the backend's limit.
    case tooManyPixels(count: Int, limit: Int)
    /// Too small to vary.
    case tooSmall(width: Int, height: Int)
    case notEnoughMemory(byteCount: Int)
    /// The finished picture could not be encoded.
    case encoding
    /// An unexpected error; only the name of its type.
    case unexpected(errorType: String)
}
