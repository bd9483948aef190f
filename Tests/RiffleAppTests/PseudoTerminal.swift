import CPseudoTerminal
import Foundation
import Glibc

/// A program running in a pseudo-terminal of its own, as its controlling terminal.
///
/// Waiting is by `poll` on its output, never by time alone. The program is ended when this goes away.
final class PseudoTerminal {
    private let master: Int32
    private var child: pid_t = 0
    private(set) var output: [UInt8] = []
    private var status: Int32?
    private var hasClosed = false
    /// How much of the output has been looked through for questions.
    private var heard = 0

    /// What every terminal answers: its attributes (DA1), and that it is there (DSR).
    private static let answers: [(question: [UInt8], answer: String)] = [
        (Array("\u{1b}[c".utf8), "\u{1b}[?1;2c"), (Array("\u{1b}[5n".utf8), "\u{1b}[0n"),
    ]

    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    init(
        _ arguments: [String], environment: [String: String], columns: Int, rows: Int, folder: String
    ) throws {
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        master = pseudo_terminal_spawn(words, variables, folder, UInt16(columns), UInt16(rows), &child)
        guard master >= 0 else {
            throw Fault(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        if status == nil {
            kill(child, SIGKILL)
            var status: Int32 = 0
            waitpid(child, &status, 0)
        }
        close(master)
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let put = bytes.withUnsafeBytes { write(master, $0.baseAddress! + sent, $0.count - sent) }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { return }
            sent += put
        }
    }

    func signal(_ number: Int32) { kill(child, number) }

    /// Waits until the program takes a signal in its own time. A child that is not the program yet has the signals of the
    /// test runner, which blocks some.
    func waitUntilBlocked(_ number: Int32) {
        let bit = UInt64(1) << UInt64(number - 1)
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        while let exe = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(child)/exe"), exe == own {
            sched_yield()
        }
        while let text = try? String(contentsOfFile: "/proc/\(child)/status", encoding: .utf8) {
            let line = text.split(separator: "\n").first { $0.hasPrefix("SigBlk:") }
            let mask = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
            if mask & bit != 0 { return }
            sched_yield()
        }
    }

    /// Whether keys come one by one and are not shown, as the program has set it.
    var isRaw: Bool {
        var settings = termios()
        tcgetattr(master, &settings)
        return settings.c_lflag & tcflag_t(ICANON | ECHO) == 0
    }

    func resize(columns: Int, rows: Int) {
        pseudo_terminal_resize(master, UInt16(columns), UInt16(rows))
    }

    /// Reads what the program wrote until `isEnough`, handing each piece on.
    ///
    /// - Parameter seconds: how long to wait at most, in all; generous, for slow machines.
    /// - Returns: false when the time ran out or the program ended before it was enough.
    func read(within seconds: Int = 60, _ take: ([UInt8]) -> Void, until isEnough: () -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !isEnough() {
            let left = ContinuousClock.now.duration(to: deadline).components.seconds
            guard left >= 0 else { return false }
            var poll = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            let ready = Glibc.poll(&poll, 1, Int32(left * 1000 + 500))
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else { return false }
            var piece = [UInt8](repeating: 0, count: 65_536)
            let got = piece.withUnsafeMutableBytes { Glibc.read(master, $0.baseAddress!, $0.count) }
            // EIO: the program has closed its side.
            guard got > 0 else {
                hasClosed = true
                return isEnough()
            }
            output += piece[..<got]
            answerQuestions()
            take(Array(piece[..<got]))
        }
        return true
    }

    private func answerQuestions() {
        while let start = output[heard...].firstIndex(of: 0x1b) {
            let rest = output[start...]
            // The question may be cut; longer ones than these are none.
            guard rest.count >= 4 else { return }
            for (question, answer) in PseudoTerminal.answers where rest.starts(with: question) { send(answer) }
            heard = start + 1
        }
        heard = output.count
    }

    /// Waits until the program has ended. Returns its exit code, or minus the signal that ended it.
    func waitForEnd(within seconds: Int = 60) -> Int32? {
        if status == nil {
            _ = read(within: seconds, { _ in }, until: { false })
            // One that still runs was told to end and did not: better a failure than a wait without end.
            var raw: Int32 = 0
            // Its side of the terminal closes before it can be waited for: that takes a moment more.
            let hasEnded = hasClosed
            if waitpid(child, &raw, hasEnded ? 0 : WNOHANG) != child { return nil }
            status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : -(raw & 0x7f)
        }
        return status
    }
}
