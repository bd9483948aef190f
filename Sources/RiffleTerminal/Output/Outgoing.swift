import RiffleGraphics

/// What is on its way to the terminal: bytes that it has not taken, and questions that it has not answered.
struct Outgoing {
    var line = Line()
    private var queue = OutputQueue()
    /// Whether answers about what the terminal can are on their way.
    private(set) var awaitsAnswers = false
    /// When it was asked last, or gave one of several answers.
    private var askedAt: ContinuousClock.Instant?

    /// A terminal that has not answered after this long never will.
    private static let patience = Duration.seconds(2)

    var isEmpty: Bool { queue.isEmpty }

    mutating func append(_ bytes: [UInt8]) { queue.append(bytes) }

    /// Writes as much as the terminal takes. False if the terminal has gone.
    mutating func send(to terminal: Terminal) -> Bool { queue.write(to: terminal) }

    /// What was to be sent is for a screen that is no more.
    mutating func clear() { queue.clear() }

    // MARK: Questions

    mutating func ask(_ queries: [UInt8], at now: ContinuousClock.Instant) {
        if queries.isEmpty { return }
        // One of them sets a colour.
        let bytes = Array("\u{1B}7".utf8) + queries + Array("\u{1B}8".utf8)
        append(bytes)
        line.wrote(bytes.count)
        line.asked(.attributes, at: now)
        awaitsAnswers = true
        askedAt = now
    }

    mutating func answered(_ reply: TerminalReply, at now: ContinuousClock.Instant) {
        // The answers to one question follow each other, over a slow line for longer than the first takes.
        askedAt = now
        switch reply {
        case .status: line.answered(.status, at: now)
        case .deviceAttributes:
            awaitsAnswers = false
            line.answered(.attributes, at: now)
        default: break
        }
    }

    /// Until when an answer may come; nil where none is awaited.
    var lastAnswer: ContinuousClock.Instant? {
        if awaitsAnswers { return askedAt.map { $0 + Outgoing.patience } }
        return line.awaitsAnswer ? line.deadline : nil
    }

    /// Whether an Escape may be the first byte of an answer.
    func mayBeAnswered(at now: ContinuousClock.Instant) -> Bool {
        awaitsAnswers && lastAnswer.map { now < $0 } ?? false || line.mayBeAnswered(at: now)
    }
}
