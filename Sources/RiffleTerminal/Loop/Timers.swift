/// The timers of the loop.
struct Timers {
    enum Timer: Int, CaseIterable {
        /// A key or reply is incomplete.
        case input
        /// Checks the window size again during a resize.
        case resize
        /// Running while the window is being resized: slow pictures are postponed.
        case resizeEnd
        /// An old picture must be removed although its replacement is not ready.
        case oldPicture
        /// After a pause in typing, quick previews are replaced by good ones.
        case rest
        /// Running while keys are pressed in quick succession.
        case burst
        /// Checks the line: a reply is overdue, or the terminal sends none.
        case line
    }

    private var moments = [ContinuousClock.Instant?](repeating: nil, count: Timer.allCases.count)

    func isSet(_ timer: Timer) -> Bool { moments[timer.rawValue] != nil }

    /// - Parameter delay: nil stops the timer.
    mutating func set(_ timer: Timer, after delay: Duration?, from now: ContinuousClock.Instant) {
        moments[timer.rawValue] = delay.map { now + $0 }
    }

    /// Starts the timer unless it is running.
    mutating func begin(_ timer: Timer, after delay: Duration, from now: ContinuousClock.Instant) {
        if !isSet(timer) { set(timer, after: delay, from: now) }
    }

    mutating func clear(_ timer: Timer) { moments[timer.rawValue] = nil }

    /// Whether the timer has expired; if so, it is stopped.
    mutating func fires(_ timer: Timer, at now: ContinuousClock.Instant) -> Bool {
        guard let moment = moments[timer.rawValue], moment <= now else { return false }
        clear(timer)
        return true
    }

    /// The timeout for poll(2): milliseconds until the next timer, rounded up; -1 for none.
    func timeout(from now: ContinuousClock.Instant) -> Int32 {
        guard let next = moments.compactMap({ $0 }).min() else { return -1 }
        let (seconds, attoseconds) = max(.zero, now.duration(to: next)).components
        return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
