import RiffleGraphics
import RiffleUI

/// Parses terminal input into a queue of events.
struct Incoming {
    /// Whether mouse events are reported. A terminal may send some more after the mouse mode is switched off.
    var hasMouse: Bool
    private var reader = InputReader()
    private var clicks = ClickCounter()
    private var events: [ScreenEvent] = []

    /// The results of parsing besides events.
    struct Rest {
        var replies: [TerminalReply] = []
        /// Number of key and mouse presses.
        var presses = 0
        var gotFocus = false
    }

    init(hasMouse: Bool) { self.hasMouse = hasMouse }

    var isEmpty: Bool { events.isEmpty }

    mutating func add(_ event: ScreenEvent) { events.append(event) }

    /// - Parameter event: ignored if an equal one is already queued.
    mutating func addOnce(_ event: ScreenEvent) { if !events.contains(event) { add(event) } }

    mutating func next() -> ScreenEvent? { events.isEmpty ? nil : events.removeFirst() }

    /// See `InputReader.patience`.
    func patience(expectsReply: Bool) -> Duration? { reader.patience(expectsReply: expectsReply) }

    mutating func consume(_ bytes: some Collection<UInt8>, at now: ContinuousClock.Instant) -> Rest {
        sorted(reader.consume(bytes), at: now)
    }

    /// Call when no input has come for the duration `patience`.
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
