import Synchronization

/// Lets so many through at a time; the others wait in line.
final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
        var lastTicket: UInt64 = 0
        var withdrawn: Set<UInt64> = []
    }

    private let state: Mutex<State>

    /// - Precondition: at least one.
    init(places: Int) {
        precondition(places > 0)
        state = Mutex(State(free: places))
    }

    /// Runs a body when there is a place; throws `BackendError.cancelled` when the task is cancelled before.
    func pass<Result: Sendable>(_ body: () async throws(BackendError) -> Result) async throws(BackendError) -> Result {
        guard await enter() else { throw .cancelled }
        defer { leave() }
        if Task.isCancelled { throw .cancelled }
        return try await body()
    }

    private func enter() async -> Bool {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = state.withLock { state -> Bool? in
                    if state.withdrawn.remove(ticket) != nil { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                    state.withdrawn.insert(ticket)
                    return nil
                }
                return state.waiting.remove(at: place).continuation
            }
            waiting?.resume(returning: false)
        }
        // A mark that came too late to keep it out.
        state.withLock { _ = $0.withdrawn.remove(ticket) }
        return isIn
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
