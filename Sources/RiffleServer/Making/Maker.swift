import RiffleAPI

/// Runs requests on the backend, in turn and without repeating retried ones.
struct Maker: Sendable {
    let backend: any Backend
    let queue: WorkQueue
    let repeats: RepeatedRequests
    let metrics: Metrics

    /// All pictures of a request.
    ///
    /// - Parameters:
    ///   - name: identifies retries of the request; without a name, the work is cancelled when the client disconnects.
    ///   - share: memory reservation, held while the work runs, even if the client has gone.
    func pictures(
        _ request: ImagesRequest, for client: String, name: RepeatedRequests.Name?, holding share: MemoryBudget.Share
    ) async throws -> MadePictures {
        guard let name else { return try await make(request, for: client) }
        return try await repeats.pictures(name, fingerprint: request.fingerprint) {
            defer { withExtendedLifetime(share) {} }
            return try await make(request, for: client)
        }
    }

    /// The same, with events while the work runs.
    func pictures(
        _ request: ImagesRequest, for client: String, tell: @escaping @Sendable (BackendEvent) async throws -> Void
    ) async throws -> MadePictures {
        try await queue.perform(for: client) { try await run(request, tell: tell) }
    }

    private func make(_ request: ImagesRequest, for client: String) async throws -> MadePictures {
        try await queue.perform(for: client) { try await run(request) { _ in } }
    }

    private func run(
        _ request: ImagesRequest, tell: @Sendable (BackendEvent) async throws -> Void
    ) async throws -> MadePictures {
        let began = ContinuousClock.now
        var pictures: [Int: ArrivedImage] = [:]
        var facts: AnswerFacts?
        for try await event in backend.events(of: request) {
            switch event {
            case .arrived(let picture, let image): pictures[picture] = image
            case .finished(let finished): facts = finished
            default: break
            }
            try await tell(event)
        }
        guard let facts else {
            throw Task.isCancelled ? BackendError.cancelled : ServerError.backendStopped as any Error
        }
        metrics.made(pictures: pictures.count, in: .now - began)
        return MadePictures(images: pictures.sorted { $0.key < $1.key }.map(\.value), facts: facts)
    }
}
