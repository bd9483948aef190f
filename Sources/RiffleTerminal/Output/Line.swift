/// Estimates the speed of the line to the terminal, and limits how many bytes are in flight.
///
/// Each piece of a picture ends with a fence: a query that the terminal answers after processing everything before it.
/// Unanswered bytes are in flight, partly in buffers that no system call reports (ssh buffers 2 MB). The echo of a key
/// waits for all of them, so only as many are sent as keep the line busy. Time is always passed in; no clock is read.
struct Line {
    /// The query of a fence; replies are matched by kind.
    enum Question {
        /// DSR, `CSI 5 n`.
        case status
        /// DA1, the last capability query.
        case attributes
    }

    private struct Fence {
        var question: Question
        var sent: ContinuousClock.Instant
        /// Bytes written before it, and bytes known to have arrived when it was sent.
        var position: Int
        var arrived: Int
        /// Whether the window was full when it was sent: only then the line limited the pace, not the program.
        var isFull: Bool
    }

    private var fences: [Fence] = []
    private var written = 0
    private var arrived = 0
    /// Most unacknowledged bytes in flight.
    private(set) var window = Line.firstWindow
    /// The window grows only after the bytes up to here have arrived.
    private var growthPosition = 0
    /// Bytes per second; nil before pictures have been sent.
    private(set) var rate: Double?
    /// The shortest round trip so far.
    private(set) var roundTrip: Duration?
    /// Whether fences are not answered: then only bytes in the tty's own buffer are counted.
    private(set) var isSilent = true
    /// After a missed answer, later answers may belong to other programs; they are ignored for measurements until this
    /// time.
    private var isDoubtfulUntil: ContinuousClock.Instant?

    /// Most bytes of a quick preview, for a pane of any size: a sixth of a second at 1 Mbit/s.
    static let firstLook = 20_000
    /// Fewer bytes of text need no fence.
    private static let unfenced = 1024
    /// A quarter of a second at 0.5 Mbit/s, an eighth at 1 Mbit/s.
    private static let firstWindow = 16 << 10
    private static let smallestWindow = 4 << 10
    private static let largestWindow = 8 << 20
    /// Target queueing delay: enough to keep the line busy, too short to notice.
    private static let queue = Duration.milliseconds(40)
    /// Timeout of a fence.
    private static let patience = Duration.seconds(3)
    private static let doubt = Duration.seconds(10)

    var awaitsAnswer: Bool { !fences.isEmpty }

    /// Whether a reply may arrive now, including one that has timed out.
    func mayBeAnswered(at now: ContinuousClock.Instant) -> Bool {
        awaitsAnswer || isDoubtfulUntil.map { now < $0 } ?? false
    }

    private var underway: Int { written - arrived }

    /// Whether a piece of a picture may be written now.
    ///
    /// - Parameter unsent: bytes in the tty's buffer; the only information for a silent terminal.
    func hasRoom(unsent: Int = 0) -> Bool {
        if isSilent { return unsent == 0 }
        // With no fence pending, remaining bytes have arrived or are few, and no reply would report them.
        return fences.isEmpty || underway + pieceSize / 2 <= window
    }

    /// Whether enough was written since the last fence to need another.
    var wantsFence: Bool {
        !isSilent && written - max(arrived, fences.last?.position ?? 0) >= Line.unfenced
    }

    /// Size for pieces of pictures: several fit into the window, so that the line stays busy.
    var pieceSize: Int { isSilent ? Line.smallestWindow : max(1024, window / 4) }

    /// How long sending this many bytes takes; nil if unknown.
    func time(for bytes: Int) -> Duration? {
        rate.map { .seconds(Double(bytes) / max(1, $0)) }
    }

    /// When the oldest fence times out.
    var deadline: ContinuousClock.Instant? { fences.first.map { $0.sent + Line.patience } }

    mutating func wrote(_ count: Int) {
        written += count
        if isSilent { arrived = written }
    }

    /// Call after a fence was written.
    mutating func asked(_ question: Question, at now: ContinuousClock.Instant) {
        isSilent = false
        fences.append(
            Fence(question: question, sent: now, position: written, arrived: arrived, isFull: underway >= window / 2))
    }

    /// Call when a reply arrived. An unexpected one only shows that the terminal answers.
    mutating func answered(_ question: Question, at now: ContinuousClock.Instant) {
        guard let place = fences.firstIndex(where: { $0.question == question }) else {
            if question == .attributes { isSilent = false }
            return
        }
        let fence = fences[place]
        fences.removeFirst(place + 1)
        arrived = max(arrived, fence.position)
        if let end = isDoubtfulUntil {
            guard now >= end else { return }
            isDoubtfulUntil = nil
        }
        learn(from: fence, took: fence.sent.duration(to: now))
    }

    private mutating func learn(from fence: Fence, took time: Duration) {
        let seconds = max(time / .seconds(1), 0.000_05)
        // Source of the delivery rate as bytes arrived between two moments, and of the window from rate and round trip:
        // Cardwell et al., "BBR: Congestion-Based Congestion Control", ACM Queue 14(5), 2016.
        let sample = Double(arrived - fence.arrived) / seconds
        let shortest = min(roundTrip ?? time, time)
        roundTrip = shortest
        if let known = rate, sample < known {
            if fence.isFull { rate = max(sample, known * 0.9) }
        } else if fence.position - fence.arrived >= 1024 {
            // Small transfers measure the round trip, not the bandwidth.
            rate = sample
        }
        guard let rate else { return }
        let wanted = Int(rate * ((shortest + Line.queue) / .seconds(1)))
        if wanted > window {
            guard fence.isFull, fence.position >= growthPosition else { return }
            // With a short round trip a wrong estimate is corrected before it is noticeable.
            let growth = shortest < .milliseconds(5) ? 16 : 2
            window = min(wanted, window * growth, Line.largestWindow)
            growthPosition = written
        } else if time > shortest + Line.queue * 2 {
            window = max(wanted, Line.smallestWindow)
        }
    }

    /// Drops fences that have timed out.
    mutating func giveUp(at now: ContinuousClock.Instant) {
        guard let deadline, deadline <= now else { return }
        forgetFences(at: now)
        // No answer ever came: the terminal does not support the query.
        if roundTrip == nil { isSilent = true }
    }

    /// Drops all fences: another program (a shell, while this one was stopped) may have read the replies.
    mutating func forgetFences(at now: ContinuousClock.Instant) {
        guard !fences.isEmpty else { return }
        fences = []
        arrived = written
        window = min(window, Line.firstWindow)
        isDoubtfulUntil = now + Line.doubt
    }
}
