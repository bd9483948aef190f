/// What is said in the row above the hints, and what was said before.
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
    /// Changes with each message, so that the one that was meant expires.
    package private(set) var serial = 0
    /// The last messages, newest first.
    package private(set) var log: [Logged] = []
    /// A problem that had its time: the next key takes it away.
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

    /// A message had its time: what was only told goes, a problem waits for a key.
    mutating func expire(_ serial: Int) {
        guard serial == self.serial else { return }
        if case .problem = current { isRead = true } else { current = nil }
    }

    mutating func keyPressed() { if isRead { current = nil } }
}
