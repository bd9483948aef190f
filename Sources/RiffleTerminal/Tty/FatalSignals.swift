import Glibc

/// Restores the terminal when a signal kills the program.
///
/// Handlers run in any thread, so they only call async-signal-safe functions (write, tcflush, tcsetattr, sigaction,
/// raise) on prepared memory. `arm` initialises the global constants; reading them takes no lock and no exclusivity
/// check.
enum FatalSignals {
    /// The data for a handler.
    private struct Provision {
        var descriptor: Int32 = -1
        var bytes: UnsafeMutableBufferPointer<UInt8> = .init(start: nil, count: 0)
        var settings = termios()
        var errors: HeldErrors?
        /// Whether to run Swift's backtracer. Only if the user has configured it: on a terminal it is interactive and
        /// delays the exit by half a minute.
        var wantsBacktrace = false
        var isArmed = false
    }

    /// The signals that Swift's backtracer handles; SIGILL and SIGTRAP are Swift's own traps.
    private static let faults: [Int32] = [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGQUIT]
    /// Other signals that kill a program by default, except those that the loop handles, and real-time signals (34 and
    /// up). Source: signal(7), "Term" and "Core".
    private static let others: [Int32] =
        [
            SIGXCPU, SIGXFSZ, SIGSYS, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT,
            SIGPIPE,
        ] + Array(34...64)

    nonisolated(unsafe) private static let provision = {
        let pointer = UnsafeMutablePointer<Provision>.allocate(capacity: 1)
        pointer.initialize(to: Provision())
        return pointer
    }()

    /// The previous handlers, by signal number.
    nonisolated(unsafe) private static let previous = {
        let pointer = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
        pointer.initialize(repeating: sigaction(), count: 65)
        return pointer
    }()

    /// Signals that have our handler.
    nonisolated(unsafe) private static var armed: [Int32] = []

    /// Installs the handlers. On a signal they write `bytes` and restore `settings`. Signals that are handled or
    /// ignored already are left alone, except faults.
    ///
    /// - Parameters:
    ///   - descriptor: must stay open until `disarm`.
    ///   - more: further signals that kill the program, if no loop handles them.
    static func arm(descriptor: Int32, restoring bytes: [UInt8], settings: termios, and more: [Int32] = []) {
        disarm()
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        provision.pointee = Provision(
            descriptor: descriptor, bytes: copy, settings: settings, wantsBacktrace: getenv("SWIFT_BACKTRACE") != nil,
            isArmed: true)
        giveThisThreadAnotherStack()
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handle
        action.sa_flags = Int32(SA_ONSTACK) | Int32(SA_NODEFER)
        for signal in faults + others + more {
            sigaction(signal, nil, previous + Int(signal))
            let isDefault = previous[Int(signal)].__sigaction_handler.sa_handler == nil
            guard isDefault || faults.contains(signal) else { continue }
            sigaction(signal, &action, nil)
            armed.append(signal)
        }
    }

    /// Sets the collected standard error to print after the terminal is restored.
    static func hold(_ errors: HeldErrors?) {
        provision.pointee.errors = errors
    }

    /// Restores the previous handlers.
    static func disarm() {
        guard provision.pointee.isArmed else { return }
        for signal in armed {
            var now = sigaction()
            sigaction(signal, nil, &now)
            // A handler that was installed later stays.
            if isOurs(now) { sigaction(signal, previous + Int(signal), nil) }
        }
        armed = []
        provision.pointee.bytes.deallocate()
        provision.pointee = Provision()
    }

    private static func isOurs(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(handle, to: Int.self)
    }

    /// Async-signal-safe.
    private static func giveBack() {
        let provision = FatalSignals.provision
        guard provision.pointee.isArmed else { return }
        provision.pointee.isArmed = false
        // Unsent output is dropped, because the non-blocking descriptor may have no room for `bytes`.
        tcflush(provision.pointee.descriptor, TCOFLUSH)
        _ = write(provision.pointee.descriptor, provision.pointee.bytes.baseAddress, provision.pointee.bytes.count)
        tcsetattr(provision.pointee.descriptor, TCSANOW, &provision.pointee.settings)
        provision.pointee.errors?.release()
    }

    /// Restores the terminal and kills the process by a signal, even if it is blocked. May be called from any thread.
    static func end(by signal: Int32) -> Never {
        giveBack()
        var ending = sigaction()
        sigaction(signal, &ending, nil)
        var set = Signals.signalSet([signal])
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        raise(signal)
        _exit(128 + signal)
    }

    private static let handle: @convention(c) (Int32) -> Void = { signal in
        FatalSignals.giveBack()
        // Die of the same signal, through its previous handler if there is one to run.
        var ending = sigaction()
        if FatalSignals.provision.pointee.wantsBacktrace { ending = FatalSignals.previous[Int(signal)] }
        sigaction(signal, &ending, nil)
        raise(signal)
    }

    /// A stack overflow needs an alternate stack for its handler. It is never freed.
    private static func giveThisThreadAnotherStack() {
        var current = stack_t()
        guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        let size = 64 * 1024
        var stack = stack_t(ss_sp: .allocate(byteCount: size, alignment: 16), ss_flags: 0, ss_size: size)
        sigaltstack(&stack, nil)
    }
}
