import Glibc

/// Gives the terminal back when the program dies of a fault.
///
/// The handlers run inside the faulting thread, so they only call what is async-signal-safe (write,
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

    /// SIGILL and SIGTRAP are Swift's own traps.
    private static let signals: [Int32] = [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE]

    nonisolated(unsafe) private static let provision = {
        let pointer = UnsafeMutablePointer<Provision>.allocate(capacity: 1)
        pointer.initialize(to: Provision())
        return pointer
    }()

    /// The handlers that were there before, by signal number.
    nonisolated(unsafe) private static let previous = {
        let pointer = UnsafeMutablePointer<sigaction>.allocate(capacity: 64)
        pointer.initialize(repeating: sigaction(), count: 64)
        return pointer
    }()

    /// Prepares the handlers: on a fault, `restoring` is written and the settings are set.
    ///
    /// - Parameter descriptor: must stay open until `disarm`.
    static func arm(descriptor: Int32, restoring bytes: [UInt8], settings: termios) {
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
        for signal in signals { sigaction(signal, &action, previous + Int(signal)) }
    }

    /// What was written to standard error is to be written out when the terminal has been given back.
    static func hold(_ errors: HeldErrors?) {
        provision.pointee.errors = errors
    }

    /// Puts back the handlers that were there before.
    static func disarm() {
        guard provision.pointee.isArmed else { return }
        for signal in signals { sigaction(signal, previous + Int(signal), nil) }
        provision.pointee.bytes.deallocate()
        provision.pointee = Provision()
    }

    private static let handle: @convention(c) (Int32) -> Void = { signal in
        let provision = FatalSignals.provision
        if provision.pointee.isArmed {
            provision.pointee.isArmed = false
            // The descriptor does not block: behind what a slow line still holds there may be no room.
            tcflush(provision.pointee.descriptor, TCOFLUSH)
            _ = write(
                provision.pointee.descriptor, provision.pointee.bytes.baseAddress, provision.pointee.bytes.count)
            tcsetattr(provision.pointee.descriptor, TCSANOW, &provision.pointee.settings)
            provision.pointee.errors?.release()
        }
        // Die of the same signal, by way of whoever handled it before.
        var ending = sigaction()
        if provision.pointee.wantsBacktrace { ending = FatalSignals.previous[Int(signal)] }
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
