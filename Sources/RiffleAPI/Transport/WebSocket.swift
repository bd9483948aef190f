public import HTTPTypes

/// One message of a WebSocket, whole.
public enum WebSocketMessage: Sendable, Equatable {
    case text(String)
    case binary([UInt8])
}

/// What a WebSocket is opened with.
public struct WebSocketOpening: Sendable {
    /// A `GET`; the headers of the protocol itself are added.
    public var request: HTTPRequest
    /// Sent as a text once the connection is there.
    public var greeting: String
    /// Bytes of the longest message that is received. A longer one ends the connection.
    public var messageLimit: Int

    public init(request: HTTPRequest, greeting: String, messageLimit: Int) {
        self.request = request
        self.greeting = greeting
        self.messageLimit = messageLimit
    }
}

extension Transport {
    /// Without sockets there is none.
    public func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error> {
        throw .unreachable(host: opening.request.authority ?? "", .other(errno: nil))
    }
}
