import RiffleGraphics

/// Output that the terminal has not accepted, and queries that it has not answered.
struct Outgoing {
    var line = Line()
    private var queue = OutputQueue()
    /// Whether replies to capability queries are pending.
    private(set) var awaitsAnswers = false
    /// When the last query was sent, or the last of several replies arrived.
    private var askedAt: ContinuousClock.Instant?

    /// Timeout of capability queries.
    private static let patience = Duration.seconds(2)

    var isEmpty: Bool { queue.isEmpty }

    mutating func append(_ bytes: [UInt8]) { queue.append(bytes) }

    /// Writes as much as the terminal accepts. False if the terminal is gone.
    mutating func send(to terminal: Terminal) -> Bool { queue.write(to: terminal) }

    /// Drops unsent output for a screen that no longer exists.
    mutating func clear() { queue.clear() }

    // MARK: Questions

    mutating func ask(_ queries: [UInt8], at now: ContinuousClock.Instant) {
        if queries.isEmpty { return }
        // One query changes a colour, so save and restore the cursor and attributes.
        let bytes = Array("\u{1B}7".utf8) + queries + Array("\u{1B}8".utf8)
        append(bytes)
        line.wrote(bytes.count)
        line.asked(.attributes, at: now)
        awaitsAnswers = true
        askedAt = now
    }

    mutating func answered(_ reply: TerminalReply, at now: ContinuousClock.Instant) {
        // Replies come one after another; on a slow line this takes longer than the first one alone.
        askedAt = now
        switch reply {
        case .status: line.answered(.status, at: now)
        case .deviceAttributes:
            awaitsAnswers = false
            line.answered(.attributes, at: now)
        default: break
        }
    }

    /// Latest time for a reply; nil if none is pending.
    var lastAnswer: ContinuousClock.Instant? {
        if awaitsAnswers { return askedAt.map { $0 + Outgoing.patience } }
        return line.awaitsAnswer ? line.deadline : nil
    }

    /// Whether an Escape may be the first byte of a reply.
    func mayBeAnswered(at now: ContinuousClock.Instant) -> Bool {
        awaitsAnswers && lastAnswer.map { now < $0 } ?? false || line.mayBeAnswered(at: now)
    }
}
