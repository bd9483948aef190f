public import HTTPTypes

/// A complete WebSocket message.
public enum WebSocketMessage: Sendable, Equatable {
    case text(String)
    case binary([UInt8])
}

/// The parameters of a WebSocket.
public struct WebSocketOpening: Sendable {
    /// A `GET`; the protocol's own headers are added.
    public var request: HTTPRequest
    /// A text message sent after connecting.
    public var greeting: String
    /// Longest message in bytes. A longer one ends the connection.
    public var messageLimit: Int

    public init(request: HTTPRequest, greeting: String, messageLimit: Int) {
        self.request = request
        self.greeting = greeting
        self.messageLimit = messageLimit
    }
}

extension Transport {
    /// By default there are no WebSockets.
    public func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error> {
        throw .unreachable(host: opening.request.authority ?? "", .other(errno: nil))
    }
}
