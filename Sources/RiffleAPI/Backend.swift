/// Something that makes pictures: the built-in engine, a server of the Images API, or another kind of server.
public protocol Backend: Sendable {
    var profile: BackendProfile { get }

    /// Makes the pictures of a request and reports events: any number of `.exchange`, `.progress` and partial pictures, and
    /// one `.arrived` for each picture, in any order. Never `.finished`: the caller sends it.
    ///
    /// Cancelling the task cancels the work; pictures that arrived before stay valid.
    ///
    /// - Parameters:
    ///   - request: a request that `RequestRules` allows for the profile.
    ///   - sending: called right before each attempt to send something that may cost money.
    ///   - events: receives the events.
    /// - Returns: what the answer says beside the pictures.
    /// - Throws: `unsupported` for an operation that is not in the profile.
    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts

    /// Resumes a request that was sent before and whose answer was lost. It is not sent again.
    ///
    /// - Returns: nil if the backend does not know the request, or keeps no results.
    func resume(_ request: ImagesRequest, telling events: EventChannel) async throws(BackendError) -> AnswerFacts?
}

extension Backend {
    public func resume(
        _ request: ImagesRequest, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts? { nil }

    /// The events of a request as a stream, which ends after `.finished` and throws only `BackendError`. Cancelling the task
    /// that reads it, or releasing it, cancels the work.
    public func events(
        of request: ImagesRequest, sending: SendGuard = .open
    ) -> AsyncThrowingStream<BackendEvent, any Error> {
        EventChannel.stream { events in
            let facts = try await make(request, sending: sending, telling: events)
            await events.send(.finished(facts))
        }
    }
}

/// The state of a request at a backend that keeps its results.
public enum RequestStanding: Sendable, Equatable {
    /// The backend does not know it.
    case unknown
    /// It is waiting or running.
    case open
    /// It has ended; no more results will come.
    case ended
}
