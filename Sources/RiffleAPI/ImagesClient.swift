public import Logging
import Synchronization

/// Sends requests to backends by name, and keeps track of running jobs.
///
/// It checks a request before anything is sent, forwards the backend's events, and can cancel a single job. It does not
/// access files.
public actor ImagesClient {
    /// By name.
    private let backends: Mutex<[String: any Backend]>
    private let logger: Logger
    private var jobs: [JobID: Task<Void, Never>] = [:]
    /// Jobs that were cancelled before they were started.
    private var unwanted: Set<JobID> = []
    /// All jobs that were ever started: a cancellation after a job's end need not be remembered.
    private var known: Set<JobID> = []

    /// - Parameters:
    ///   - backends: each under the name of its profile; of two with the same name the later one is used.
    ///   - logger: logs the start and end of each job, without prompts or pictures.
    public init(backends: [any Backend], logger: Logger = Logger(label: "riffle.client")) {
        self.backends = Mutex(Self.named(backends))
        self.logger = logger
    }

    /// Replaces the backends. Running jobs keep theirs.
    public nonisolated func use(_ backends: [any Backend]) {
        self.backends.withLock { $0 = Self.named(backends) }
    }

    private static func named(_ backends: [any Backend]) -> [String: any Backend] {
        Dictionary(backends.map { ($0.profile.name, $0) }) { $1 }
    }

    /// By name.
    public nonisolated var profiles: [BackendProfile] {
        backends.withLock { $0 }.values.map(\.profile).sorted { $0.name < $1.name }
    }

    public nonisolated func profile(named name: String) -> BackendProfile? {
        backends.withLock { $0[name] }?.profile
    }

    /// The running jobs.
    public var running: Set<JobID> { Set(jobs.keys) }

    /// Starts a job on the backend that the request's settings name.
    ///
    /// The stream ends after `.finished`, when the job has ended. It throws `BackendError.cancelled` after `cancel(_:)`.
    /// Releasing the stream cancels the job too.
    ///
    /// - Parameters:
    ///   - request: its settings name the backend.
    ///   - job: the caller's number for it, by which it can be cancelled.
    ///   - sending: called right before each attempt to send something that may cost money.
    /// - Throws: `BackendError.unknownBackend`, `.unsupported`, `.invalid`, `.jobRuns` or `.cancelled`; then nothing
    ///   was sent.
    public func start(
        _ request: ImagesRequest, as job: JobID, sending: SendGuard = .open
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        let errors = { (profile: BackendProfile) in
            RequestRules.errors(in: request, for: profile, limit: profile.uploadLimit)
        }
        return try run(job, request, checking: errors) { backend, events throws(BackendError) in
            try await backend.make(request, sending: sending, telling: events)
        }
    }

    private func run(
        _ job: JobID, _ request: ImagesRequest, checking errors: (BackendProfile) -> [ValidationError] = { _ in [] },
        _ work: @escaping @Sendable (any Backend, EventChannel) async throws(BackendError) -> AnswerFacts
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        known.insert(job)
        if unwanted.remove(job) != nil { throw .cancelled }
        let name = request.settings.backend
        guard let backend = backends.withLock({ $0[name] }) else { throw .unknownBackend(name: name) }
        let profile = backend.profile
        guard profile.operations.contains(request.operation) else { throw .unsupported(request.operation) }
        guard jobs[job] == nil else { throw .jobRuns(job) }
        let errors = errors(profile)
        guard errors.isEmpty else { throw .invalid(errors) }

        let (stream, task) = EventChannel.stream { [self] events in
            do throws(BackendError) {
                let facts = try await work(backend, events)
                if Task.isCancelled { throw .cancelled }
                await events.send(.finished(facts))
                await ended(job, nil)
            } catch {
                let error = Task.isCancelled ? .cancelled : error
                await ended(job, error)
                throw error
            }
        }
        jobs[job] = task
        logger.info(
            "job started",
            metadata: [
                "job": "\(job.value)", "backend": "\(name)", "operation": "\(request.operation)",
                "n": "\(request.settings.count)",
            ])
        return stream
    }

    /// Resumes a request whose answer was lost, without sending it again; otherwise like `start`.
    ///
    /// - Throws: as `start`. The stream throws `.workflow(.forgotten)` if the backend does not know the request.
    public func takeUp(
        _ request: ImagesRequest, as job: JobID
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        try run(job, request) { backend, events throws(BackendError) in
            guard let facts = try await backend.resume(request, telling: events) else { throw .workflow(.forgotten) }
            return facts
        }
    }

    /// The state at its backend of a request that was sent before; nil if the backend keeps no results.
    public nonisolated func standing(of request: ImagesRequest) async throws(BackendError) -> RequestStanding? {
        let backend = backends.withLock { $0[request.settings.backend] } as? ComfyBackend
        guard let backend, let name = request.idempotencyKey else { return nil }
        return try await backend.standing(of: name, count: request.settings.count)
    }

    /// Someone else's graph that the request would run and the user has not approved; nil if it may be sent.
    public nonisolated func unapproved(_ request: ImagesRequest) async throws(BackendError) -> GraphReview? {
        let backend = backends.withLock { $0[request.settings.backend] } as? ComfyBackend
        return try await backend?.unapproved(request)
    }

    /// What a backend reports about itself; nil for the engine.
    public nonisolated func findings(
        of name: String, past: Bool = false
    ) async throws(BackendError) -> BackendFindings? {
        try await backends.withLock { $0[name] }?.findings(past: past)
    }

    /// What each backend lacks to use a recipe; backends that cannot use recipes are left out. A server that does not respond
    /// lacks a response.
    public nonisolated func lacking(for recipe: EmbeddedRecipe) async -> [(backend: String, lacks: [String])] {
        var found: [(backend: String, lacks: [String])] = []
        for backend in backends.withLock({ $0 }).values.sorted(by: { $0.profile.name < $1.profile.name }) {
            do throws(BackendError) {
                guard let lacks = try await backend.lacking(for: recipe) else { continue }
                found.append((backend.profile.name, lacks))
            } catch {
                found.append((backend.profile.name, ["an answer"]))
            }
        }
        return found
    }

    /// Cancels a job. If it has not been started, `start` will throw `.cancelled` for it.
    public func cancel(_ job: JobID) {
        if let work = jobs[job] {
            work.cancel()
        } else if !known.contains(job) {
            unwanted.insert(job)
        }
    }

    private func ended(_ job: JobID, _ error: BackendError?) {
        jobs[job] = nil
        let metadata: Logger.Metadata = ["job": "\(job.value)"]
        if let error {
            logger.info("job failed", metadata: metadata.merging(["error": "\(error)"]) { $1 })
        } else {
            logger.info("job finished", metadata: metadata)
        }
    }
}
