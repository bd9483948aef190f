import RiffleGraphics
import RiffleUI

/// What came from outside and has not been handled yet.
struct Incoming {
    /// Whether the mouse is taken notice of. A terminal goes on for a moment after it was told to stop.
    var hasMouse: Bool
    private var reader = InputReader()
    private var clicks = ClickCounter()
    private var events: [ScreenEvent] = []

    /// What some bytes were beside events.
    struct Rest {
        var replies: [TerminalReply] = []
        /// Presses of keys and of the mouse.
        var presses = 0
        var gotFocus = false
    }

    init(hasMouse: Bool) { self.hasMouse = hasMouse }

    var isEmpty: Bool { events.isEmpty }

    mutating func add(_ event: ScreenEvent) { events.append(event) }

    /// - Parameter event: added unless it waits already.
    mutating func addOnce(_ event: ScreenEvent) { if !events.contains(event) { add(event) } }

    mutating func next() -> ScreenEvent? { events.isEmpty ? nil : events.removeFirst() }

    /// As `InputReader.patience`.
    func patience(expectsReply: Bool) -> Duration? { reader.patience(expectsReply: expectsReply) }

    mutating func consume(_ bytes: some Collection<UInt8>, at now: ContinuousClock.Instant) -> Rest {
        sorted(reader.consume(bytes), at: now)
    }

    /// Nothing has come for as long as `patience` says.
    mutating func flush(at now: ContinuousClock.Instant) -> Rest { sorted(reader.flush(), at: now) }

    private mutating func sorted(_ elements: [InputReader.Element], at now: ContinuousClock.Instant) -> Rest {
        var rest = Rest()
        for element in elements {
            switch element {
            case .reply(let reply): rest.replies.append(reply)
            case .event(.key(let key)):
                rest.presses += 1
                add(.key(key))
            case .event(.mouse(let mouse)):
                guard hasMouse else { continue }
                rest.presses += 1
                add(.mouse(clicks.counted(mouse, at: now)))
            case .event(.paste(let text)): add(.paste(text))
            case .event(.oversizedPaste): add(.oversizedPaste)
            case .event(.focus(let isFocused)):
                rest.gotFocus = isFocused
                add(.focus(isFocused))
            }
        }
        return rest
    }
}
