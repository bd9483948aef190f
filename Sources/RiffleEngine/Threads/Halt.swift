internal import RiffleImage

/// Remembers that the caller has cancelled, so that all threads agree from then on.
final class Halt: @unchecked Sendable {
    private let lock = Lock()
    private var stopped = false

    /// Calls `isCancelled` until it has returned true once.
    func isReached(_ isCancelled: @Sendable () -> Bool) -> Bool {
        lock.locked {
            if !stopped { stopped = isCancelled() }
            return stopped
        }
    }
}
