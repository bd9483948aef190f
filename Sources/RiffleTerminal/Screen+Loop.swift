import Glibc
import RiffleGraphics
import RiffleUI

extension Screen {
    /// Runs the loop on this thread until `stop()`: waits for the terminal, signals, and jobs of
    /// `UIActor`; hands events to `handle`; sends at most one frame a turn.
    package func run(_ handle: @UIActor (ScreenEvent) -> Void) {
        isRunning = true
        isStopped = false
        defer { isRunning = false }
        handle(.turnEnded)
        draw()
        while !isStopped {
            wait()
            let now = ContinuousClock.now
            UIExecutor.shared.drain()
            readSignals()
            readInput(at: now)
            fireDeadlines(at: now)
            while !queued.isEmpty, !isStopped { handle(queued.removeFirst()) }
            if !isStopped { handle(.turnEnded) }
            if !output.isEmpty { send() }
            draw()
            setDeadlines(at: .now)
        }
    }

    /// Ends `run` after the event that is being handled.
    package func stop() {
        isStopped = true
    }

    private func wait() {
        var entries = [
            pollfd(fd: UIExecutor.shared.wakeup, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            // poll(2) passes over a negative descriptor: a terminal that has gone, or was given back.
            pollfd(
                fd: state == .closed ? -1 : terminal.descriptor,
                events: Int16(POLLIN) | (output.isEmpty ? 0 : Int16(POLLOUT)), revents: 0),
        ]
        let hasWork = !queued.isEmpty || needsDrawing && output.isEmpty && frame != nil && state != .closed
        let deadlines = [
            escapeDeadline, resizeDeadline, resizeEndDeadline, oldPictureDeadline, restDeadline, lineDeadline,
            burstDeadline,
        ]
        let timeout = hasWork ? 0 : Deadline.timeout(deadlines, from: .now)
        poll(&entries, nfds_t(entries.count), timeout)
    }

    private func readSignals() {
        while let signal = Signals.next(from: signals) {
            switch signal {
            case SIGWINCH:
                if !resizeDeadline.isSet { resizeDeadline.set(after: Self.resizePace, from: .now) }
                resizeEndDeadline.set(after: Self.resizeRest, from: .now)
            case SIGTSTP: stopProcess(wholeGroup: false)
            // Stopped by SIGSTOP, which nobody sees coming, and continued.
            case SIGCONT: resume()
            case SIGINT: queued.append(.interrupt)
            case SIGTERM: queued.append(.terminate(signal))
            case SIGHUP:
                close()
                terminalHasGone()
            default: break
            }
        }
    }

    private func readInput(at now: ContinuousClock.Instant) {
        guard state != .closed, terminal.descriptor >= 0 else { return }
        while true {
            guard let bytes = terminal.read() else { return terminalHasGone() }
            if bytes.isEmpty { break }
            take(input.consume(bytes))
            waitForRest(at: now)
            if bytes.count < 4096 { break }
        }
    }

    /// What has come may be the beginning of something.
    private func waitForRest(at now: ContinuousClock.Instant) {
        let isAsked = awaitsAnswers && askedAt.map { now < $0 + Self.patience } ?? false
        let expectsReply = isAsked || line.mayBeAnswered(at: now)
        guard let patience = input.patience(expectsReply: expectsReply) else { return escapeDeadline.clear() }
        escapeDeadline.set(after: patience, from: now)
    }

    private func fireDeadlines(at now: ContinuousClock.Instant) {
        if escapeDeadline.fires(at: now) {
            take(input.flush())
            waitForRest(at: now)
        }
        if resizeDeadline.fires(at: now) { windowMayHaveChanged() }
        if resizeEndDeadline.fires(at: now) { needsDrawing = true }
        if restDeadline.fires(at: now) { sharpen() }
        if burstDeadline.fires(at: now) { needsDrawing = true }
        line.giveUp(at: now)
        if oldPictureDeadline.fires(at: now) {
            keepsOld = false
            needsDrawing = true
        }
    }

    /// When the loop has to go on though nothing happens.
    private func setDeadlines(at now: ContinuousClock.Instant) {
        sharpenWhenIdle(at: now)
        lineDeadline.clear()
        if let end = line.deadline {
            lineDeadline.set(after: now.duration(to: end), from: now)
        } else if line.isSilent, !presenter.isDone {
            lineDeadline.set(after: Self.silentPace, from: now)
        }
    }

    private func take(_ elements: [InputReader.Element]) {
        let before = capabilities
        for element in elements {
            switch element {
            case .event(.key(let key)):
                keyPressed(at: .now)
                queued.append(.key(key))
            case .event(.mouse(let mouse)):
                // A terminal goes on for a moment after it was told to stop.
                guard hasMouse else { continue }
                keyPressed(at: .now)
                queued.append(.mouse(clicks.counted(mouse, at: .now)))
            case .event(.paste(let text)): queued.append(.paste(text))
            case .event(.oversizedPaste): queued.append(.oversizedPaste)
            case .event(.focus(let isFocused)):
                // tmux draws its panes again without the pictures that only went through it.
                if isFocused, capabilities.multiplexer == .tmux { redrawPictures() }
                queued.append(.focus(isFocused))
            case .reply(let reply):
                // The answers to one question follow each other, over a slow line for longer than the first takes.
                askedAt = .now
                switch reply {
                case .status: line.answered(.status, at: .now)
                case .deviceAttributes:
                    awaitsAnswers = false
                    line.answered(.attributes, at: .now)
                default: break
                }
                capabilities.fold(reply)
            }
        }
        guard capabilities != before else { return }
        // They may have shown that there is more to ask.
        if state == .shown { ask(capabilities.furtherQuestions()) }
        capabilitiesHaveChanged()
    }

    private func capabilitiesHaveChanged() {
        presenter.isSynchronized = capabilities.hasSynchronizedOutput
        // One event for a whole set of answers, of which DA1 is the last.
        if !awaitsAnswers {
            let known = queued.count
            previewOptionsMayHaveChanged()
            if queued.count == known { queued.append(.capabilitiesChanged) }
        }
    }

    /// Takes over the window's size, if it is another. Also when the font has changed and the cells have not.
    func windowMayHaveChanged() {
        let new = terminal.window
        let old = window
        window = new
        if new.size != old.size {
            presenter.resize(to: new.size)
            queued.append(.resized(new.size))
        }
        if new != old {
            capabilities.windowChanged(
                columns: new.size.columns, rows: new.size.rows, pixelWidth: new.pixelWidth,
                pixelHeight: new.pixelHeight)
            previewOptionsMayHaveChanged()
            if state == .shown { ask(capabilities.resizeQuestions()) }
        }
    }

    /// The terminal hung up: nothing is read or written any more.
    func terminalHasGone() {
        guard terminal.descriptor >= 0 else { return }
        FatalSignals.disarm()
        state = .closed
        output.clear()
        for deadline in [
            \Screen.escapeDeadline, \.resizeDeadline, \.resizeEndDeadline, \.oldPictureDeadline, \.restDeadline,
            \.lineDeadline,
            \.burstDeadline,
        ] {
            self[keyPath: deadline].clear()
        }
        terminal.abandon()
        queued.append(.hangup)
    }

    /// How often a terminal that answers nothing is looked at, whether it has taken what it was sent.
    private static let silentPace = Duration.milliseconds(4)
    /// A window that is being dragged changes its size many times a second; this often it is followed.
    private static let resizePace = Duration.milliseconds(30)
    /// After so long without a change the last one was the last.
    private static let resizeRest = Duration.milliseconds(80)
}
