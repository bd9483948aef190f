import RiffleUI

extension Markdown {
    /// The text in lines of at most `width` columns, as far as its code allows.
    ///
    /// - Parameter isStyled: whether bold is an escape sequence. Otherwise code stays between backticks.
    func text(width: Int, isStyled: Bool) -> String {
        let page = TerminalPage(width: width, isStyled: isStyled)
        return blocks.map { page.lines(of: $0).joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }
}

private struct TerminalPage {
    var width: Int
    var isStyled: Bool

    func lines(of block: Markdown.Block) -> [String] {
        switch block {
        case .heading(_, let text): [bold(text)]
        case .paragraph(let text): wrapped(text, to: width - 2).map { "  " + $0 }
        case .code(let lines): lines.map { $0.isEmpty ? "" : "    " + $0 }
        case .list(let items):
            items.flatMap { item in
                let room = item.mark.count + 1
                return wrapped(item.text, to: width - 2 - room).enumerated().map { place, line in
                    "  " + (place == 0 ? item.mark + " " : String(repeating: " ", count: room)) + line
                }
            }
        case .table(let rows): table(rows)
        }
    }

    private func table(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        var widths = (0..<count).map { column in
            rows.map { $0.indices.contains(column) ? columns(of: inline($0[column])) : 0 }.max() ?? 0
        }
        let gap = 2
        // The widest column gives way; below ten columns a table is no longer readable.
        while widths.reduce(2 - gap, { $0 + $1 + gap }) > width, let widest = widths.max(), widest > 10,
            let column = widths.firstIndex(of: widest)
        {
            widths[column] -= 1
        }
        return rows.enumerated().flatMap { place, row in
            let cells = row.enumerated().map { column, cell in
                wrapped(place == 0 ? "**\(cell)**" : cell, to: widths[column])
            }
            return (0..<(cells.map(\.count).max() ?? 0)).map { line in
                var text = "  "
                for (column, cell) in cells.enumerated() {
                    let part = cell.indices.contains(line) ? cell[line] : ""
                    let isLast = column == cells.count - 1
                    text += part + String(repeating: " ", count: isLast ? 0 : widths[column] - columns(of: part) + gap)
                }
                return String(text.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    private func bold(_ text: String) -> String { isStyled ? "\u{1b}[1m\(text)\u{1b}[22m" : text }

    private func inline(_ text: String) -> String {
        Markdown.spans(of: text).map { span in
            if span.isCode { return isStyled ? bold(span.text) : "`\(span.text)`" }
            return span.isBold ? bold(span.text) : span.text
        }.joined()
    }

    /// Columns that the text takes, without its escape sequences.
    private func columns(of text: String) -> Int {
        let marks = text.split(separator: "\u{1b}[", omittingEmptySubsequences: false)
        return marks.dropFirst().reduce(DisplayText.columns(of: String(marks[0]))) { sum, part in
            sum + DisplayText.columns(of: String(part.drop { $0 != "m" }.dropFirst()))
        }
    }

    private func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in inline(text).split(separator: " ") {
            if !line.isEmpty, columns(of: line) + 1 + columns(of: String(word)) > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
