import Synchronization

/// Limits the bytes that all requests use together: uploads being read or waiting, and answers being made or sent.
///
/// Requests beyond it are refused, so that memory does not grow with the number of clients.
final class MemoryBudget: Sendable {
    let limit: Int
    private let used = Mutex(0)

    init(limit: Int) { self.limit = limit }

    var bytesHeld: Int { used.withLock { $0 } }

    fileprivate func take(_ bytes: Int) -> Bool {
        used.withLock { used in
            guard used + bytes <= limit else { return false }
            used += bytes
            return true
        }
    }

    fileprivate func giveBack(_ bytes: Int) { used.withLock { $0 -= bytes } }

    /// A reservation, released on deinit.
    final class Share: Sendable {
        private let budget: MemoryBudget
        private let held = Mutex(0)

        init(of budget: MemoryBudget) { self.budget = budget }

        /// - Throws: `ServerError.busy` if the budget is exhausted.
        func grow(by bytes: Int) throws(ServerError) {
            guard budget.take(bytes) else { throw .busy(.memory) }
            held.withLock { $0 += bytes }
        }

        deinit { budget.giveBack(held.withLock { $0 }) }
    }
}
