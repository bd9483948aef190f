import Testing

@testable import RiffleTerminal

/// A simulated line with rate and delay, and a terminal that answers each fence; time is a number.
struct SlowTerminal {
    let rate: Double
    let delay: Double
    var line = Line()
    private(set) var now = 0.0
    private let start = ContinuousClock.now
    /// When the line will have delivered all written bytes.
    private var free = 0.0
    private var answers: [Double] = []

    init(kilobytesPerSecond: Double, roundTrip: Double) {
        rate = kilobytesPerSecond * 1000
        delay = roundTrip / 2
    }

    func instant(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }
    var moment: ContinuousClock.Instant { instant(now) }

    /// Writes bytes; returns the queueing delay in seconds.
    @discardableResult
    mutating func write(_ count: Int) -> Double {
        let queued = max(0, free - now)
        free = max(free, now) + Double(count) / rate
        line.wrote(count)
        return queued
    }

    mutating func fence(_ question: Line.Question = .status) {
        line.asked(question, at: moment)
        answers.append(free + 2 * delay)
    }

    mutating func fill(_ piece: Int? = nil) {
        while line.hasRoom() {
            write(piece ?? line.pieceSize)
            fence()
        }
    }

    /// Advances time to the next answer and processes it.
    mutating func wait(_ question: Line.Question = .status) {
        guard !answers.isEmpty else {
            Issue.record("no answer is on its way")
            return
        }
        now = max(now, answers.removeFirst())
        line.answered(question, at: moment)
    }

    mutating func pass(_ seconds: Double) {
        now += seconds
    }
}

@Suite struct LineTests {
    @Test(
        "the line is kept busy, and a key waits only briefly behind a picture",
        arguments: [(50.0, 0.3), (125, 0.1), (125, 0.02), (1000, 0.1), (12_000, 0.03), (50_000, 0.0004)])
    func keepsTheLineFull(kilobytes: Double, roundTrip: Double) {
        var terminal = SlowTerminal(kilobytesPerSecond: kilobytes, roundTrip: roundTrip)
        terminal.write(3000)
        terminal.fence(.attributes)
        terminal.wait(.attributes)
        // Ten seconds of pictures; the first quarter is for the measurements.
        let end = terminal.now + 10
        let settled = terminal.now + 2.5
        var written = 0
        var worst = 0.0
        while terminal.now < end {
            while terminal.line.hasRoom() {
                let queued = terminal.write(terminal.line.pieceSize)
                terminal.fence()
                if terminal.now > settled {
                    written += terminal.line.pieceSize
                    worst = max(worst, queued)
                }
            }
            terminal.wait()
        }
        #expect(Double(written) > 0.8 * kilobytes * 1000 * (end - settled))
        #expect(worst < 0.12, "a key waits \(worst) s")
        #expect(
            terminal.line.time(for: Int(kilobytes * 1000)).map { $0 / .seconds(1) }.map { (0.8...1.3).contains($0) }
                == true)
    }

    @Test("before the speed of a 1 Mbit/s line is known, no key waits longer than a sixth of a second")
    func careful() {
        var terminal = SlowTerminal(kilobytesPerSecond: 125, roundTrip: 0.1)
        terminal.write(3000)
        terminal.fence(.attributes)
        terminal.wait(.attributes)
        var worst = 0.0
        for _ in 0..<100 {
            while terminal.line.hasRoom() {
                terminal.write(terminal.line.pieceSize)
                terminal.fence()
                var probe = terminal
                worst = max(worst, probe.write(1))
            }
            terminal.wait()
        }
        #expect(worst < 0.167, "\(worst) s")
    }

    @Test("a line that becomes slower is noticed")
    func slower() {
        var fast = SlowTerminal(kilobytesPerSecond: 2000, roundTrip: 0.05)
        fast.write(1)
        fast.fence(.attributes)
        fast.wait(.attributes)
        for _ in 0..<300 {
            fast.fill()
            fast.wait()
        }
        let before = fast.line.window
        // The same line, now at 100 kB/s: pieces take twenty times as long.
        for _ in 0..<400 {
            fast.fill()
            fast.wait()
            fast.pass(Double(fast.line.pieceSize) / 100_000 - Double(fast.line.pieceSize) / 2_000_000)
        }
        #expect(fast.line.window < before / 4)
    }

    @Test("unexpected answers have no effect")
    func unexpected() {
        var line = Line()
        let now = ContinuousClock.now
        line.answered(.status, at: now)
        #expect(line.isSilent && line.rate == nil && line.roundTrip == nil)
        line.wrote(100)
        line.asked(.attributes, at: now)
        for _ in 0..<5 { line.answered(.status, at: now + .milliseconds(3)) }
        #expect(line.awaitsAnswer && line.roundTrip == nil)
        line.answered(.attributes, at: now + .milliseconds(20))
        #expect(!line.awaitsAnswer && line.roundTrip == .milliseconds(20))
        let before = line.window
        for _ in 0..<5 { line.answered(.attributes, at: now + .milliseconds(21)) }
        #expect(line.window == before && line.rate == nil)
    }

    @Test("text with rare fences never blocks pictures for good")
    func textAlone() {
        var terminal = SlowTerminal(kilobytesPerSecond: 125, roundTrip: 0.1)
        terminal.write(3000)
        terminal.fence(.attributes)
        terminal.wait(.attributes)
        for _ in 0..<100 {
            terminal.write(900)
            if terminal.line.wantsFence { terminal.fence() }
            while terminal.line.awaitsAnswer { terminal.wait() }
            #expect(terminal.line.hasRoom())
        }
        // A lot of text counts as long as it may be in flight.
        terminal.write(40_000)
        #expect(terminal.line.wantsFence)
        terminal.fence()
        #expect(!terminal.line.hasRoom() && !terminal.line.wantsFence)
        terminal.wait()
        #expect(terminal.line.hasRoom())
    }

    @Test("a terminal that never answers gets small pieces, each when the tty's buffer is empty")
    func silent() {
        var line = Line()
        let now = ContinuousClock.now
        line.wrote(3000)
        line.asked(.attributes, at: now)
        line.giveUp(at: now + .seconds(2))
        #expect(!line.isSilent && line.awaitsAnswer)
        line.giveUp(at: now + .seconds(3))
        #expect(line.isSilent && !line.awaitsAnswer)
        #expect(line.hasRoom() && !line.hasRoom(unsent: 1))
        // It answers after all, ten seconds late.
        line.answered(.attributes, at: now + .seconds(10))
        #expect(!line.isSilent)
    }

    @Test("lost fences block nothing for good, and late answers are not used for measurements")
    func lost() {
        var terminal = SlowTerminal(kilobytesPerSecond: 125, roundTrip: 0.1)
        terminal.write(3000)
        terminal.fence(.attributes)
        terminal.wait(.attributes)
        terminal.fill()
        let known = (terminal.line.rate, terminal.line.roundTrip)
        #expect(!terminal.line.hasRoom())
        let end = terminal.line.deadline
        #expect(end != nil)
        var line = terminal.line
        line.giveUp(at: end ?? terminal.moment)
        #expect(line.hasRoom() && !line.isSilent)
        // A late answer to an old fence arrives just after the next fence.
        line.wrote(4000)
        line.asked(.status, at: terminal.moment + .seconds(4))
        line.answered(.status, at: terminal.moment + .seconds(4))
        #expect(line.rate == known.0 && line.roundTrip == known.1)
    }
}
