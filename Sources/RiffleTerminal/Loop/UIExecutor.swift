internal import CNcurses
import Glibc
import Synchronization

/// Runs what is isolated to `UIActor` on the thread of the poll loop.
///
/// Jobs are queued from any thread; `wakeup` becomes readable; the loop calls `drain()`.
package final class UIExecutor: SerialExecutor {
    package static let shared = UIExecutor()

    /// An eventfd that is readable while jobs wait. Non-blocking; owned by the executor, never closed.
    let wakeup: Int32
    private let jobs = Mutex<[UnownedJob]>([])
    /// The `pthread_t` that jobs run on: the main thread's, unless another has adopted the executor.
    private let home = Mutex<pthread_t?>(nil)

    init() {
        wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        precondition(wakeup >= 0, "no file descriptors left for the UI executor")
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = jobs.withLock { jobs in
            jobs.append(job)
            return jobs.count == 1
        }
        if isFirst { wake() }
    }

    /// Has the loop take another turn.
    func wake() {
        var one: UInt64 = 1
        write(wakeup, &one, 8)
    }

    /// Runs the jobs that wait now; those that they add wait for the next turn, so input is never starved.
    ///
    /// - Returns: whether there were any.
    @discardableResult
    package func drain() -> Bool {
        var count: UInt64 = 0
        read(wakeup, &count, 8)
        let batch = jobs.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
        for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
        return !batch.isEmpty
    }

    /// Makes the calling thread the one that jobs run on, from now on.
    package func adoptCurrentThread() {
        let thread = pthread_self()
        home.withLock { $0 = thread }
    }

    package func isIsolatingCurrentContext() -> Bool? {
        if let home = home.withLock({ $0 }) { return pthread_equal(home, pthread_self()) != 0 }
        // Linux: the main thread's id is the process's.
        return gettid() == getpid()
    }

    package func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "this is not the UI's thread")
    }
}
