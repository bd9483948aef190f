#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A number of threads that share out numbered pieces of work.
///
/// The threads are plain ones, made for the call and joined before it returns: on Linux they inherit the niceness of the
/// thread that calls, which a shared pool would not.
package struct Crew: Sendable {
    /// At least 1; the calling thread is one of them.
    package let threads: Int

    package init(threads: Int) { self.threads = max(1, threads) }

    /// Runs `body` once for each of `0..<count`, in any order, and returns when all are done.
    package func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
        if threads == 1 || count < 2 {
            for piece in 0..<count { body(piece) }
            return
        }
        withoutActuallyEscaping(body) { body in
            let shift = Shift(count: count, body: body)
            var others: [pthread_t] = []
            for _ in 1..<min(threads, count) {
                if let thread = Crew.start(shift) { others.append(thread) }
            }
            shift.work()
            for thread in others { pthread_join(thread, nil) }
        }
    }

    /// Nil where the system has no thread to give; the others then do its work.
    private static func start(_ shift: Shift) -> pthread_t? {
        let argument = Unmanaged.passRetained(shift)
        #if canImport(Darwin)
            var thread: pthread_t?
            let failed = pthread_create(
                &thread, nil,
                { raw in
                    Unmanaged<Shift>.fromOpaque(raw).takeRetainedValue().work()
                    return nil
                }, argument.toOpaque())
        #else
            var thread = pthread_t()
            let failed = pthread_create(
                &thread, nil,
                { raw in
                    Unmanaged<Shift>.fromOpaque(raw!).takeRetainedValue().work()
                    return nil
                }, argument.toOpaque())
        #endif
        if failed != 0 {
            argument.release()
            return nil
        }
        return thread
    }
}

/// The pieces of one call that nobody has taken yet.
private final class Shift: @unchecked Sendable {
    private let lock = Lock()
    private var next = 0
    private let count: Int
    private let body: @Sendable (Int) -> Void

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.body = body
    }

    func work() {
        while let piece = take() { body(piece) }
    }

    private func take() -> Int? {
        lock.locked {
            guard next < count else { return nil }
            next += 1
            return next - 1
        }
    }
}
