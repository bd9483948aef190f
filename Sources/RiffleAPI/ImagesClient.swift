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
    /// The stream is the backend's own; once it ends, the job is not running any more. It throws
    /// `BackendError.cancelled` after `cancel(_:)`. Letting go of the stream cancels the job too.
    ///
    /// - Throws: `BackendError.unknownBackend`, `.unsupported`, `.invalid`, `.jobRuns` or `.cancelled`; then nothing
    ///   was sent.
    public func createVariation(
        _ request: ImageVariationRequest, as job: JobID
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        try start(job, .variation, on: request.settings.backend, n: request.settings.n) { profile in
            VariationRules.errors(in: request, limit: profile.uploadLimit, fields: profile.fields)
        } asking: {
            $0.createVariation(request)
        }
    }

    /// As `createVariation`, for an edit.
    public func createEdit(
        _ request: ImageEditRequest, as job: JobID
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        try start(job, .edit, on: request.settings.backend, n: request.settings.n) { profile in
            ImageRules.errors(in: request, limit: profile.uploadLimit)
        } asking: {
            $0.createEdit(request)
        }
    }

    /// As `createVariation`, for pictures from a prompt alone.
    public func createImage(
        _ request: ImageGenerationRequest, as job: JobID
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        try start(job, .generation, on: request.settings.backend, n: request.settings.n) { _ in
            ImageRules.errors(in: request)
        } asking: {
            $0.createImage(request)
        }
    }

    private func start(
        _ job: JobID, _ operation: ImageOperation, on name: String, n: Int,
        checking errors: (BackendProfile) -> [ValidationError],
        asking ask: @escaping @Sendable (any Backend) -> AsyncThrowingStream<BackendEvent, any Error>
    ) throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        known.insert(job)
        if unwanted.remove(job) != nil { throw .cancelled }
        guard let backend = backends.withLock({ $0[name] }) else { throw .unknownBackend(name: name) }
        guard backend.profile.operations.contains(operation) else { throw .unsupported(operation) }
        guard jobs[job] == nil else { throw .jobRuns(job) }
        let errors = errors(backend.profile)
        guard errors.isEmpty else { throw .invalid(errors) }

        let (stream, work) = EventChannel.stream { [self] channel in
            let outcome = await Self.relay(ask(backend), to: channel)
            await ended(job, outcome)
            if let outcome { throw outcome }
        }
        jobs[job] = work
        logger.info(
            "job started",
            metadata: [
                "job": "\(job.value)", "backend": "\(name)", "operation": "\(operation)", "n": "\(n)",
            ])
        return stream
    }

    /// Ends a job. One that has not been started will not be: `createVariation` throws `.cancelled` for it.
    public func cancel(_ job: JobID) {
        if let work = jobs[job] {
            work.cancel()
        } else if !known.contains(job) {
            unwanted.insert(job)
        }
    }

    /// Passes events on until their stream ends; nil when it ended well.
    private static func relay(
        _ events: AsyncThrowingStream<BackendEvent, any Error>, to channel: EventChannel
    ) async -> BackendError? {
        do {
            for try await event in events {
                await channel.send(event)
                // Whatever the backend still says after that, all has come.
                if case .finished = event { return Task.isCancelled ? .cancelled : nil }
            }
            // A stream that is cancelled just ends.
            return .cancelled
        } catch {
            if Task.isCancelled { return .cancelled }
            return error as? BackendError ?? .cannot(.unexpected(errorType: "\(type(of: error))"))
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
