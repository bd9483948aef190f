extension Markdown {
    /// As lines of a manual page, its title a section. Source: man(7).
    var roff: [String] { blocks.flatMap(Markdown.roff) }

    private static func roff(_ block: Block) -> [String] {
        switch block {
        case .heading(1, let text): [".SH \"\(escaped(text.uppercased()))\""]
        case .heading(_, let text): [".SS \"\(escaped(text))\""]
        case .paragraph(let text): [".PP", inline(text)]
        case .code(let lines): [".PP", ".RS 4", ".nf"] + lines.map(escaped) + [".fi", ".RE"]
        case .list(let items):
            items.flatMap { item in
                [item.mark == "-" ? ".IP \\(bu 2" : ".IP \(item.mark) 4", inline(item.text)]
            }
        case .table(let rows):
            rows.dropFirst().flatMap { row in
                [".TP", inline(row.first ?? ""), row.dropFirst().map(inline).joined(separator: " \\(en ")]
            }
        }
    }

    private static func inline(_ text: String) -> String {
        let line = spans(of: text).map { span in
            span.isCode || span.isBold ? "\\fB\(plain(span.text))\\fR" : plain(span.text)
        }.joined()
        return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    private static func plain(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }

    /// Text that roff takes as text: a dot or an apostrophe at the start of a line would be a request.
    static func escaped(_ text: String) -> String {
        plain(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }.joined(separator: "\n")
    }
}
