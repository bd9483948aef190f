internal import CNcurses
import Glibc

/// The signals that the loop takes as events instead of having handlers interrupt it anywhere.
enum Signals {
    static let handled: [Int32] = [SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGINT]

    /// Blocks them, and SIGTERM, for this thread and those it starts.
    static func block() {
        var set = signalSet(handled + [SIGTERM])
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// A descriptor that becomes readable when one of them is pending; -1 if there is none to be had.
    static func descriptor() -> Int32 {
        var set = signalSet(handled)
        return signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
    }

    /// The next pending signal of the descriptor, or `nil`.
    static func next(from descriptor: Int32) -> Int32? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        return read(descriptor, &info, size) == size ? Int32(info.ssi_signo) : nil
    }

    /// Stops the process (and its process group, as the terminal would) until SIGCONT.
    ///
    /// Returns at once where nobody could continue it: the kernel does not stop an orphaned group.
    static func stopUntilContinued(wholeGroup: Bool) {
        var stop = signalSet([SIGTSTP])
        if wholeGroup { kill(0, SIGTSTP) } else { raise(SIGTSTP) }
        // The signal is pending and its action is the default one: unblocking it stops us here.
        pthread_sigmask(SIG_UNBLOCK, &stop, nil)
        pthread_sigmask(SIG_BLOCK, &stop, nil)
        // What continued us has been seen.
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
