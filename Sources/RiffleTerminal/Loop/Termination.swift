internal import CNcurses
import Glibc
import Synchronization

/// Takes SIGTERM on a thread of its own: the loop ends the program in good order if it can, and if it is stuck, or has
/// not begun, the program ends all the same.
enum Termination {
    private static let mark = Atomic(false)

    /// Whether SIGTERM has come.
    static var isRequested: Bool { mark.load(ordering: .acquiring) }

    /// Time for what is being written, in seconds.
    private static let grace = 3

    /// Starts the thread, once; SIGTERM is blocked in all others.
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
                // Until the time is over, or the next SIGTERM.
                while sigtimedwait(&set, nil, &rest) < 0, errno == EINTR {}
                FatalSignals.end(by: SIGTERM)
            }, nil)
        pthread_detach(thread)
    }
}
