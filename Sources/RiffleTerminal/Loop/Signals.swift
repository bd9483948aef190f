internal import CNcurses
import Glibc

/// The signals that the loop handles as events instead of in signal handlers.
enum Signals {
    static let handled: [Int32] = [SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGINT]

    /// Blocks them, and SIGTERM, in this thread and all threads it creates.
    static func block() {
        var set = signalSet(handled + [SIGTERM])
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// A signalfd, readable when one of them is pending; -1 if it cannot be created.
    static func descriptor() -> Int32 {
        var set = signalSet(handled)
        return signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
    }

    /// The next pending signal, or `nil`.
    static func next(from descriptor: Int32) -> Int32? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        return read(descriptor, &info, size) == size ? Int32(info.ssi_signo) : nil
    }

    /// Stops the process (and its process group, as the terminal does) until SIGCONT.
    ///
    /// Returns at once in an orphaned process group, which the kernel does not stop.
    static func stopUntilContinued(wholeGroup: Bool) {
        var stop = signalSet([SIGTSTP])
        if wholeGroup { kill(0, SIGTSTP) } else { raise(SIGTSTP) }
        // The signal is pending with its default action: unblocking it stops the process here.
        pthread_sigmask(SIG_UNBLOCK, &stop, nil)
        pthread_sigmask(SIG_BLOCK, &stop, nil)
        // Consumes the SIGCONT that resumed us.
        var resumed = signalSet([SIGCONT])
        var now = timespec()
        sigtimedwait(&resumed, nil, &now)
    }

    static func signalSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
