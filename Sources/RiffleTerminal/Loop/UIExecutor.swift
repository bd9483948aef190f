internal import CNcurses
import Glibc
import Synchronization

/// Executes `UIActor` jobs on the thread of the poll loop.
///
/// Any thread may enqueue jobs; `wakeup` becomes readable; the loop calls `drain()`.
package final class UIExecutor: SerialExecutor {
    package static let shared = UIExecutor()

    /// An eventfd, readable while jobs are queued. Non-blocking; never closed.
    let wakeup: Int32
    private let jobs = Mutex<[UnownedJob]>([])
    /// The thread that runs the jobs; nil means the main thread.
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

    /// Makes the loop run another iteration.
    func wake() {
        var one: UInt64 = 1
        write(wakeup, &one, 8)
    }

    /// Runs the queued jobs. Jobs that they enqueue wait for the next iteration, so that input is not starved.
    ///
    /// - Returns: whether there were any jobs.
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

    /// Makes the calling thread the one that runs the jobs.
    package func adoptCurrentThread() {
        let thread = pthread_self()
        home.withLock { $0 = thread }
    }

    package func isIsolatingCurrentContext() -> Bool? {
        if let home = home.withLock({ $0 }) { return pthread_equal(home, pthread_self()) != 0 }
        // On Linux, the main thread's id equals the process id.
        return gettid() == getpid()
    }

    package func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "this is not the UI's thread")
    }
}
