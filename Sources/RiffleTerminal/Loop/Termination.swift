internal import CNcurses
import Glibc
import Synchronization

/// Handles SIGTERM on its own thread: normally the loop ends the program; if the loop is stuck or not running yet, this
/// thread does after a delay.
enum Termination {
    private static let mark = Atomic(false)

    /// Whether SIGTERM was received.
    static var isRequested: Bool { mark.load(ordering: .acquiring) }

    /// How long the loop may take to end the program, in seconds.
    private static let grace = 3

    /// Starts the thread. Call once; all other threads must block SIGTERM.
    static func watch() {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                var set = Signals.signalSet([SIGTERM])
                var number: Int32 = 0
                while sigwait(&set, &number) != 0 {}
                Termination.mark.store(true, ordering: .releasing)
                UIExecutor.shared.wake()
                var rest = timespec(tv_sec: Termination.grace, tv_nsec: 0)
                // Waits for the delay, or until the next SIGTERM.
                while sigtimedwait(&set, nil, &rest) < 0, errno == EINTR {}
                FatalSignals.end(by: SIGTERM)
            }, nil)
        pthread_detach(thread)
    }
}
