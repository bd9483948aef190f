import RiffleGraphics
import RiffleUI

/// Splits the tty's input into terminal replies and user actions.
struct InputReader {
    enum Element: Sendable, Equatable {
        case reply(TerminalReply)
        case event(InputEvent)
    }

    private var replies = ReplyParser()
    private var keys = KeyDecoder()
    /// Ctrl-C came alone within a paste. If nothing follows, the user pressed it because the end of the paste is
    /// missing.
    private var isInterrupted = false

    /// How long to wait for more bytes before calling `flush()`; `nil` if waiting is pointless.
    ///
    /// - Parameter expectsReply: whether a query is unanswered, so that ESC may start its reply.
    func patience(expectsReply: Bool) -> Duration? {
        if isInterrupted { return .milliseconds(500) }
        guard replies.isPending || keys.isPending else { return nil }
        return expectsReply || replies.isInsideReply ? .milliseconds(250) : .milliseconds(25)
    }

    mutating func consume(_ bytes: some Collection<UInt8>) -> [Element] {
        isInterrupted = keys.isPasting && bytes.elementsEqual(CollectionOfOne(0x03))
        return sorted(replies.consume(bytes))
    }

    /// Call when no input has come for the duration `patience`: ambiguous bytes then count as keys.
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
        // The parser returns complete sequences. If it holds nothing, the rest that the decoder waits for will not
        // come.
        if !replies.isPending { out += keys.flush().map(Element.event) }
        return out
    }
}
