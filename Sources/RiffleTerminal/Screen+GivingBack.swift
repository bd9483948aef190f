import Glibc
import RiffleGraphics

extension Screen {
    /// Stops the process like Ctrl-Z: restores the terminal, stops, and takes the terminal again when the process is
    /// continued. Returns after that.
    package func suspend() {
        stopProcess(wholeGroup: true)
    }

    func stopProcess(wholeGroup: Bool) {
        if state == .shown { giveBack() }
        Signals.stopUntilContinued(wholeGroup: wholeGroup)
        resume()
    }

    /// Takes the terminal again. Its content and settings are unknown.
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
        // The modes first; then the whole frame.
        send()
        if !isRunning { draw() }
    }

    /// Restores the terminal. Does nothing if it was called before.
    package func close() {
        guard state != .closed else { return }
        if state == .shown { giveBack() } else { terminal.restoreSettings() }
        state = .closed
        FatalSignals.disarm()
    }

    private func giveBack() {
        outgoing.clear()
        terminal.write(givingBack, within: .seconds(1))
        // Restore the screen before waiting for outstanding replies.
        let isQuiet = discardAnswers()
        terminal.restoreSettings(droppingInput: !isQuiet)
        FatalSignals.hold(nil)
        heldErrors?.release()
        heldErrors = nil
    }

    /// Waits for outstanding replies, because they would be typed into the shell. Waits as long as a terminal on a slow
    /// line may need.
    ///
    /// - Returns: whether no replies are outstanding.
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

    /// Redirects standard error to memory until the terminal is restored.
    func holdErrors() {
        heldErrors = heldErrors ?? HeldErrors()
        FatalSignals.hold(heldErrors)
    }

    /// Enables bracketed paste and focus reports, and the mouse if wanted.
    var modesOn: [UInt8] { Array("\u{1B}[?2004h\u{1B}[?1004h".utf8) + (incoming.hasMouse ? MouseSequence.on : []) }

    /// Restores the terminal from any state: ends an incomplete string (a sixel), the synchronized update and the
    /// modes, and then what terminfo started.
    var givingBack: [UInt8] {
        Array("\u{1B}\\\u{1B}[?2026l".utf8) + MouseSequence.off + Array("\u{1B}[?1004l\u{1B}[?2004l".utf8)
            + presenter.ending
    }
}
