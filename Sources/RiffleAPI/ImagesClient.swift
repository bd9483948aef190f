public import Logging
import Synchronization

/// Sends requests to backends by name and keeps count of the jobs that run.
///
/// It checks a request before anything is sent, hands out what the backend tells as it comes, and ends one job
/// without the others. It never touches a file.
public actor ImagesClient {
    /// By name.
    private let backends: Mutex<[String: any Backend]>
    private let logger: Logger
    private var jobs: [JobID: Task<Void, Never>] = [:]
    /// Cancelled before they were started; a person can be that quick.
    private var unwanted: Set<JobID> = []
    /// Asked for at some time: there is nothing to remember of a cancellation that comes after its job's end.
    private var known: Set<JobID> = []

    /// - Parameter backends: each under the name of its profile; of two with one name the later counts.
    public init(backends: [any Backend], logger: Logger = Logger(label: "riffle.client")) {
        self.backends = Mutex(Self.named(backends))
        self.logger = logger
    }

    /// Has these backends from now on. Jobs that run end with the ones that they began with.
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

    /// Jobs whose work has not ended.
    public var running: Set<JobID> { Set(jobs.keys) }

    /// Starts a job on the backend that the request's settings name.
    ///
    /// The stream ends after `.finished`; then the job is not running any more. It throws `BackendError.cancelled` after
    /// `cancel(_:)`. Letting go of the stream cancels the job too.
    ///
    /// - Parameter sending: asked right before each attempt to send something that may be paid for.
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

    /// Takes up a request whose answer was lost, without sending it again: as `start` otherwise.
    ///
    /// - Throws: as `start`; the stream `.workflow(.forgotten)` where the backend knows nothing of the request.
    public func takeUp(
        _ request: ImagesRequest, as job: JobID
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        try run(job, request) { backend, events throws(BackendError) in
            guard let facts = try await backend.resume(request, telling: events) else { throw .workflow(.forgotten) }
            return facts
        }
    }

    /// How a request stands at its backend that was sent before; nil where the backend keeps none.
    public nonisolated func standing(of request: ImagesRequest) async throws(BackendError) -> RequestStanding? {
        let backend = backends.withLock { $0[request.settings.backend] } as? ComfyBackend
        guard let backend, let name = request.idempotencyKey else { return nil }
        return try await backend.standing(of: name, count: request.settings.count)
    }

    /// Somebody else's graph that a request would run and nobody agreed to yet; nil where it may be sent.
    public nonisolated func unapproved(_ request: ImagesRequest) async throws(BackendError) -> GraphReview? {
        let backend = backends.withLock { $0[request.settings.backend] } as? ComfyBackend
        return try await backend?.unapproved(request)
    }

    /// What is seen of a backend; nil where there is nothing to ask.
    public nonisolated func findings(
        of name: String, past: Bool = false
    ) async throws(BackendError) -> BackendFindings? {
        try await backends.withLock { $0[name] }?.findings(past: past)
    }

    /// What each backend lacks to make more by a recipe, those that make nothing by recipes left out. A server that does
    /// not answer lacks that.
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

    /// Ends a job. One that has not been started will not be: `start` throws `.cancelled` for it.
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
