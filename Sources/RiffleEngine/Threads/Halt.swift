internal import RiffleImage

/// Remembers that the caller asked to stop, so that every thread sees the same answer from then on.
final class Halt: @unchecked Sendable {
    private let lock = Lock()
    private var stopped = false

    /// Asks the caller through `isCancelled` until it once says yes.
    func isReached(_ isCancelled: @Sendable () -> Bool) -> Bool {
        lock.locked {
            if !stopped { stopped = isCancelled() }
            return stopped
        }
    }
}
