extension Capabilities {
    /// What is asked of a terminal at the start, to be written in one piece. The answers come in any
    /// order but the last: DA1, which every terminal answers. Empty for those that print what they do not know.
    ///
    /// Nothing here is seen by a person or waits.
    public mutating func firstQuestions() -> [UInt8] {
        guard isWorthAsking else { return [] }
        var bytes: [UInt8] = []
        switch multiplexer {
        // Those through it first, so that they are on their way the longest.
        case .tmux: bytes += questionsThroughTmux() + Capabilities.plainQuestions
        case .screen: bytes += Capabilities.plainQuestions
        case .none: bytes += Capabilities.plainQuestions + questionsForItself()
        }
        return bytes + TerminalQuestion.attributes.bytes
    }

    /// What is asked when the answers have shown that there is more to ask: that the program runs in tmux though
    /// the environment has not said so, or the other way round, or in one within another. Mostly empty.
    public mutating func furtherQuestions() -> [UInt8] {
        guard isSettled, isWorthAsking else { return [] }
        switch multiplexer {
        case .tmux where levelAsked < min(tmuxLevels, Capabilities.mostLevels):
            return questionsThroughTmux() + TerminalQuestion.attributes.bytes
        case .none where !isKittyAsked: return questionsForItself() + TerminalQuestion.attributes.bytes
        default: return []
        }
    }

    /// What is asked again after a resize: the font may be another, and so may the terminal that a tmux is
    /// attached to. DA1 again comes last.
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

    /// A question that is answered with `TerminalReply.status(0)` when all before it has been drawn.
    public static let fence: [UInt8] = Array("\u{1B}[5n".utf8)

    /// More tmuxes within one another than this nobody has; asking goes no deeper.
    private static let mostLevels = 3

    private static let plainQuestions = [
        TerminalQuestion.name, .foreground, .background, .synchronizedOutput, .registers, .sixelSize, .cellSize,
        .textArea, .textCells,
    ].flatMap(\.bytes)

    /// What multiplexers must not see: tmux takes APC for its window's title, GNU screen shows it as a message and
    /// hands DCS on to its terminal as text.
    private mutating func questionsForItself() -> [UInt8] {
        isKittyAsked = true
        return [TerminalQuestion.trueColor, .terminfo, .kitty].flatMap(\.bytes)
    }

    private mutating func questionsThroughTmux() -> [UInt8] {
        levelAsked += 1
        // kitty's first: when the name has come, so has the answer to it, or there is none.
        return TerminalQuestion.kitty.bytes(throughTmux: levelAsked)
            + TerminalQuestion.name.bytes(throughTmux: levelAsked)
    }
}
