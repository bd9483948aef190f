import Synchronization

/// A clock that skips waits and records their lengths.
package final class ManualClock: Clock {
    package struct Instant: InstantProtocol {
        package var offset: Duration
        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    private let state = Mutex<(now: Duration, waits: [Duration])>((.zero, []))
    /// Waits of at least this length never end.
    package let endless: Duration

    package init(endless: Duration = .seconds(300)) { self.endless = endless }

    package var now: Instant { Instant(offset: state.withLock { $0.now }) }
    package var minimumResolution: Duration { .zero }
    package var waits: [Duration] { state.withLock { $0.waits } }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let wait = state.withLock { deadline.offset - $0.now }
        if wait >= endless {
            let (held, hold) = AsyncStream<Void>.makeStream()
            await withTaskCancellationHandler {
                for await _ in held {}
            } onCancel: {
                hold.finish()
            }
        }
        try Task.checkCancellation()
        state.withLock {
            $0.now = deadline.offset
            $0.waits.append(wait)
        }
    }
}
