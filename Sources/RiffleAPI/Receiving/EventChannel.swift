import Synchronization

/// Carries what a backend tells to whoever reads it, and makes the backend wait until a finished picture is taken.
///
/// So a server that sends faster than a disk writes fills no memory. Only finished pictures are waited for: of unfinished
/// ones the last of each place is enough, and of news about an exchange the last.
public final class EventChannel: Sendable {
    fileprivate struct State {
        var events: [BackendEvent] = []
        var ending: Result<Void, any Error>?
        var isLetGo = false
        var reader: CheckedContinuation<Void, Never>?
        var writers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    private init() {}

    /// A stream of the events that `work` sends. The work is cancelled if the reading task is cancelled or the stream is
    /// released.
    package static func stream(
        _ work: @escaping @Sendable (EventChannel) async throws -> Void
    ) -> AsyncThrowingStream<BackendEvent, any Error> {
        let (stream, _) = stream(work)
        return stream
    }

    /// The same, with the task of the work: cancelling it ends the stream with the error that the work then throws.
    static func stream(
        _ work: @escaping @Sendable (EventChannel) async throws -> Void
    ) -> (stream: AsyncThrowingStream<BackendEvent, any Error>, work: Task<Void, Never>) {
        let channel = EventChannel()
        let task = Task {
            do {
                try await work(channel)
                channel.end(.success(()))
            } catch {
                channel.end(.failure(error))
            }
        }
        let lease = Lease {
            task.cancel()
            channel.letGo()
        }
        let stream = AsyncThrowingStream {
            try await withTaskCancellationHandler {
                try await channel.next()
            } onCancel: {
                lease.end()
            }
        }
        return (stream, task)
    }

    /// Sends an event. For a picture it waits until the picture is read, or nobody reads any more.
    public func send(_ event: BackendEvent) async {
        let isPicture = if case .arrived = event { true } else { false }
        await withCheckedContinuation { continuation in
            let woken = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                guard !state.isLetGo, state.ending == nil else { return [continuation] }
                state.append(event)
                var woken = state.takeReader()
                if isPicture {
                    state.writers.append(continuation)
                } else {
                    woken.append(continuation)
                }
                return woken
            }
            for waiting in woken { waiting.resume() }
        }
    }

    /// Sends an event without waiting.
    public func post(_ event: BackendEvent) {
        let woken = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard !state.isLetGo, state.ending == nil else { return [] }
            state.append(event)
            return state.takeReader()
        }
        for waiting in woken { waiting.resume() }
    }

    private func next() async throws -> BackendEvent? {
        while true {
            let (outcome, woken) = state.withLock { $0.takeNext() }
            for waiting in woken { waiting.resume() }
            switch outcome {
            case .event(let event): return event
            case .ended(let ending):
                try ending.get()
                return nil
            case .nothing: break
            }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.events.isEmpty, state.ending == nil, !state.isLetGo else { return true }
                    state.reader = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    private func end(_ ending: Result<Void, any Error>) {
        let woken = state.withLock { state in
            state.ending = ending
            return state.takeReader() + state.takeWriters()
        }
        for waiting in woken { waiting.resume() }
    }

    private func letGo() {
        let woken = state.withLock { state in
            state.isLetGo = true
            state.events = []
            return state.takeReader() + state.takeWriters()
        }
        for waiting in woken { waiting.resume() }
    }

    /// Ends when it is released, or earlier.
    private final class Lease: Sendable {
        let end: @Sendable () -> Void

        init(end: @escaping @Sendable () -> Void) { self.end = end }

        deinit { end() }
    }
}

extension EventChannel.State {
    fileprivate enum Outcome {
        case event(BackendEvent)
        case ended(Result<Void, any Error>)
        case nothing
    }

    /// Adds an event, replacing an older one that it makes obsolete.
    fileprivate mutating func append(_ event: BackendEvent) {
        switch event {
        case .exchange: events.removeAll { if case .exchange = $0 { true } else { false } }
        case .partial(let place, _), .partialFile(let place, _):
            events.removeAll {
                switch $0 {
                case .partial(place, _), .partialFile(place, _): true
                default: false
                }
            }
        case .progress, .arrived, .finished: break
        }
        events.append(event)
    }

    fileprivate mutating func takeNext() -> (Outcome, [CheckedContinuation<Void, Never>]) {
        if isLetGo { return (.ended(.success(())), []) }
        guard !events.isEmpty else { return (ending.map { .ended($0) } ?? .nothing, []) }
        let event = events.removeFirst()
        guard case .arrived = event else { return (.event(event), []) }
        return (.event(event), takeWriters())
    }

    fileprivate mutating func takeReader() -> [CheckedContinuation<Void, Never>] {
        defer { reader = nil }
        return reader.map { [$0] } ?? []
    }

    fileprivate mutating func takeWriters() -> [CheckedContinuation<Void, Never>] {
        defer { writers = [] }
        return writers
    }
}
