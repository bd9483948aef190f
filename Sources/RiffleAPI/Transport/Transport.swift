public import HTTPTypes

/// Sends HTTP requests for the backends; tests replace it.
public protocol Transport: Sendable {
    /// Sends a request and returns when the answer's head has arrived.
    ///
    /// Redirects are returned, not followed. `request.path` may contain a query. Cancelling the task closes the connection,
    /// both while sending and while the body is read.
    ///
    /// - Parameters:
    ///   - request: with scheme, authority and path.
    ///   - body: the bytes after the head.
    ///   - sent: called with the number of body bytes given to the connection, at least once before the last byte is. Until
    ///     it is called with all of them, the server cannot have received the whole request.
    func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer

    /// Sends a request without a body to a host that a server named. Throws `TransportError.privateAddress` if an address of
    /// that host is inside this machine or network.
    func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer

    /// Opens a WebSocket, with the same proxy and certificates as `send`.
    ///
    /// - Returns: the messages; if they are not read, only the newest few are kept. Throws `TransportError` when the
    ///   connection is lost. Releasing the stream closes the connection.
    func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error>
}

extension Transport {
    /// By default no names are looked up.
    public func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer {
        try await send(request, body: [])
    }

    package func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> TransportAnswer {
        try await send(request, body: body) { _ in }
    }
}

/// An answer's head, with its body still to be read.
public struct TransportAnswer: Sendable {
    public var head: HTTPResponse
    /// Chunks of any size, to be read once. Throws only `TransportError`. The sender waits while nobody reads.
    public var body: any AsyncSequence<[UInt8], any Error> & Sendable

    public init(head: HTTPResponse, body: any AsyncSequence<[UInt8], any Error> & Sendable) {
        self.head = head
        self.body = body
    }
}

/// Why an exchange failed.
public enum TransportError: Error, Sendable, Equatable {
    /// No connection was made, so the server has not seen the request.
    case unreachable(host: String, UnreachableReason)
    /// No data for this many seconds.
    case timedOut(seconds: Int)
    /// The connection ended in the middle.
    case connectionLost
    /// The host has an address inside this machine or network; nothing was sent.
    case privateAddress(host: String)
    /// A proxy would look up the host, so its address cannot be checked; nothing was sent.
    case uncheckedAddress(host: String)
    /// The answer is not HTTP, or the request cannot be expressed in HTTP.
    case notHTTP
    case cancelled
}

extension TransportAnswer {
    /// The whole body.
    ///
    /// - Returns: nil if it is longer than `limit` bytes; no more than that is kept in memory.
    func collect(upTo limit: Int) async throws(TransportError) -> [UInt8]? {
        if let length = head.headerFields[.contentLength].flatMap(Int.init), length > limit { return nil }
        var collected: [UInt8] = []
        do {
            for try await chunk in body {
                guard collected.count + chunk.count <= limit else { return nil }
                collected += chunk
            }
        } catch let error as TransportError {
            throw error
        } catch {
            throw Task.isCancelled ? .cancelled : .connectionLost
        }
        // A cancelled sequence may end as if it were complete.
        if Task.isCancelled { throw .cancelled }
        return collected
    }

    /// The beginning of the body, for an error message: up to `limit` bytes, or until the connection is lost.
    func beginning(upTo limit: Int) async throws(TransportError) -> [UInt8] {
        var collected: [UInt8] = []
        do {
            for try await chunk in body {
                collected += chunk.prefix(limit - collected.count)
                if collected.count == limit { break }
            }
        } catch {
            if Task.isCancelled { throw .cancelled }
        }
        return collected
    }
}

extension BackendError {
    package init(_ error: TransportError) {
        self =
            switch error {
            case .unreachable(let host, let reason): .unreachable(host: host, reason)
            case .timedOut(let seconds): .timedOut(seconds: seconds)
            case .privateAddress(let host), .uncheckedAddress(let host): .unreachable(host: host, .noRoute)
            case .connectionLost: .connectionLost
            case .notHTTP: .badAnswer(.notHTTP, requestID: nil)
            case .cancelled: .cancelled
            }
    }
}

/// The part of an answer's head that an error about its body reports.
package struct AnswerHead: Sendable, Equatable {
    package var status: Int
    package var contentType: String?
    package var requestID: String?

    package init(status: Int, contentType: String?, requestID: String?) {
        self.status = status
        self.contentType = contentType
        self.requestID = requestID
    }

    package init(_ head: HTTPResponse) {
        self.init(
            status: head.status.code, contentType: head.headerFields[.contentType],
            requestID: head.headerFields[.requestID])
    }
}

extension HTTPField.Name {
    package static let requestID = HTTPField.Name("x-request-id")!
}
