import Glibc
package import RiffleGraphics
package import RiffleUI

/// A look at the terminal for commands that write into its lines and end, or only tell what it can.
///
/// Whoever asks calls `finish()` at the end: until then answers may still come, and the terminal is set so that
/// they are not seen.
package final class TerminalProbe {
    /// The window in cells; 80×24 where there is none.
    package private(set) var size = Size(columns: 80, rows: 24)
    /// The window in pixels, if the system knows them.
    package private(set) var pixels: PixelSize?
    package private(set) var capabilities: Capabilities
    /// What came back, in order.
    package private(set) var answers: [Answer] = []
    /// Everything that was written to ask.
    package private(set) var questions: [UInt8] = []
    /// Whether there is a terminal to write to.
    package var hasTerminal: Bool { terminal != nil }

    /// A reply as it came.
    package struct Answer: Sendable, Equatable {
        package var bytes: [UInt8]
        package var reply: TerminalReply
        /// Since the questions were asked.
        package var after: Duration
    }

    private let terminal: Terminal?
    private let isRemote: Bool
    private var parser = ReplyParser()
    /// What has come of a reply that is not whole.
    private var raw: [UInt8] = []
    private var askedAt: ContinuousClock.Instant?
    /// As many answers to the last question of a round are awaited.
    private var rounds = 0

    /// How long answers are waited for before the command goes on with what it knows.
    package static let patience = Duration.milliseconds(150)
    /// How long after asking they may still come, over a line and from a terminal beside us.
    private static let remoteDelay = Duration.seconds(2)
    private static let localDelay = Duration.milliseconds(400)

    /// - Parameters:
    ///   - asks: whether to ask the terminal; else the environment and the window's size have to do.
    ///   - patience: how long to wait for the answers.
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

    /// Gives the terminal back when no answers can come any more: they would be typed into the shell. A Ctrl-C
    /// ends the wait.
    package func finish() {
        guard let terminal, let askedAt else { return }
        let delay = isRemote ? TerminalProbe.remoteDelay : TerminalProbe.localDelay
        wait(until: askedAt + delay) { $0.rounds == 0 }
        terminal.restoreSettings(droppingInput: rounds > 0)
        FatalSignals.disarm()
        self.askedAt = nil
    }

    /// The terminal's own answers are in, and those through tmux if it lets them through.
    private var hasAllAnswers: Bool {
        rounds == 0 && (capabilities.multiplexer != .tmux || capabilities.outerName != nil)
    }

    private func ask(_ bytes: [UInt8]) {
        guard let terminal, !bytes.isEmpty else { return }
        // One of them sets a colour: the cursor and its attributes are saved (DECSC, DECRC).
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

    /// Byte by byte, to know which bytes a reply was made of. Returns false for a Ctrl-C that was typed.
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
