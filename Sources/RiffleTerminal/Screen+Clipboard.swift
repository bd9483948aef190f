import RiffleGraphics

extension Screen {
    /// The environment that the program was started with.
    package var environment: [String: String] { options.environment }

    /// Copies a text to the terminal's clipboard, over ssh too: that is the clipboard of the user's own machine.
    /// Terminals do not confirm it.
    ///
    /// - Returns: false if the text is longer than terminals accept.
    ///
    /// Source: xterm's ctlseqs, OSC 52; xterm accepts 74,994 bytes, others more.
    package func copy(_ text: String) -> Bool {
        let encoded = Base64.encoded(Array(text.utf8))
        guard encoded.count <= 74_000, state == .shown else { return false }
        outgoing.append(Array("\u{1B}]52;c;".utf8) + encoded + Array("\u{1B}\\".utf8))
        send()
        return true
    }
}
