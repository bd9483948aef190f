import CPseudoTerminal
import Glibc
import TerminalModel

/// Runs a full-screen program in a pseudo-terminal over a simulated line with limited rate and delay; answers terminal
/// queries.
///
/// Output arrives delayed by the line; keys and answers take half a round trip.
final class Link {
    struct Terms {
        /// Bytes per second; 0 for a local terminal.
        var rate = 0.0
        /// Round trip in seconds.
        var roundTrip = 0.0
        /// Bytes that the system buffers before the writer blocks; ssh's channel buffers 2 MB.
        var buffer = 2_000_000.0
        var columns = 120
        var rows = 40
        var graphics = "sixel"
    }

    private enum Event {
        case seen([UInt8])
        case typed([UInt8])
    }

    private let terms: Terms
    private let master: Int32
    private var child: pid_t = 0
    private var queue: [(time: Double, event: Event)] = []
    private var free = 0.0
    private let start = ContinuousClock.now
    private var answering: AnsweringTerminal
    private var filter = PictureFilter()
    private(set) var screen: ScreenModel
    /// Time and size of each arrival.
    private(set) var arrivals: [(time: Double, bytes: Int)] = []
    private(set) var hasEnded = false
    private var isExpectedToEnd = false
    /// The end of the program's output.
    private var tail: [UInt8] = []

    init?(_ command: [String], in folder: String, terms: Terms) {
        self.terms = terms
        screen = ScreenModel(columns: terms.columns, rows: terms.rows)
        answering = AnsweringTerminal(terms)
        var variables = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"]
        for name in ["HOME", "PATH", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        let words = command.map { strdup($0) } + [nil]
        let environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + environment).forEach { free_(UnsafeMutableRawPointer($0)) } }
        master = pseudo_terminal_spawn(
            words, environment, folder, UInt16(terms.columns), UInt16(terms.rows), &child)
        if master < 0 { return nil }
        // The same cell size as in answers; some programs only use this one.
        let cell = AnsweringTerminal.cell
        pseudo_terminal_set_pixels(master, UInt16(terms.columns * cell.width), UInt16(terms.rows * cell.height))
    }

    /// Seconds since the start.
    var now: Double { start.duration(to: .now) / .seconds(1) }
    var text: String { screen.text }

    /// Presses a key; it reaches the program after half a round trip.
    func press(_ key: String) { push(.typed(Array(key.utf8)), at: now + terms.roundTrip / 2) }

    /// Runs for some seconds, or until `isEnough`.
    ///
    /// - Returns: when `isEnough` was true.
    @discardableResult
    func run(for seconds: Double, until isEnough: () -> Bool = { false }) -> Double? {
        let end = now + seconds
        while !hasEnded {
            takeDue()
            if isEnough() { return now }
            let left = min(end, queue.first?.time ?? end) - now
            if left <= 0, now >= end { return nil }
            let isFull = terms.rate > 0 && (free - now) * terms.rate > terms.buffer
            var entry = pollfd(fd: isFull ? -1 : master, events: Int16(POLLIN), revents: 0)
            // Poll briefly, because `isEnough` may depend on time.
            let wait = max(0, min(left, 0.005))
            if poll(&entry, 1, Int32((wait * 1000).rounded(.up))) > 0 { read() }
        }
        return nil
    }

    /// Runs until nothing has arrived for `quiet` seconds.
    ///
    /// - Returns: when the last byte arrived, or `nil`.
    func settle(quiet: Double, atMost limit: Double) -> Double? {
        let begin = now
        let count = arrivals.count
        run(for: limit) { now - max(begin, arrivals.last?.time ?? 0) > quiet && !queue.contains { isSeen($0.event) } }
        return arrivals.count > count ? arrivals.last?.time : nil
    }

    /// Runs until the program has ended and all its output has arrived.
    func runToEnd() {
        isExpectedToEnd = true
        run(for: 60)
        while let next = queue.first {
            takeDue()
            usleep(UInt32(max(0, min(5000, (next.time - now) * 1e6))))
        }
    }

    func end() {
        isExpectedToEnd = true
        kill(child, SIGHUP)
        let limit = now + 2
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            if now > limit { kill(child, SIGKILL) }
            var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, 10) > 0 { read() }
        }
        close(master)
    }

    /// The program's peak memory in megabytes (VmHWM).
    var peakMegabytes: Double {
        guard let file = fopen("/proc/\(child)/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("VmHWM:") { return Double(text.split(separator: " ")[1]).map { $0 / 1024 } ?? 0 }
        }
        return 0
    }

    private func isSeen(_ event: Event) -> Bool { if case .seen = event { true } else { false } }

    private func push(_ event: Event, at time: Double) {
        let place = queue.firstIndex { $0.time > time } ?? queue.endIndex
        queue.insert((time, event), at: place)
    }

    private func takeDue() {
        while let next = queue.first, next.time <= now {
            queue.removeFirst()
            switch next.event {
            case .typed(let bytes): _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            case .seen(let bytes):
                arrivals.append((next.time, bytes.count))
                let known = filter.filtered(bytes)
                screen.feed(known)
                let answer = answering.answers(to: known)
                if !answer.isEmpty { push(.typed(answer), at: next.time + terms.roundTrip / 2) }
            }
        }
    }

    private func read() {
        // One TCP packet, if the line is limited.
        var piece = [UInt8](repeating: 0, count: terms.rate > 0 ? 1448 : 65536)
        let got = piece.withUnsafeMutableBytes { Glibc.read(master, $0.baseAddress, $0.count) }
        guard got > 0 else {
            hasEnded = true
            if isExpectedToEnd { return }
            print("the program has ended; its last words: \(String(decoding: tail, as: UTF8.self).suffix(900))")
            return
        }
        tail = (tail + piece[..<got]).suffix(4096)
        if terms.rate > 0 { free = max(free, now) + Double(got) / terms.rate } else { free = now }
        push(.seen(Array(piece[..<got])), at: free + terms.roundTrip / 2)
    }
}

private func free_(_ pointer: UnsafeMutableRawPointer?) { Glibc.free(pointer) }
