import RiffleGraphics
import RiffleUI

/// The tty's bytes, told apart: replies of the terminal, and what a person did.
struct InputReader {
    enum Element: Sendable, Equatable {
        case reply(TerminalReply)
        case event(InputEvent)
    }

    private var replies = ReplyParser()
    private var keys = KeyDecoder()
    /// Ctrl-C came alone within a paste. If nothing follows, it was pressed because the paste's end does not come.
    private var isInterrupted = false

    /// How long to wait for more bytes before calling `flush()`; `nil` if a pause would decide nothing.
    ///
    /// - Parameter expectsReply: whether the terminal was asked something, so that ESC may be its answer's first byte.
    func patience(expectsReply: Bool) -> Duration? {
        if isInterrupted { return .milliseconds(500) }
        guard replies.isPending || keys.isPending else { return nil }
        return expectsReply || replies.isInsideReply ? .milliseconds(250) : .milliseconds(25)
    }

    mutating func consume(_ bytes: some Collection<UInt8>) -> [Element] {
        isInterrupted = keys.isPasting && bytes.elementsEqual(CollectionOfOne(0x03))
        return sorted(replies.consume(bytes))
    }

    /// Nothing has come for as long as `patience` says: what may be a key is one.
    mutating func flush() -> [Element] {
        guard isInterrupted else { return sorted(replies.flush()) }
        isInterrupted = false
        keys.abandonPaste()
        return [.event(.key(.control("c")))]
    }

    private mutating func sorted(_ parts: [ReplyParser.Element]) -> [Element] {
        var out: [Element] = []
        for part in parts {
            switch part {
            case .reply(let reply): out.append(.reply(reply))
            case .bytes(let bytes): out += keys.consume(bytes).map(Element.event)
            }
        }
        // The parser hands sequences out whole. What the decoder still waits for will not come,
        // unless it is the next one's beginning that the parser holds.
        if !replies.isPending { out += keys.flush().map(Element.event) }
        return out
    }
}
