import Synchronization
import Testing

@testable import RiffleServer

@Suite(.timeLimit(.minutes(1))) struct WorkQueueTests {
    /// Runs one request for each client in the list; the first one holds the only slot until all others wait. Returns
    /// the order in which they ran.
    private func order(of clients: [String]) async throws -> [String] {
        let queue = WorkQueue(limits: .init(atOnce: 1, waiting: 10, perClient: 10))
        let gate = Gate()
        let done = Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, client) in clients.enumerated() {
                group.addTask {
                    try await queue.perform(for: client) {
                        if index == 0 { await gate.pass() }
                        done.add(client)
                    }
                }
                // Each must wait before the next is started.
                if index == 0 { await gate.arrived(1) }
                while await queue.waitingCount < index { await Task.yield() }
            }
            await gate.open()
            try await group.waitForAll()
        }
        return done.all
    }

    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test("clients take turns, regardless of how many requests each has waiting")
    func turns() async throws {
        #expect(try await order(of: ["a", "a", "a", "a", "b", "c", "b"]) == ["a", "a", "b", "c", "a", "b", "a"])
    }

    @Test("excess requests are rejected at once, and the slot is available again afterwards")
    func refusal() async throws {
        let queue = WorkQueue(limits: .init(atOnce: 1, waiting: 1, perClient: 2))
        let gate = Gate()
        let first = Task { try await queue.perform(for: "a") { await gate.pass() } }
        await gate.arrived(1)
        let second = Task { try await queue.perform(for: "a") {} }
        while await queue.waitingCount < 1 { await Task.yield() }
        await #expect(throws: ServerError.busy(.client)) { try await queue.perform(for: "a") {} }
        await #expect(throws: ServerError.busy(.queue)) { try await queue.perform(for: "b") {} }
        await gate.open()
        try await first.value
        try await second.value
        #expect(try await queue.perform(for: "b") { 7 } == 7)
        #expect(await queue.runningCount == 0)
    }

    @Test("a cancelled waiter leaves no gap")
    func cancelling() async throws {
        let queue = WorkQueue(limits: .init(atOnce: 1, waiting: 5, perClient: 5))
        let gate = Gate()
        let first = Task { try await queue.perform(for: "a") { await gate.pass() } }
        await gate.arrived(1)
        let gone = Task { try await queue.perform(for: "b") { 1 } }
        while await queue.waitingCount < 1 { await Task.yield() }
        let last = Task { try await queue.perform(for: "c") { 2 } }
        while await queue.waitingCount < 2 { await Task.yield() }
        gone.cancel()
        await #expect(throws: CancellationError.self) { try await gone.value }
        await gate.open()
        try await first.value
        #expect(try await last.value == 2)
        #expect(await queue.runningCount == 0)
        #expect(await queue.waitingCount == 0)
    }
}
