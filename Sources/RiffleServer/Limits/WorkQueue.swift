/// Who may have pictures made, and when: a few at once, the others in turn by client, none without bound.
///
/// Clients take turns, so that one with a hundred requests does not keep another with one waiting.
actor WorkQueue {
    struct Limits: Sendable, Equatable {
        /// Requests that are worked on at the same time.
        var atOnce: Int
        /// Requests that wait, all clients together.
        var waiting: Int
        /// Requests of one client, waiting and worked on.
        var perClient: Int
    }

    private struct Waiter {
        var id: UInt64
        var continuation: CheckedContinuation<Void, any Error>
    }

    private let limits: Limits
    private var running = 0
    /// Requests by client, waiting and worked on.
    private var counts: [String: Int] = [:]
    private var waiters: [String: [Waiter]] = [:]
    /// Clients with waiters, the one whose turn it is first.
    private var turns: [String] = []
    private var lastID: UInt64 = 0

    init(limits: Limits) { self.limits = limits }

    var waitingCount: Int { waiters.values.reduce(0) { $0 + $1.count } }
    var runningCount: Int { running }

    /// Runs `work` when its turn has come.
    ///
    /// - Throws: `ServerError.busy` at once, when more may not wait; `CancellationError`; what `work` throws.
    func perform<Value: Sendable>(
        for client: String, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await enter(client)
        defer { leave(client) }
        return try await work()
    }

    private func enter(_ client: String) async throws {
        guard counts[client, default: 0] < limits.perClient else { throw ServerError.busy(.client) }
        let mustWait = running >= limits.atOnce
        guard !mustWait || waitingCount < limits.waiting else { throw ServerError.busy(.queue) }
        counts[client, default: 0] += 1
        guard mustWait else {
            running += 1
            return
        }
        lastID += 1
        let id = lastID
        do {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                    if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                    if waiters[client] == nil { turns.append(client) }
                    waiters[client, default: []].append(Waiter(id: id, continuation: continuation))
                }
            } onCancel: {
                Task { await self.giveUp(id, client) }
            }
        } catch {
            forget(client)
            throw error
        }
    }

    private func giveUp(_ id: UInt64, _ client: String) {
        guard let index = waiters[client]?.firstIndex(where: { $0.id == id }) else { return }
        let waiter = waiters[client]!.remove(at: index)
        if waiters[client]!.isEmpty { waiters[client] = nil }
        turns.removeAll { $0 == client && waiters[client] == nil }
        waiter.continuation.resume(throwing: CancellationError())
    }

    private func leave(_ client: String) {
        forget(client)
        guard let next = turns.first, let waiter = waiters[next]?.first else {
            running -= 1
            return
        }
        // The place goes from one to the other; the client goes to the end of the line.
        turns.removeFirst()
        waiters[next]!.removeFirst()
        if waiters[next]!.isEmpty { waiters[next] = nil } else { turns.append(next) }
        waiter.continuation.resume()
    }

    private func forget(_ client: String) {
        counts[client]! -= 1
        if counts[client] == 0 { counts[client] = nil }
    }
}
