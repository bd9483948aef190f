/// The moments at which the loop has something to do though nothing happens.
struct Timers {
    enum Timer: Int, CaseIterable {
        /// The rest of a key or of a reply has not come.
        case input
        /// The window is looked at again while it is being dragged.
        case resize
        /// While it is set, the window's size is still changing: pictures that take long to make are not worth it.
        case resizeEnd
        /// A picture in the place of one that is not ready has to go.
        case oldPicture
        /// The person looks at what is there: pictures that were shown in a hurry are shown well.
        case rest
        /// While it is set, keys come one after the other.
        case burst
        /// Something about the line has to be looked at: an answer is overdue, or nothing will tell that there is room.
        case line
    }

    private var moments = [ContinuousClock.Instant?](repeating: nil, count: Timer.allCases.count)

    func isSet(_ timer: Timer) -> Bool { moments[timer.rawValue] != nil }

    /// - Parameter delay: nil clears it.
    mutating func set(_ timer: Timer, after delay: Duration?, from now: ContinuousClock.Instant) {
        moments[timer.rawValue] = delay.map { now + $0 }
    }

    /// One that is set already stays as it is.
    mutating func begin(_ timer: Timer, after delay: Duration, from now: ContinuousClock.Instant) {
        if !isSet(timer) { set(timer, after: delay, from: now) }
    }

    mutating func clear(_ timer: Timer) { moments[timer.rawValue] = nil }

    /// Whether it has passed; if so it is cleared.
    mutating func fires(_ timer: Timer, at now: ContinuousClock.Instant) -> Bool {
        guard let moment = moments[timer.rawValue], moment <= now else { return false }
        clear(timer)
        return true
    }

    /// What poll(2) takes: milliseconds from `now` to the earliest, rounded up; -1 for none.
    func timeout(from now: ContinuousClock.Instant) -> Int32 {
        guard let next = moments.compactMap({ $0 }).min() else { return -1 }
        let (seconds, attoseconds) = max(.zero, now.duration(to: next)).components
        return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
