import CPseudoTerminal
import Glibc
import RiffleUI
import Synchronization
import Testing

@testable import RiffleTerminal

@Suite struct LoopTests {
    @Test("poll waits for the earliest timer, rounded up, and not at all for an expired one")
    func timers() {
        let now = ContinuousClock.now
        var timers = Timers()
        #expect(timers.timeout(from: now) == -1)
        timers.set(.rest, after: .seconds(2), from: now)
        timers.set(.input, after: .microseconds(24_300), from: now)
        #expect(timers.timeout(from: now) == 25)
        let fired = [24, 25, 1000].map { timers.fires(.input, at: now + .milliseconds($0)) }
        #expect(fired == [false, true, false])
        timers.begin(.rest, after: .seconds(9), from: now)
        #expect(timers.timeout(from: now + .seconds(3)) == 0)
        timers.set(.rest, after: nil, from: now)
        #expect(timers.timeout(from: now) == -1)
    }

    @Test("jobs of an executor run in order, on the thread that drains it")
    func executor() async {
        actor Probe {
            nonisolated let executor = UIExecutor()
            nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
            var seen: [Int] = []
            func note(_ number: Int) -> Bool {
                seen.append(number)
                return executor.isIsolatingCurrentContext() == true
            }
        }
        let probe = Probe()
        let isDone = Atomic(false)
        await withCheckedContinuation { (started: CheckedContinuation<Void, Never>) in
            let body = Body { [executor = probe.executor] in
                executor.adoptCurrentThread()
                started.resume()
                while !isDone.load(ordering: .acquiring) {
                    var entry = pollfd(fd: executor.wakeup, events: Int16(POLLIN), revents: 0)
                    poll(&entry, 1, 20)
                    executor.drain()
                }
            }
            body.start()
        }
        for number in 0..<50 { #expect(await probe.note(number)) }
        #expect(await probe.seen == Array(0..<50))
        isDone.store(true, ordering: .releasing)
        #expect(probe.executor.isIsolatingCurrentContext() == false)
    }

    /// A closure to run on another thread.
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }

        func start() {
            var thread = pthread_t()
            let pointer = Unmanaged.passRetained(self).toOpaque()
            pthread_create(
                &thread, nil,
                {
                    Unmanaged<Body>.fromOpaque($0!).takeRetainedValue().run(); return nil
                }, pointer)
            pthread_detach(thread)
        }
    }

    private func send(_ queue: inout OutputQueue, to terminal: Terminal) -> Bool { queue.write(to: terminal) }

    @Test("raw mode is undone, and a closed terminal is reported")
    func terminal() throws {
        // A process that another test starts meanwhile would keep it open.
        var side: Int32 = -1
        let main = pseudo_terminal_open(&side)
        try #require(main >= 0)
        _ = fcntl(side, F_SETFL, O_NONBLOCK)
        let terminal = Terminal(adopting: side)
        func flags() -> [UInt32] {
            var settings = termios()
            tcgetattr(side, &settings)
            return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
        }
        let before = flags()
        terminal.makeRaw()
        #expect(flags() != before)
        #expect(terminal.read() == [])
        write(main, "\r\u{3}", 2)
        #expect(terminal.waitForInput(milliseconds: 2000))
        #expect(terminal.read() == [13, 3])
        var queue = OutputQueue()
        queue.append(Array("hello\n".utf8))
        #expect(send(&queue, to: terminal) && queue.isEmpty)
        terminal.restoreSettings()
        #expect(flags() == before)
        close(main)
        #expect(terminal.read() == nil)
        queue.append([1])
        #expect(!send(&queue, to: terminal) && queue.isEmpty)
    }

    @Test("absurd window sizes are limited, and cells keep their size")
    func window() throws {
        var (main, side): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 65_535, ws_col: 2000, ws_xpixel: 16_000, ws_ypixel: 65_535)
        try #require(openpty(&main, &side, nil, nil, &size) == 0)
        defer { close(main) }
        let window = Terminal(adopting: side).window
        #expect(window == .init(size: Size(columns: 1000, rows: 500), pixelWidth: 8000, pixelHeight: 500))
    }

    @Test("a terminal that accepts nothing does not block the writer, and gets the rest later")
    func slowTerminal() throws {
        var (main, side): (Int32, Int32) = (-1, -1)
        try #require(openpty(&main, &side, nil, nil, nil) == 0)
        defer { close(main) }
        _ = fcntl(side, F_SETFL, O_NONBLOCK)
        // A process started by another test in the meantime would inherit the descriptor.
        _ = fcntl(main, F_SETFD, FD_CLOEXEC)
        let terminal = Terminal(adopting: side)
        terminal.makeRaw()
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
        var queue = OutputQueue()
        queue.append(bytes)
        #expect(send(&queue, to: terminal) && !queue.isEmpty)
        var got: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while got.count < bytes.count {
            let count = read(main, &buffer, buffer.count)
            try #require(count > 0)
            got += buffer[..<count]
            #expect(send(&queue, to: terminal))
        }
        #expect(got == bytes && queue.isEmpty)
    }

    @Test("a fault restores the terminal before the process dies")
    func faults() async {
        let trap = await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
            FatalSignals.arm(descriptor: 1, restoring: Array("given back".utf8), settings: termios())
            preconditionFailure("on purpose")
        }
        #expect(trap.map { String(decoding: $0.standardOutputContent, as: UTF8.self).contains("given back") } == true)
        let disarmed = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardOutputContent]) {
            FatalSignals.arm(descriptor: 1, restoring: Array("given back".utf8), settings: termios())
            FatalSignals.disarm()
            signal(SIGSEGV, SIG_DFL)
            raise(SIGSEGV)
        }
        #expect(
            disarmed.map { String(decoding: $0.standardOutputContent, as: UTF8.self).contains("given back") } == false)
    }
}
