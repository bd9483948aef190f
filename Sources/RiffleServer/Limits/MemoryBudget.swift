import Synchronization

/// The bytes that requests may hold all together: uploads that are read or wait, and answers that are made or sent.
///
/// What does not fit is refused, so that the server's memory never grows with the number of its clients.
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

    /// A part of a budget, given back when it is let go of.
    final class Share: Sendable {
        private let budget: MemoryBudget
        private let held = Mutex(0)

        init(of budget: MemoryBudget) { self.budget = budget }

        /// - Throws: `ServerError.busy` when the budget has not that much left.
        func grow(by bytes: Int) throws(ServerError) {
            guard budget.take(bytes) else { throw .busy(.memory) }
            held.withLock { $0 += bytes }
        }

        deinit { budget.giveBack(held.withLock { $0 }) }
    }
}
