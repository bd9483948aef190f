/// What the sender of a request has done right before it goes out, and with the raw answer.
public struct SendGuard: Sendable {
    private let willSend: @Sendable () async throws -> Void
    private let received: @Sendable (TransportAnswer, String) -> TransportAnswer

    /// Lets everything out and keeps no answer.
    public static let open = SendGuard()

    /// - Parameters:
    ///   - willSend: called right before the first byte of every attempt; what it throws keeps the request back.
    ///   - received: called with the head of every answer of success and the base URL that the request was sent to;
    ///     returns the answer, perhaps with a body that is kept while it is read.
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
    /// - Throws: `BackendError.withheld`; then the request must not go out.
    public func begin() async throws(BackendError) {
        do {
            try await willSend()
        } catch {
            throw .withheld(UnderlyingError(error))
        }
    }

    /// Called by a backend with each answer of success, before its body is read.
    public func keep(_ answer: TransportAnswer, from base: String) -> TransportAnswer { received(answer, base) }
}

/// An error of the caller's own that passes through a backend.
public struct UnderlyingError: Error, Sendable, Equatable {
    public let cause: any Error

    public init(_ cause: any Error) { self.cause = cause }

    /// Errors with the same description are equal.
    public static func == (one: UnderlyingError, other: UnderlyingError) -> Bool {
        "\(one.cause)" == "\(other.cause)"
    }
}
