import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Requests that wait until their backend has room")
struct WaitingTests {
    /// Two requests run, which is all that a backend takes here.
    private func busy(_ operation: ImageOperation = .variation) -> AppWalk {
        var walk = AppWalk()
        if operation == .generation {
            for _ in 0..<2 { walk.generate() }
        } else {
            walk.send(request: 7)
            walk.send(request: 8)
        }
        return walk
    }

    private func order(_ effect: Effect?) -> Order? {
        switch effect {
        case .send(JobID(3), let order), .queue(JobID(3), let order): order
        default: nil
        }
    }

    @Test(
        "a variation, an edit and pictures from a prompt wait alike: in the history, in the tree, and for their turn",
        arguments: ImageOperation.allCases)
    func waiting(operation: ImageOperation) throws {
        var walk = busy(operation)
        switch operation {
        case .variation: walk.press("V")
        case .edit:
            walk.press("e", " ", Key(.enter))
            walk.type("a hat")
            walk.press(Key(.enter))
        case .generation: walk.generate()
        }
        #expect(walk.app.jobs.count == 2)
        let waiting = try #require(order(walk.effects.last))
        #expect(waiting.operation == operation)
        var record = RequestRecord(
            id: RequestID(9), operation: operation, source: operation == .generation ? nil : AppWalk.root.id,
            settings: waiting.settings, mend: .none, created: AppWalk.morning, state: .pending, prompt: waiting.prompt)
        let root = operation == .generation ? nil : AppWalk.root
        walk.take(.jobQueued(JobID(3), record, root: root))
        #expect(walk.app.results.request == RequestID(9), "its strip is shown at once")
        #expect(
            walk.app.slots.count == waiting.settings.count && walk.app.tree.request(RequestID(9))?.state == .pending)

        walk.press("1")
        walk.take(.jobEnded(JobID(1), .finished, nil))
        #expect(order(walk.effects.last) == waiting, "its turn has come")
        let before = (walk.app.focus, walk.app.results)
        record.state = .running
        walk.take(.jobStarted(JobID(3), record, root: root))
        #expect((walk.app.focus, walk.app.results) == before, "nobody is taken away from what they look at")
        #expect(walk.app.tree.request(RequestID(9))?.state == .running)
    }

    @Test("what a person waits for goes before the rest of a batch; each backend has its own room")
    func turns() {
        var walk = AppWalk()
        walk.press(" ", " ", " ", "V", Key(.home), "j", "j", "V")
        func started() -> [JobID] { walk.effects.compactMap { if case .send(let job, _) = $0 { job } else { nil } } }
        walk.take(.jobEnded(JobID(1), .finished, nil))
        #expect(started() == [JobID(4)])
        walk.generate()
        #expect(started() == [JobID(5)], "the studio has room")
        walk.take(.jobEnded(JobID(2), .finished, nil))
        #expect(started() == [JobID(3)])
    }

    @Test("x lets go of the request that is shown, also while it waits")
    func withdrawing() {
        var walk = busy()
        walk.press("V")
        var record = AppWalk.request(9, state: .pending)
        walk.take(.jobQueued(JobID(3), record, root: AppWalk.root))
        walk.press("x")
        #expect(walk.effects == [.withdraw(JobID(3), RequestID(9))])
        #expect(walk.app.tree.request(RequestID(9))?.state == .cancelled)
        // Its entry into the history may be told late.
        record.state = .pending
        walk.take(.jobQueued(JobID(3), record, root: AppWalk.root))
        walk.take(.jobEnded(JobID(1), .finished, nil))
        #expect(walk.effects.isEmpty)
    }
}

extension AppWalk {
    fileprivate mutating func generate() {
        press("g")
        type("an otter")
        press(Key(.enter))
    }
}
