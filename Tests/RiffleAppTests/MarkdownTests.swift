import Testing

@testable import riffle

@Suite("Markdown of the manual")
struct MarkdownTests {
    private static let text = """
        # Keys

        @Metadata {
            @TechnologyRoot
        }

        Press `q` **now**, see
        <doc:Using>.

        <!-- keys -->
        - one
          more
        - two

        1. first

        | key | does |
        |---|---|
        | `q` | quits the program |

        ```sh
        riffle  x
        ```
        """

    @Test("is read as blocks")
    func blocks() {
        #expect(
            Markdown(Self.text).blocks == [
                .heading(level: 1, "Keys"), .paragraph("Press `q` **now**, see <doc:Using>."),
                .list([.init(mark: "-", text: "one more"), .init(mark: "-", text: "two")]),
                .list([.init(mark: "1.", text: "first")]),
                .table([["key", "does"], ["`q`", "quits the program"]]), .code(["riffle  x"]),
            ])
    }

    @Test("is written for a terminal")
    func terminal() {
        #expect(
            Markdown(Self.text).text(width: 22, isStyled: false) == """
                Keys

                  Press `q` now, see
                  `riffle help using`.

                  - one more
                  - two

                  1. first

                  key  does
                  `q`  quits the
                       program

                    riffle  x

                """)
        #expect(Markdown("a `q`").text(width: 80, isStyled: true) == "  a \u{1b}[1mq\u{1b}[22m\n")
    }

    @Test("is written as a manual page")
    func roff() {
        #expect(
            Markdown(Self.text).roff == [
                ".SH \"KEYS\"", ".PP", "Press \\fBq\\fR \\fBnow\\fR, see \\fBriffle help using\\fR.",
                ".IP \\(bu 2", "one more", ".IP \\(bu 2", "two", ".IP 1. 4", "first", ".TP", "\\fBq\\fR",
                "quits the program", ".PP", ".RS 4", ".nf", "riffle  x", ".fi", ".RE",
            ])
    }
}
