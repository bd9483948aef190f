import Glibc
import RiffleGraphics
import RiffleUI

extension Screen {
    /// Runs the loop on this thread until `stop()`. Waits for the terminal, signals and `UIActor` jobs; passes events
    /// to `handle`; sends at most one frame per iteration.
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
            fireTimers(at: now)
            while !isStopped, let event = incoming.next() { handle(event) }
            if !isStopped { handle(.turnEnded) }
            if !outgoing.isEmpty { send() }
            draw()
            setTimers(at: .now)
        }
    }

    /// Ends `run` after the current event.
    package func stop() {
        isStopped = true
    }

    private func wait() {
        var entries = [
            pollfd(fd: UIExecutor.shared.wakeup, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            // poll(2) ignores negative descriptors; used when the terminal is closed or gone.
            pollfd(
                fd: state == .closed ? -1 : terminal.descriptor,
                events: Int16(POLLIN) | (outgoing.isEmpty ? 0 : Int16(POLLOUT)), revents: 0),
        ]
        let hasWork = !incoming.isEmpty || needsDrawing && outgoing.isEmpty && frame != nil && state != .closed
        poll(&entries, nfds_t(entries.count), hasWork ? 0 : timers.timeout(from: .now))
    }

    private func readSignals() {
        while let signal = Signals.next(from: signals) {
            switch signal {
            case SIGWINCH:
                timers.begin(.resize, after: Self.resizePace, from: .now)
                timers.set(.resizeEnd, after: Self.resizeRest, from: .now)
            case SIGTSTP: stopProcess(wholeGroup: false)
            // Continued after a SIGSTOP, which cannot be handled.
            case SIGCONT: resume()
            case SIGINT: incoming.add(.interrupt)
            case SIGHUP:
                close()
                terminalHasGone()
            default: break
            }
        }
        if Termination.isRequested, !isTerminated {
            isTerminated = true
            incoming.add(.terminate)
        }
    }

    private func readInput(at now: ContinuousClock.Instant) {
        guard state != .closed, terminal.descriptor >= 0 else { return }
        while true {
            guard let bytes = terminal.read() else { return terminalHasGone() }
            if bytes.isEmpty { break }
            take(incoming.consume(bytes, at: now))
            waitForRest(at: now)
            if bytes.count < 4096 { break }
        }
    }

    /// Sets a timer if the input so far may be incomplete.
    private func waitForRest(at now: ContinuousClock.Instant) {
        timers.set(
            .input, after: incoming.patience(expectsReply: outgoing.mayBeAnswered(at: now)), from: now)
    }

    private func fireTimers(at now: ContinuousClock.Instant) {
        if timers.fires(.input, at: now) {
            take(incoming.flush(at: now))
            waitForRest(at: now)
        }
        if timers.fires(.resize, at: now) { windowMayHaveChanged() }
        if timers.fires(.resizeEnd, at: now) { needsDrawing = true }
        if timers.fires(.rest, at: now) { sharpen() }
        if timers.fires(.burst, at: now) { needsDrawing = true }
        outgoing.line.giveUp(at: now)
        if timers.fires(.oldPicture, at: now) {
            pictures.dropOld()
            needsDrawing = true
        }
    }

    /// Sets the timers that depend on the output.
    private func setTimers(at now: ContinuousClock.Instant) {
        let line = outgoing.line
        // Full quality replaces quick previews when everything is drawn and acknowledged and no key was pressed for a
        // while.
        if presenter.isShowingQuickLooks, presenter.isDone, !line.awaitsAnswer {
            timers.begin(.rest, after: Pictures.rest, from: now)
        } else {
            timers.clear(.rest)
        }
        if let end = line.deadline {
            timers.set(.line, after: now.duration(to: end), from: now)
        } else {
            timers.set(.line, after: line.isSilent && !presenter.isDone ? Self.silentPace : nil, from: now)
        }
    }

    func sharpen() {
        guard let frame else { return }
        pictures.sharpen(frame.placements)
        setNeedsDrawing()
    }

    /// Processes the replies and key presses of the input.
    private func take(_ rest: Incoming.Rest) {
        for _ in 0..<rest.presses { keyPressed(at: .now) }
        // tmux redraws its panes without pictures that were passed through.
        if rest.gotFocus, pictures.capabilities.multiplexer == .tmux { redrawPictures() }
        let before = pictures.capabilities
        for reply in rest.replies {
            outgoing.answered(reply, at: .now)
            pictures.capabilities.fold(reply)
        }
        guard pictures.capabilities != before else { return }
        // The replies may call for more queries.
        if state == .shown { outgoing.ask(pictures.capabilities.furtherQuestions(), at: .now) }
        presenter.isSynchronized = pictures.capabilities.hasSynchronizedOutput
        // One event for a whole set of replies, of which DA1 is the last.
        guard !outgoing.awaitsAnswers else { return }
        previewOptionsMayHaveChanged()
        incoming.addOnce(.capabilitiesChanged)
    }

    /// If a key is held on a slow line, pictures wait until it is released.
    func keyPressed(at now: ContinuousClock.Instant) {
        timers.clear(.rest)
        if let wait = pictures.keyPressed(at: now, on: outgoing.line) { timers.set(.burst, after: wait, from: now) }
    }

    /// Updates the window size; also when the font changed but not the number of cells.
    func windowMayHaveChanged() {
        let new = terminal.window
        let old = window
        window = new
        if new.size != old.size {
            presenter.resize(to: new.size)
            incoming.add(.resized(new.size))
        }
        if new != old {
            pictures.capabilities.windowChanged(
                columns: new.size.columns, rows: new.size.rows, pixelWidth: new.pixelWidth,
                pixelHeight: new.pixelHeight)
            previewOptionsMayHaveChanged()
            if state == .shown { outgoing.ask(pictures.capabilities.resizeQuestions(), at: .now) }
        }
    }

    /// Call when the terminal has hung up: nothing is read or written after that.
    func terminalHasGone() {
        guard terminal.descriptor >= 0 else { return }
        FatalSignals.disarm()
        state = .closed
        outgoing.clear()
        timers = Timers()
        terminal.abandon()
        incoming.add(.hangup)
    }

    /// How often to check the output buffer of a terminal that does not answer.
    private static let silentPace = Duration.milliseconds(4)
    /// How often a window that is being resized is redrawn.
    private static let resizePace = Duration.milliseconds(30)
    /// Pause after which a resize counts as finished.
    private static let resizeRest = Duration.milliseconds(80)
}
