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
        outgoing.clear()
        outgoing.line.forgetFences(at: .now)
        presenter.leave()
        holdErrors()
        windowMayHaveChanged()
        outgoing.append(modesOn)
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
        outgoing.clear()
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
        while let end = outgoing.lastAnswer {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return false }
            guard terminal.waitForInput(milliseconds: Int32(left / .milliseconds(1)) + 1) else { continue }
            guard let bytes = terminal.read() else { return true }
            for reply in incoming.consume(bytes, at: .now).replies { outgoing.answered(reply, at: .now) }
        }
        return true
    }

    /// From now on standard error waits until the terminal is given back.
    func holdErrors() {
        heldErrors = heldErrors ?? HeldErrors()
        FatalSignals.hold(heldErrors)
    }

    /// Bracketed paste and focus reports, and the mouse where it is wanted.
    var modesOn: [UInt8] { Array("\u{1B}[?2004h\u{1B}[?1004h".utf8) + (incoming.hasMouse ? MouseSequence.on : []) }

    /// Everything that gives the terminal back, whatever was going on: it ends a string that was cut off
    /// (a sixel), the synchronized update and the modes, and then what terminfo began.
    var givingBack: [UInt8] {
        Array("\u{1B}\\\u{1B}[?2026l".utf8) + MouseSequence.off + Array("\u{1B}[?1004l\u{1B}[?2004l".utf8)
            + presenter.ending
    }
}
