import Dispatch
import Glibc
import RiffleAPI
import Synchronization

/// Cancels a job at SIGINT and SIGTERM, so that a server stops its work too.
///
/// The command then ends normally. A second signal, or a server that does not respond, ends it at once.
final class Interruption: Sendable {
    private struct State {
        var isMade = false
        var cancel: (@Sendable () -> Void)?
    }

    /// Dispatch sources may be used on any thread.
    private struct Sources: @unchecked Sendable {
        var all: [any DispatchSourceSignal] = []
    }

    private let state = Mutex(State())
    private let sources = Mutex(Sources())

    /// How long a server may take to confirm.
    private static let patience = DispatchTimeInterval.seconds(4)

    init() {
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.receive() }
            source.resume()
            return source
        }
        let made = Sources(all: sources)
        self.sources.withLock { $0 = made }
    }

    var isMade: Bool { state.withLock { $0.isMade } }

    /// Sets the job that a signal cancels.
    func cancels(_ job: JobID, of client: ImagesClient) {
        let cancel: @Sendable () -> Void = { Task { await client.cancel(job) } }
        let isMade = state.withLock { state in
            state.cancel = cancel
            return state.isMade
        }
        if isMade { cancel() }
    }

    /// Restores the default effect of the signals.
    func end() {
        sources.withLock { sources in
            for source in sources.all { source.cancel() }
            sources = Sources()
        }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    private func receive() {
        let (isSecond, cancel) = state.withLock { state in
            defer { state.isMade = true }
            return (state.isMade, state.cancel)
        }
        if isSecond { Self.exitNow() }
        ImagesRun.say("cancelling")
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { Self.exitNow() }
        cancel?()
    }

    private static func exitNow() { _exit(ExitStatus.cancelled.rawValue) }
}
