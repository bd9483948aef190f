/// The message above the hints, and earlier messages.
package struct Notices: Sendable, Equatable {
    package enum Notice: Sendable, Equatable {
        case info(String)
        case problem(Problem)
    }

    package struct Logged: Sendable, Equatable {
        package var notice: Notice
        /// Seconds since 1970.
        package var time: Double
    }

    package private(set) var current: Notice?
    /// Changes with each message, so that a timer expires only its own message.
    package private(set) var serial = 0
    /// The last messages, newest first.
    package private(set) var log: [Logged] = []
    /// Whether the next key removes the problem, because it was shown long enough.
    private var isRead = false

    private static let limit = 100

    package var lastProblem: Problem? {
        for case .problem(let problem) in log.lazy.map(\.notice) { return problem }
        return nil
    }

    mutating func show(_ notice: Notice, at time: Double) {
        (current, isRead) = (notice, false)
        serial += 1
        if log.first?.notice == notice { log.removeFirst() }
        log = [Logged(notice: notice, time: time)] + log.prefix(Notices.limit - 1)
    }

    /// A message has expired: information disappears, a problem waits for a key.
    mutating func expire(_ serial: Int) {
        guard serial == self.serial else { return }
        if case .problem = current { isRead = true } else { current = nil }
    }

    mutating func keyPressed() { if isRead { current = nil } }
}
