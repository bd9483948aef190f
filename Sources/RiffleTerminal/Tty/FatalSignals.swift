import Glibc

/// Gives the terminal back when the program dies of a signal: of a fault, or of any other that ends a program.
///
/// The handlers run inside any thread, so they only call what is async-signal-safe (write,
/// tcflush, tcsetattr, sigaction, raise), on memory that was prepared before: global constants are initialised by
/// `arm`, and reading a constant takes no lock and no exclusivity check.
enum FatalSignals {
    /// Everything a handler needs.
    private struct Provision {
        var descriptor: Int32 = -1
        var bytes: UnsafeMutableBufferPointer<UInt8> = .init(start: nil, count: 0)
        var settings = termios()
        var errors: HeldErrors?
        /// Swift's own backtracer is left out unless the person has set it up: on a terminal it asks questions
        /// for half a minute before the program ends.
        var wantsBacktrace = false
        var isArmed = false
    }

    /// Those that Swift's backtracer takes; SIGILL and SIGTRAP are Swift's own traps.
    private static let faults: [Int32] = [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGQUIT]
    /// What else ends a program that does nothing about it, but for the signals that the loop takes, and those from 34
    /// on. Source: signal(7), "Term" and "Core".
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

    /// The handlers that were there before, by signal number.
    nonisolated(unsafe) private static let previous = {
        let pointer = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
        pointer.initialize(repeating: sigaction(), count: 65)
        return pointer
    }()

    /// Signals that have our handler.
    nonisolated(unsafe) private static var armed: [Int32] = []

    /// Prepares the handlers: on a signal, `restoring` is written and the settings are set. One that somebody else
    /// handles or ignores is left alone, unless it is a fault.
    ///
    /// - Parameters:
    ///   - descriptor: must stay open until `disarm`.
    ///   - more: signals that end the program too, where no loop takes them.
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

    /// What was written to standard error is to be written out when the terminal has been given back.
    static func hold(_ errors: HeldErrors?) {
        provision.pointee.errors = errors
    }

    /// Puts back the handlers that were there before.
    static func disarm() {
        guard provision.pointee.isArmed else { return }
        for signal in armed {
            var now = sigaction()
            sigaction(signal, nil, &now)
            // Whoever has taken it since keeps it.
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
        // The descriptor does not block: behind what a slow line still holds there may be no room.
        tcflush(provision.pointee.descriptor, TCOFLUSH)
        _ = write(provision.pointee.descriptor, provision.pointee.bytes.baseAddress, provision.pointee.bytes.count)
        tcsetattr(provision.pointee.descriptor, TCSANOW, &provision.pointee.settings)
        provision.pointee.errors?.release()
    }

    /// Gives the terminal back and ends the process by a signal, which may be blocked; from any thread.
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
        // Die of the same signal, by way of whoever handled it before.
        var ending = sigaction()
        if FatalSignals.provision.pointee.wantsBacktrace { ending = FatalSignals.previous[Int(signal)] }
        sigaction(signal, &ending, nil)
        raise(signal)
    }

    /// A fault for want of stack needs another one to be handled on. Kept for the life of the thread.
    private static func giveThisThreadAnotherStack() {
        var current = stack_t()
        guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        let size = 64 * 1024
        var stack = stack_t(ss_sp: .allocate(byteCount: size, alignment: 16), ss_flags: 0, ss_size: size)
        sigaltstack(&stack, nil)
    }
}
