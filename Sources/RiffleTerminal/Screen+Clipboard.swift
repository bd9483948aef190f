import RiffleGraphics

extension Screen {
    /// What the program was started with.
    package var environment: [String: String] { options.environment }

    /// Asks the terminal to put a text on its clipboard, which is that of the person's own machine over ssh too. Terminals
    /// do not answer.
    ///
    /// - Returns: False where the text is longer than terminals take.
    ///
    /// Source: xterm's ctlseqs, OSC 52; xterm takes 74,994 bytes of it, others more.
    package func copy(_ text: String) -> Bool {
        let encoded = Base64.encoded(Array(text.utf8))
        guard encoded.count <= 74_000, state == .shown else { return false }
        outgoing.append(Array("\u{1B}]52;c;".utf8) + encoded + Array("\u{1B}\\".utf8))
        send()
        return true
    }
}
