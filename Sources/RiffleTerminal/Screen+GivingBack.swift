import Glibc
import RiffleGraphics

extension Screen {
    /// Stops the process as Ctrl-Z does elsewhere, after giving the terminal back, and takes the terminal
    /// again when the process is continued. Returns only then.
    package func suspend() {
        stopProcess(wholeGroup: true)
    }

    func stopProcess(wholeGroup: Bool) {
        if state == .shown { giveBack() }
        Signals.stopUntilContinued(wholeGroup: wholeGroup)
        resume()
    }

    /// Takes the terminal again: whatever it shows and however it is set, it is not what we left.
    func resume() {
        guard state != .closed, terminal.descriptor >= 0 else { return }
        terminal.makeRaw()
        guard state == .shown else { return }
        output.clear()
        line.forgetFences(at: .now)
        presenter.leave()
        holdErrors()
        windowMayHaveChanged()
        output.append(modesOn)
        needsDrawing = true
        // The modes go first; then the frame is sent whole.
        send()
        if !isRunning { draw() }
    }

    /// Gives the terminal back as it was. Does nothing the second time.
    package func close() {
        guard state != .closed else { return }
        if state == .shown { giveBack() } else { terminal.restoreSettings() }
        state = .closed
        FatalSignals.disarm()
    }

    private func giveBack() {
        output.clear()
        terminal.write(givingBack, within: .seconds(1))
        // The person has the screen as it was before the rest is waited for.
        let isQuiet = discardAnswers()
        terminal.restoreSettings(droppingInput: !isQuiet)
        FatalSignals.hold(nil)
        heldErrors?.release()
        heldErrors = nil
    }

    /// Answers that are still on their way would be typed into the shell: they are waited for, as long as a
    /// terminal at the end of a slow line may take for them.
    ///
    /// - Returns: whether none are left.
    private func discardAnswers() -> Bool {
        while awaitsAnswers || line.awaitsAnswer {
            let end = awaitsAnswers ? askedAt.map { $0 + Self.patience } : line.deadline
            let left = end.map { ContinuousClock.now.duration(to: $0) } ?? .zero
            guard left > .zero else { return false }
            guard terminal.waitForInput(milliseconds: Int32(left / .milliseconds(1)) + 1) else { continue }
            guard let bytes = terminal.read() else { return true }
            for case .reply(let reply) in input.consume(bytes) {
                switch reply {
                case .status: line.answered(.status, at: .now)
                case .deviceAttributes:
                    awaitsAnswers = false
                    line.answered(.attributes, at: .now)
                default: break
                }
            }
        }
        return true
    }

    /// A terminal that has not answered after this long never will.
    static let patience = Duration.seconds(2)

    /// From now on standard error waits until the terminal is given back.
    func holdErrors() {
        heldErrors = heldErrors ?? HeldErrors()
        FatalSignals.hold(heldErrors)
    }

    /// Questions for the terminal, after which answers are awaited.
    func questions(_ queries: [UInt8]) -> [UInt8] {
        if queries.isEmpty { return [] }
        awaitsAnswers = true
        askedAt = .now
        // One of them sets a colour.
        return Array("\u{1B}7".utf8) + queries + Array("\u{1B}8".utf8)
    }

    /// Bracketed paste and focus reports, and the mouse where it is wanted.
    var modesOn: [UInt8] { Array("\u{1B}[?2004h\u{1B}[?1004h".utf8) + (hasMouse ? MouseSequence.on : []) }

    /// Everything that gives the terminal back, whatever was going on: it ends a string that was cut off
    /// (a sixel), the synchronized update and the modes, and then what terminfo began.
    var givingBack: [UInt8] {
        Array("\u{1B}\\\u{1B}[?2026l".utf8) + MouseSequence.off + Array("\u{1B}[?1004l\u{1B}[?2004l".utf8)
            + presenter.ending
    }
}
