/// Runs numbered work items on several threads.
///
/// The threads are created for each call and joined before it returns.
package struct Crew: Sendable {
    /// At least 1; the calling thread is one of them.
    package let threads: Int
    /// Whether the results are no longer wanted; long loops ask, and leave out what they can.
    package let halted: @Sendable () -> Bool

    package init(threads: Int, halted: @escaping @Sendable () -> Bool = { false }) {
        self.threads = max(1, threads)
        self.halted = halted
    }

    /// Calls `body` once for each of `0..<count`, in any order, and returns when all calls have returned.
    package func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
        if threads == 1 || count < 2 {
            for piece in 0..<count { body(piece) }
            return
        }
        withoutActuallyEscaping(body) { body in
            let shift = Shift(count: count, body: body)
            // If a thread cannot be created, the others do its work.
            let others = (1..<min(threads, count)).compactMap { _ in WorkThread { shift.work() } }
            shift.work()
            for thread in others { thread.join() }
        }
    }
}

/// The remaining work items of one call.
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
