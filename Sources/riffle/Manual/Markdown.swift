/// The part of Markdown that the manual is written in, as blocks. Inline marks stay in the text.
struct Markdown: Equatable {
    enum Block: Equatable {
        case heading(level: Int, String)
        case paragraph(String)
        case list([Item])
        case code([String])
        /// Rows of cells; the first row is the head.
        case table([[String]])
    }

    struct Item: Equatable {
        /// `-`, or a number with its full stop.
        var mark: String
        var text: String
    }

    private(set) var blocks: [Block] = []

    init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var isAfterBlank = true
        while let line = lines.popFirst() {
            let hashes = line.prefix { $0 == "#" }.count
            if line.isEmpty || line.hasPrefix("<!--") {
                isAfterBlank = true
                continue
            } else if line.hasPrefix("@") {
                // A directive of DocC, such as @Metadata { … }.
                while let next = lines.popFirst(), next != "}" {}
            } else if line.hasPrefix("```") {
                var code: [String] = []
                while let next = lines.popFirst(), !next.hasPrefix("```") { code.append(String(next)) }
                blocks.append(.code(code))
            } else if hashes > 0 {
                blocks.append(.heading(level: hashes, Markdown.trimmed(line.dropFirst(hashes))))
            } else if line.hasPrefix("|") {
                var rows = [line]
                while let next = lines.first, next.hasPrefix("|") { rows.append(lines.removeFirst()) }
                blocks.append(.table(rows.filter { !$0.hasPrefix("|--") }.map(Markdown.cells)))
            } else if let item = Markdown.item(line) {
                if !isAfterBlank, case .list(let items)? = blocks.last {
                    blocks[blocks.count - 1] = .list(items + [item])
                } else {
                    blocks.append(.list([item]))
                }
            } else if !isAfterBlank {
                append(Markdown.trimmed(line))
            } else {
                blocks.append(.paragraph(String(line)))
            }
            isAfterBlank = false
        }
    }

    /// Continues the paragraph or item that the line before belongs to.
    private mutating func append(_ text: String) {
        switch blocks.last {
        case .paragraph(let begun)?: blocks[blocks.count - 1] = .paragraph("\(begun) \(text)")
        case .list(var items)?:
            items[items.count - 1].text += " " + text
            blocks[blocks.count - 1] = .list(items)
        default: blocks.append(.paragraph(text))
        }
    }

    private static func item(_ line: Substring) -> Item? {
        if line.hasPrefix("- ") { return Item(mark: "-", text: String(line.dropFirst(2))) }
        let digits = line.prefix { $0.isNumber }
        guard !digits.isEmpty, line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return Item(mark: "\(digits).", text: String(line.dropFirst(digits.count + 2)))
    }

    private static func cells(_ row: Substring) -> [String] {
        row.split(separator: "|").map(trimmed)
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension Markdown {
    /// A stretch of text, and whether it is code or bold.
    struct Span: Equatable {
        var text: String
        var isCode = false
        var isBold = false
    }

    /// The inline marks of a text. A link to an article becomes the command that prints it.
    static func spans(of text: String) -> [Span] {
        var spans: [Span] = []
        for (place, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            guard place.isMultiple(of: 2) else {
                spans.append(Span(text: String(part), isCode: true))
                continue
            }
            for (place, part) in String(part).split(separator: "**", omittingEmptySubsequences: false).enumerated()
            where !part.isEmpty {
                let plain = String(part.replacing("*", with: ""))
                spans += links(in: plain, isBold: !place.isMultiple(of: 2))
            }
        }
        return spans
    }

    private static func links(in text: String, isBold: Bool) -> [Span] {
        guard let start = text.firstRange(of: "<doc:"), let end = text[start.upperBound...].firstIndex(of: ">") else {
            return [Span(text: text, isBold: isBold)]
        }
        let name = text[start.upperBound..<end].lowercased()
        return [
            Span(text: String(text[..<start.lowerBound]), isBold: isBold),
            Span(text: "riffle help \(name)", isCode: true),
        ] + links(in: String(text[text.index(after: end)...]), isBold: isBold)
    }
}
