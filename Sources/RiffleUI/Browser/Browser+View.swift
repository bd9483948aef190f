import RiffleAPI

extension Desk {
    func drawFiles(in rect: Rect, of frame: inout Frame) {
        let room = drawPane(
            "\(Words.Files.title) \(browser.pictureCount)\(browser.words.isEmpty ? "" : "  " + browser.words)", .files,
            in: rect,
            of: &frame)
        if browser.items.isEmpty || (browser.pictureCount == 0 && browser.items.count < 2) {
            let nothing = browser.filter.isEmpty ? Words.Files.none : Words.Files.noneWith(browser.filter)
            let text = browser.isLoading ? Words.Files.reading : nothing
            frame.write(
                text, column: room.column + 1, row: room.row + browser.items.count, style: .dim,
                width: room.columns - 1)
        }
        if let thumbnails { return draw(thumbnails, in: room, of: &frame) }
        for (offset, index) in browser.list.visible(rows: room.rows).enumerated() {
            draw(fileAt: index, row: room.row + offset, in: room, of: &frame)
        }
    }

    private func draw(fileAt index: Int, row: Int, in room: Rect, of frame: inout Frame) {
        let (item, isSelected) = (browser.items[index], index == browser.list.index)
        let style = rowStyle(isSelected: isSelected, in: .files, otherwise: item.kind == .folder ? .accent : .text)
        let line = Rect(column: room.column, row: row, columns: room.columns, rows: 1)
        frame.fill(line, style: style)
        frame.mark(line, as: .file(index))
        let mark = isSelected ? "▌" : browser.picked.contains(item.path) ? "✓" : " "
        frame.write(mark, column: room.column, row: row, style: style)
        if isSelected { point(at: row, in: room, pane: .files, of: &frame) }
        let verdict = verdict(of: item, columns: room.columns)
        var end = room.endColumn
        if !verdict.text.isEmpty {
            end -=
                1
                + frame.write(
                    verdict.text, endColumn: room.endColumn, row: row, style: isSelected ? style : verdict.style,
                    width: room.columns / 2 + 4)
        }
        let name = item.kind == .folder ? item.name + "/" : item.name
        let columns = end - room.column - 2
        // Of a way to a file its end tells most.
        let shown = DisplayText.fitted(DisplayText.safe(name), to: columns, keepingEnd: browser.below != nil)
        frame.write(shown, column: room.column + 2, row: row, style: style, width: columns)
    }

    /// What the right side of a row says: size, dimensions and whether the API would take the file,
    /// as much as there is room for.
    private func verdict(of item: FileItem, columns: Int) -> (text: String, style: Style) {
        guard item.kind == .picture else { return ("", .text) }
        switch browser.facts[item.path] {
        case nil: return ("", .dim)
        case .unreadable(let reason): return (reason, .error)
        case .picture(let facts, let objections):
            let word = objections.first.map(Words.short) ?? Words.Files.acceptable
            let style: Style = objections.isEmpty ? .success : .warning
            if columns >= 40 {
                return ("\(Words.bytes(facts.byteCount)) \(Words.dimensions(facts)) \(word)", style)
            }
            return columns >= 30 || objections.isEmpty ? ("\(Words.dimensions(facts)) \(word)", style) : (word, style)
        }
    }
}
