/// The caller's hooks: right before a request is sent, and for its raw answer.
public struct SendGuard: Sendable {
    private let willSend: @Sendable () async throws -> Void
    private let received: @Sendable (TransportAnswer, String) -> TransportAnswer

    /// Sends everything and keeps no answer.
    public static let open = SendGuard()

    /// - Parameters:
    ///   - willSend: called right before the first byte of every attempt; if it throws, the request is not sent.
    ///   - received: called with every successful answer's head and the base URL of the request; returns the answer,
    ///     possibly with a body that is stored while it is read.
    public init(
        willSend: @escaping @Sendable () async throws -> Void = {},
        received: @escaping @Sendable (_ answer: TransportAnswer, _ base: String) -> TransportAnswer = { answer, _ in
            answer
        }
    ) {
        self.willSend = willSend
        self.received = received
    }

    /// Called by a backend right before each attempt.
    ///
    /// - Throws: `BackendError.withheld`; then the request must not be sent.
    public func begin() async throws(BackendError) {
        do {
            try await willSend()
        } catch {
            throw .withheld(UnderlyingError(error))
        }
    }

    /// Called by a backend with each successful answer, before its body is read.
    public func keep(_ answer: TransportAnswer, from base: String) -> TransportAnswer { received(answer, base) }
}

/// The caller's own error, passed through a backend.
public struct UnderlyingError: Error, Sendable, Equatable {
    public let cause: any Error

    public init(_ cause: any Error) { self.cause = cause }

    /// Errors with the same description are equal.
    public static func == (one: UnderlyingError, other: UnderlyingError) -> Bool {
        "\(one.cause)" == "\(other.cause)"
    }
}
