#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A plain thread. On Linux it inherits the creating thread's niceness, unlike threads of a shared pool.
struct WorkThread: @unchecked Sendable {
    private let thread: pthread_t

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Nil if the system cannot create a thread.
    init?(_ body: @escaping @Sendable () -> Void) {
        let work = Unmanaged.passRetained(Work(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let failed = pthread_create(
                &thread, nil,
                { raw in
                    Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body()
                    return nil
                }, work.toOpaque())
        #else
            var thread: pthread_t? = pthread_t()
            let failed = pthread_create(
                &thread!, nil,
                { raw in
                    Unmanaged<Work>.fromOpaque(raw!).takeRetainedValue().body()
                    return nil
                }, work.toOpaque())
        #endif
        guard failed == 0, let thread else {
            work.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits until it ends. Call it once.
    func join() { pthread_join(thread, nil) }
}
