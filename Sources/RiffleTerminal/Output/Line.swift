/// What is known of the line to the terminal: how fast it is, and how much may be on its way.
///
/// Pieces of pictures end with a fence, a question that the terminal answers when it has taken in all before it.
/// What has not been answered is on its way, somewhere between here and the screen: in buffers that no system call
/// tells of (ssh keeps 2 MB). A key's echo has to wait for all of it, so it is kept to what fills the line.
/// Time is an argument: nothing here looks at a clock.
struct Line {
    /// What a fence asks; the answers tell the kinds apart.
    enum Question {
        /// DSR, `CSI 5 n`.
        case status
        /// DA1, the last of the questions about what the terminal can.
        case attributes
    }

    private struct Fence {
        var question: Question
        var sent: ContinuousClock.Instant
        /// Bytes written up to it, and bytes known to have arrived when it was sent.
        var position: Int
        var arrived: Int
        /// Whether it was sent because the window was full: then the line, not the program, made the pace.
        var isFull: Bool
    }

    private var fences: [Fence] = []
    private var written = 0
    private var arrived = 0
    /// Unanswered bytes that are wanted on the way at most.
    private(set) var window = Line.firstWindow
    /// The window does not grow before what was written up to here has arrived.
    private var growthPosition = 0
    /// Bytes a second, once pictures have been sent.
    private(set) var rate: Double?
    /// The shortest time that an answer took.
    private(set) var roundTrip: Duration?
    /// Whether fences are not answered: then only what the system has not passed on holds back.
    private(set) var isSilent = true
    /// Since a fence went unanswered the next answers may be those of others: nothing is learnt from them till then.
    private var isDoubtfulUntil: ContinuousClock.Instant?

    /// What the first look at a picture takes at most, in a pane of any size: a sixth of a second at one megabit.
    static let firstLook = 20_000
    /// Text below this needs no fence of its own.
    private static let unfenced = 1024
    /// A quarter of a second at half a megabit, an eighth at one.
    private static let firstWindow = 16 << 10
    private static let smallestWindow = 4 << 10
    private static let largestWindow = 8 << 20
    /// What may wait at the line's entry, in time: enough never to let it run dry, too little to be felt.
    private static let queue = Duration.milliseconds(40)
    /// An answer that takes longer does not come.
    private static let patience = Duration.seconds(3)
    private static let doubt = Duration.seconds(10)

    var awaitsAnswer: Bool { !fences.isEmpty }

    /// Whether an answer may come at this moment, one that was given up included.
    func mayBeAnswered(at now: ContinuousClock.Instant) -> Bool {
        awaitsAnswer || isDoubtfulUntil.map { now < $0 } ?? false
    }

    private var underway: Int { written - arrived }

    /// Whether a piece of a picture may be written now.
    ///
    /// - Parameter unsent: what the system has not passed on yet; all that is known of a silent terminal.
    func hasRoom(unsent: Int = 0) -> Bool {
        if isSilent { return unsent == 0 }
        // What no fence was put behind has arrived or is little; nothing would ever tell of it.
        return fences.isEmpty || underway + pieceSize / 2 <= window
    }

    /// Whether so much was written since the last fence that another should tell when it has arrived.
    var wantsFence: Bool {
        !isSilent && written - max(arrived, fences.last?.position ?? 0) >= Line.unfenced
    }

    /// The size that pieces of pictures should have: some fit the window, so that the line never runs dry.
    var pieceSize: Int { isSilent ? Line.smallestWindow : max(1024, window / 4) }

    /// How long this many bytes take, as far as is known.
    func time(for bytes: Int) -> Duration? {
        rate.map { .seconds(Double(bytes) / max(1, $0)) }
    }

    /// When the oldest fence is given up.
    var deadline: ContinuousClock.Instant? { fences.first.map { $0.sent + Line.patience } }

    mutating func wrote(_ count: Int) {
        written += count
        if isSilent { arrived = written }
    }

    /// A fence was the last thing written.
    mutating func asked(_ question: Question, at now: ContinuousClock.Instant) {
        isSilent = false
        fences.append(
            Fence(question: question, sent: now, position: written, arrived: arrived, isFull: underway >= window / 2))
    }

    /// An answer came. One that nobody waits for says only that the terminal answers.
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
        // Source of taking what arrived between two moments, and the window from rate and round trip:
        // Cardwell et al., "BBR: Congestion-Based Congestion Control", ACM Queue 14(5), 2016.
        let sample = Double(arrived - fence.arrived) / seconds
        let shortest = min(roundTrip ?? time, time)
        roundTrip = shortest
        if let known = rate, sample < known {
            if fence.isFull { rate = max(sample, known * 0.9) }
        } else if fence.position - fence.arrived >= 1024 {
            // A few bytes tell the way there and back, not what the line carries.
            rate = sample
        }
        guard let rate else { return }
        let wanted = Int(rate * ((shortest + Line.queue) / .seconds(1)))
        if wanted > window {
            guard fence.isFull, fence.position >= growthPosition else { return }
            // Over a short way a wrong guess is mended before it is felt.
            let growth = shortest < .milliseconds(5) ? 16 : 2
            window = min(wanted, window * growth, Line.largestWindow)
            growthPosition = written
        } else if time > shortest + Line.queue * 2 {
            window = max(wanted, Line.smallestWindow)
        }
    }

    /// Gives up fences that were not answered in time.
    mutating func giveUp(at now: ContinuousClock.Instant) {
        guard let deadline, deadline <= now else { return }
        forgetFences(at: now)
        // Nothing was ever answered: a terminal that does not know the question.
        if roundTrip == nil { isSilent = true }
    }

    /// Others may have read the answers (a shell, while the program was stopped).
    mutating func forgetFences(at now: ContinuousClock.Instant) {
        guard !fences.isEmpty else { return }
        fences = []
        arrived = written
        window = min(window, Line.firstWindow)
        isDoubtfulUntil = now + Line.doubt
    }
}
