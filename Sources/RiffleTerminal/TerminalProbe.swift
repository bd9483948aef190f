import Glibc
package import RiffleGraphics
package import RiffleUI

/// Queries the terminal for commands that write plain lines or only report its capabilities.
///
/// Call `finish()` at the end. Until then replies may still arrive, and the terminal does not echo input.
package final class TerminalProbe {
    /// The window in cells; 80×24 without a terminal.
    package private(set) var size = Size(columns: 80, rows: 24)
    /// The window in pixels, if the system reports them.
    package private(set) var pixels: PixelSize?
    package private(set) var capabilities: Capabilities
    /// The replies in order of arrival.
    package private(set) var answers: [Answer] = []
    /// All bytes that were sent as queries.
    package private(set) var questions: [UInt8] = []
    /// Whether there is a terminal.
    package var hasTerminal: Bool { terminal != nil }

    /// A reply with its raw bytes.
    package struct Answer: Sendable, Equatable {
        package var bytes: [UInt8]
        package var reply: TerminalReply
        /// Time since the queries were sent.
        package var after: Duration
    }

    private let terminal: Terminal?
    /// Whether the program runs in an ssh session.
    package let isRemote: Bool
    private var parser = ReplyParser()
    /// The bytes of an incomplete reply.
    private var raw: [UInt8] = []
    private var askedAt: ContinuousClock.Instant?
    /// Number of outstanding DA1 replies; each set of queries ends with DA1.
    private var rounds = 0

    /// How long to wait for replies before the command continues without them.
    package static let patience = Duration.milliseconds(150)
    /// How long after the queries replies may still arrive, over a network and locally.
    private static let remoteDelay = Duration.seconds(2)
    private static let localDelay = Duration.milliseconds(400)

    /// - Parameters:
    ///   - asks: whether to query the terminal; otherwise only the environment and the window size are used.
    ///   - patience: how long to wait for the replies.
    package init(environment: [String: String], asks: Bool, patience: Duration = TerminalProbe.patience) {
        let isUTF8 = CharacterSet.settle(environment: environment) == .utf8
        capabilities = Capabilities(environment: environment, isUTF8: isUTF8)
        isRemote = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].contains { environment[$0] != nil }
        terminal = isatty(STDOUT_FILENO) == 1 ? try? Terminal() : nil
        guard let terminal else { return }
        let window = terminal.window
        size = window.size
        if window.pixelWidth > 0, window.pixelHeight > 0 {
            pixels = PixelSize(width: window.pixelWidth, height: window.pixelHeight)
        }
        capabilities.windowChanged(
            columns: size.columns, rows: size.rows, pixelWidth: window.pixelWidth, pixelHeight: window.pixelHeight)
        guard asks else { return }
        FatalSignals.arm(
            descriptor: terminal.descriptor, restoring: [], settings: terminal.original,
            and: [SIGTERM, SIGHUP, SIGINT])
        terminal.makeRaw()
        askedAt = .now
        ask(capabilities.firstQuestions())
        wait(until: .now + patience) { $0.hasAllAnswers }
    }

    /// Restores the terminal when no more replies can arrive; they would be typed into the shell. Ctrl-C ends the wait.
    package func finish() {
        guard let terminal, let askedAt else { return }
        let delay = isRemote ? TerminalProbe.remoteDelay : TerminalProbe.localDelay
        wait(until: askedAt + delay) { $0.rounds == 0 }
        terminal.restoreSettings(droppingInput: rounds > 0)
        FatalSignals.disarm()
        self.askedAt = nil
    }

    /// Whether the terminal has answered, and in tmux also the terminal behind it.
    private var hasAllAnswers: Bool {
        rounds == 0 && (capabilities.multiplexer != .tmux || capabilities.outerName != nil)
    }

    private func ask(_ bytes: [UInt8]) {
        guard let terminal, !bytes.isEmpty else { return }
        // One query changes a colour, so save and restore the cursor and attributes (DECSC, DECRC).
        let whole = Array("\u{1B}7".utf8) + bytes + Array("\u{1B}8".utf8)
        questions += whole
        rounds += 1
        terminal.write(whole, within: TerminalProbe.patience)
    }

    private func wait(until end: ContinuousClock.Instant, isEnough: (TerminalProbe) -> Bool) {
        guard let terminal else { return }
        while !isEnough(self) {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            guard terminal.waitForInput(milliseconds: Int32(left / .milliseconds(1)) + 1) else { continue }
            guard let bytes = terminal.read() else { return rounds = 0 }
            for byte in bytes where !take(byte) { return }
            ask(capabilities.furtherQuestions())
        }
    }

    /// Parses byte by byte, to know the bytes of each reply. Returns false for a typed Ctrl-C.
    private func take(_ byte: UInt8) -> Bool {
        raw.append(byte)
        for element in parser.consume(CollectionOfOne(byte)) {
            switch element {
            case .reply(let reply):
                let now = ContinuousClock.now
                answers.append(Answer(bytes: raw, reply: reply, after: (askedAt ?? now).duration(to: now)))
                if case .deviceAttributes = reply { rounds = max(0, rounds - 1) }
                capabilities.fold(reply)
                raw = []
            case .bytes(let typed):
                raw = []
                if typed == [0x03] { return false }
            }
        }
        return true
    }
}
