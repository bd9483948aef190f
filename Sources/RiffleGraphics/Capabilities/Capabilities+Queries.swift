extension Capabilities {
    /// What is asked of a terminal at the start, to be written in one piece. The answers come in any
    /// order but the last: DA1, which every terminal answers.
    ///
    /// Nothing here is seen by a person or waits: unknown questions are ignored.
    public static let queries: [UInt8] = bytes(
        // XTVERSION
        "\u{1B}[>0q",
        // OSC 10 and 11: the terminal's own colours
        "\u{1B}]10;?\u{1B}\\", "\u{1B}]11;?\u{1B}\\",
        // DECRQSS: sets a background in true colour and asks what is set; colours and attributes are
        // saved before and restored after (DECSC, DECRC), whatever they are
        "\u{1B}7\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}8",
        // DECRQM: synchronized output
        "\u{1B}[?2026$p",
        // XTSMGRAPHICS: colour registers and the largest sixel
        "\u{1B}[?1;1;0S", "\u{1B}[?2;4;0S",
        sizeQuestions, deviceAttributesQuestion)

    /// What is asked again after a resize: the font may be another. DA1 again comes last.
    public static let resizeQueries: [UInt8] = bytes(
        "\u{1B}[?2;4;0S", sizeQuestions, deviceAttributesQuestion)

    /// A question that is answered with `TerminalReply.status(0)` when all before it has been drawn.
    public static let fence: [UInt8] = bytes("\u{1B}[5n")

    /// `CSI 16 t` and, for terminals without it, 14 and 18.
    private static let sizeQuestions = "\u{1B}[16t\u{1B}[14t\u{1B}[18t"
    private static let deviceAttributesQuestion = "\u{1B}[c"

    private static func bytes(_ parts: String...) -> [UInt8] { parts.flatMap { Array($0.utf8) } }
}
