/// A moment at which the loop has something to do.
struct Deadline {
    private var moment: ContinuousClock.Instant?

    var isSet: Bool { moment != nil }

    mutating func set(after delay: Duration, from now: ContinuousClock.Instant) {
        moment = now + delay
    }

    mutating func clear() {
        moment = nil
    }

    /// Whether it has passed; if so it is cleared.
    mutating func fires(at now: ContinuousClock.Instant) -> Bool {
        guard let moment, moment <= now else { return false }
        self.moment = nil
        return true
    }

    /// What poll(2) takes: milliseconds from `now` to the earliest, rounded up; -1 for none.
    static func timeout(_ deadlines: [Deadline], from now: ContinuousClock.Instant) -> Int32 {
        guard let next = deadlines.compactMap(\.moment).min() else { return -1 }
        let (seconds, attoseconds) = max(.zero, now.duration(to: next)).components
        return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
