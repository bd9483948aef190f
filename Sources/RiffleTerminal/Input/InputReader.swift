import RiffleGraphics

/// The tty's bytes, told apart: replies of the terminal, and what a person did.
struct InputReader {
    enum Element: Sendable, Equatable {
        case reply(TerminalReply)
        case event(InputEvent)
    }

    private var replies = ReplyParser()
    private var keys = KeyDecoder()

    /// Whether bytes are held that may be the Escape key: call `flush()` if nothing comes for 25 ms.
    var isPending: Bool { replies.isPending || keys.isPending }

    mutating func consume(_ bytes: some Sequence<UInt8>) -> [Element] {
        sorted(replies.consume(bytes))
    }

    /// Nothing has come for a while: what may be a key is one.
    mutating func flush() -> [Element] {
        sorted(replies.flush())
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
