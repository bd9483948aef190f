public import HTTPTypes

/// Carries HTTP: what `OpenAIBackend` speaks through, and what a test replaces.
public protocol Transport: Sendable {
    /// Sends a request and returns when the answer's head has come.
    ///
    /// A redirect is an answer like any other; it is never followed here. `request.path` may hold a query.
    /// Cancelling the task ends the exchange and its connection, while sending and while the body is read.
    ///
    /// - Parameter sent: called with how many bytes of the body have been given to the connection, once before the
    ///   last of them is. While it has not been called with all of them, the server cannot have had the whole request.
    func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer

    /// Sends a request without a body to a host that somebody else named, if no address of it leads into this machine or
    /// its network; `TransportError.privateAddress` otherwise.
    func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer

    /// Opens a WebSocket, by the same route and with the same trust as `send`.
    ///
    /// - Returns: the messages that come, the newest few where nobody reads; throws `TransportError` when the connection
    ///   is lost. Letting go of the stream closes the connection.
    func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error>
}

extension Transport {
    /// Without sockets there is no name to look up.
    public func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer {
        try await send(request, body: [])
    }

    package func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> TransportAnswer {
        try await send(request, body: body) { _ in }
    }
}

/// An answer whose body has yet to come.
public struct TransportAnswer: Sendable {
    public var head: HTTPResponse
    /// Chunks of any size, read once; throws `TransportError` and nothing else. The sender waits while nobody reads.
    public var body: any AsyncSequence<[UInt8], any Error> & Sendable

    public init(head: HTTPResponse, body: any AsyncSequence<[UInt8], any Error> & Sendable) {
        self.head = head
        self.body = body
    }
}

/// Why an exchange came to nothing.
public enum TransportError: Error, Sendable, Equatable {
    /// No connection was made, so the server has seen nothing of the request.
    case unreachable(host: String, UnreachableReason)
    /// No byte came or went for so long.
    case timedOut(seconds: Int)
    /// The connection ended in the middle.
    case connectionLost
    /// The host's name stands for an address inside this machine or network; nothing was sent.
    case privateAddress(host: String)
    /// A proxy looks up the host's name, so that nobody knows where it leads; nothing was sent.
    case uncheckedAddress(host: String)
    /// What came is not HTTP, or the request cannot be said in it.
    case notHTTP
    case cancelled
}

extension TransportAnswer {
    /// The whole body.
    ///
    /// - Returns: nil when it is longer than `limit` bytes; no more than that is ever held.
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
        // A sequence that is cancelled may end as if it were whole.
        if Task.isCancelled { throw .cancelled }
        return collected
    }

    /// The beginning of the body, for a failure's message: what comes after `limit` bytes, or after the connection
    /// is lost, is not needed.
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

/// What matters of an answer's head when its body turns out wrong.
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
