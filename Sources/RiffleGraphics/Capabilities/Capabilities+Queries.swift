extension Capabilities {
    /// The queries to send at the start, in one write. The answers come in any order, except that DA1, which every
    /// terminal answers, is last. Empty for terminals that print unknown queries.
    ///
    /// None of them shows on the screen, and none waits for its answer.
    public mutating func firstQuestions() -> [UInt8] {
        guard isWorthAsking else { return [] }
        var bytes: [UInt8] = []
        switch multiplexer {
        // Queries through tmux take longest, so they go first.
        case .tmux: bytes += questionsThroughTmux() + Capabilities.plainQuestions
        case .screen: bytes += Capabilities.plainQuestions
        case .none: bytes += Capabilities.plainQuestions + questionsForItself()
        }
        return bytes + TerminalQuestion.attributes.bytes
    }

    /// More queries that the answers so far call for: the program runs in tmux although the environment did not say so,
    /// or the reverse, or tmux runs inside tmux. Usually empty.
    public mutating func furtherQuestions() -> [UInt8] {
        guard isSettled, isWorthAsking else { return [] }
        switch multiplexer {
        case .tmux where levelAsked < min(tmuxLevels, Capabilities.mostLevels):
            return questionsThroughTmux() + TerminalQuestion.attributes.bytes
        case .none where !isKittyAsked: return questionsForItself() + TerminalQuestion.attributes.bytes
        default: return []
        }
    }

    /// The queries to repeat after a resize: the font may have changed, and tmux may be attached to another terminal.
    /// DA1 is last again.
    public mutating func resizeQuestions() -> [UInt8] {
        guard isWorthAsking else { return [] }
        var bytes: [UInt8] = []
        if multiplexer == .tmux {
            levelAsked = 0
            isOuterNameOld = true
            bytes += questionsThroughTmux()
        }
        for question in [TerminalQuestion.sixelSize, .cellSize, .textArea, .textCells, .attributes] {
            bytes += question.bytes
        }
        return bytes
    }

    /// A query (DSR). Its answer, `TerminalReply.status(0)`, means that the terminal has processed everything before
    /// it.
    public static let fence: [UInt8] = Array("\u{1B}[5n".utf8)

    /// How many nested tmuxes are queried at most.
    private static let mostLevels = 3

    private static let plainQuestions = [
        TerminalQuestion.name, .foreground, .background, .synchronizedOutput, .registers, .sixelSize, .cellSize,
        .textArea, .textCells,
    ].flatMap(\.bytes)

    /// Queries that multiplexers must not receive: tmux would use the APC as the window's title; GNU screen would show
    /// it as a message and pass DCS on as text.
    private mutating func questionsForItself() -> [UInt8] {
        isKittyAsked = true
        return [TerminalQuestion.trueColor, .terminfo, .kitty].flatMap(\.bytes)
    }

    private mutating func questionsThroughTmux() -> [UInt8] {
        levelAsked += 1
        // kitty's query first: if the name arrives without an answer to it, there will be none.
        return TerminalQuestion.kitty.bytes(throughTmux: levelAsked)
            + TerminalQuestion.name.bytes(throughTmux: levelAsked)
    }
}
