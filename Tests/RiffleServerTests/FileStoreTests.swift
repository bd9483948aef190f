import RiffleAPI
import Synchronization
import Testing

@testable import RiffleServer

/// A clock moved by hand.
private final class HandClock: Sendable {
    private let time = Mutex(ContinuousClock.now)

    func move(by duration: Duration) { time.withLock { $0 += duration } }
    func now() -> ContinuousClock.Instant { time.withLock { $0 } }
}

@Suite struct FileStoreTests {
    private func file(_ byte: UInt8, count: Int = 10) -> FileStore.File {
        FileStore.File(bytes: [UInt8](repeating: byte, count: count), format: .png)
    }

    @Test("a file lives for its time, and has a name that nobody can guess")
    func lifetime() async {
        let clock = HandClock()
        let store = FileStore(lifetime: .seconds(3600), space: 1000, now: clock.now)
        let first = await store.keep(file(1))
        clock.move(by: .seconds(1))
        let second = await store.keep(file(2))
        #expect(first != second)
        #expect(first.count == 32 + 4 && first.hasSuffix(".png"))
        clock.move(by: .seconds(3598))
        #expect(await store.file(named: first) == file(1))
        clock.move(by: .seconds(1))
        #expect(await store.file(named: first) == nil)
        #expect(await store.file(named: second) == file(2))
    }

    @Test("the oldest files make room, the newest stays however large it is")
    func space() async {
        let store = FileStore(lifetime: .seconds(3600), space: 25, now: { .now })
        let names = [await store.keep(file(1)), await store.keep(file(2)), await store.keep(file(3))]
        #expect(await store.file(named: names[0]) == nil)
        #expect(await store.file(named: names[2]) == file(3))
        let large = await store.keep(file(4, count: 99))
        #expect(await store.file(named: large) == file(4, count: 99))
        #expect(await store.file(named: names[2]) == nil)
    }
}
