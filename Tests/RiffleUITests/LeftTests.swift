import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Requests that an earlier Riffle left")
struct LeftTests {
    private func left(_ id: Int64, on backend: String) -> LeftRequest {
        let record = RequestRecord(
            id: RequestID(id), operation: .generation, source: nil, settings: ImagesSettings(backend: backend, n: 2),
            mend: .none, created: AppWalk.morning, state: .pending, prompt: "otters")
        return LeftRequest(record: record, name: "“otters”", path: nil)
    }

    @Test("what is free goes on, two at a time, and takes nobody away from what they look at")
    func free() {
        var walk = AppWalk()
        let before = walk.app.focus
        walk.take(.requestsLeft((1...3).map { left($0, on: "studio") }))
        #expect(
            walk.effects == [
                .resume(JobID(1), RequestID(1), backend: "studio"), .resume(JobID(2), RequestID(2), backend: "studio"),
            ])
        var record = left(1, on: "studio").record
        record.state = .running
        walk.take(.jobStarted(JobID(1), record, root: nil))
        #expect(walk.app.focus == before && walk.app.tree.words == nil)
        walk.take(.jobEnded(JobID(1), .finished, nil))
        #expect(walk.effects == [.resume(JobID(3), RequestID(3), backend: "studio")])
        #expect(walk.app.settings.backend == "builtin", "it is no wish for what the next form begins with")
    }

    @Test("what costs money, or whose backend is gone, waits to be asked for; letting go is told to the history")
    func held() {
        var walk = AppWalk()
        var paid = AppWalk.profiles[1]
        paid.isPaid = true
        walk.take(.backendsChanged([AppWalk.profiles[0], paid], select: nil))
        walk.take(.requestsLeft([left(1, on: "studio"), left(2, on: "gone")]))
        #expect(walk.effects.isEmpty && walk.app.jobs.isEmpty)
        walk.press("Q", Key(.enter))
        #expect(walk.app.view().text.contains("studio is paid"))
        walk.press(Key(.escape))
        #expect(walk.app.context == .queue)
        walk.press(Key(.enter), "y")
        #expect(walk.effects == [.resume(JobID(1), RequestID(1), backend: "studio")])
        walk.press("j", "x")
        #expect(walk.effects == [.withdraw(JobID(2), RequestID(2))])
    }
}
