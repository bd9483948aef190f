/// Limits how many requests run and wait; waiting clients take turns.
///
/// With turns, a client with a hundred requests does not block one with a single request.
actor WorkQueue {
    struct Limits: Sendable, Equatable {
        /// Requests running at the same time.
        var atOnce: Int
        /// Requests waiting, over all clients.
        var waiting: Int
        /// Requests of one client, running and waiting.
        var perClient: Int
    }

    private struct Waiter {
        var id: UInt64
        var continuation: CheckedContinuation<Void, any Error>
    }

    private let limits: Limits
    private var running = 0
    /// Requests by client, running and waiting.
    private var counts: [String: Int] = [:]
    private var waiters: [String: [Waiter]] = [:]
    /// Clients with waiting requests, next one first.
    private var turns: [String] = []
    private var lastID: UInt64 = 0

    init(limits: Limits) { self.limits = limits }

    var waitingCount: Int { waiters.values.reduce(0) { $0 + $1.count } }
    var runningCount: Int { running }

    /// Runs `work` when it is the client's turn.
    ///
    /// - Throws: `ServerError.busy` at once, if the queue is full; `CancellationError`; errors of `work`.
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
        // The slot passes to the next client, which then goes to the end of the queue.
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
