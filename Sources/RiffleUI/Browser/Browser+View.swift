import RiffleAPI

extension Desk {
    func drawFiles(in rect: Rect, of frame: inout Frame) {
        let title = "\(Words.Files.title) \(browser.pictureCount)\(browser.words.isEmpty ? "" : "  " + browser.words)"
        let room = drawTitle(title, .files, in: rect, of: &frame)
        if browser.items.isEmpty || (browser.pictureCount == 0 && browser.items.count < 2) {
            let nothing = browser.filter.isEmpty ? Words.Files.none : Words.Files.noneWith(browser.filter)
            frame.write(
                browser.isLoading ? Words.Files.reading : nothing, column: room.column + 2,
                row: room.row + browser.items.count, style: .dim, width: room.columns - 2)
        }
        if let thumbnails { return draw(thumbnails, in: room, of: &frame) }
        for (offset, index) in browser.list.visible(rows: room.rows).enumerated() {
            draw(fileAt: index, row: room.row + offset, in: room, of: &frame)
        }
    }

    private func draw(fileAt index: Int, row: Int, in room: Rect, of frame: inout Frame) {
        let (item, isSelected) = (browser.items[index], index == browser.list.index)
        let isPicked = isPicked(item)
        let style = rowStyle(
            isSelected: isSelected, isPicked: isPicked, in: .files, of: frame,
            otherwise: item.kind == .folder ? .accent : .text)
        let line = Rect(column: room.column, row: row, columns: room.columns, rows: 1)
        frame.fill(line, style: style)
        frame.mark(line, as: .file(index))
        let mark = rowMark(isSelected: isSelected, isPicked: isPicked, in: .files, of: frame)
        frame.write(mark, column: room.column, row: row, style: style)
        if isSelected { point(at: row, in: room, pane: .files, of: &frame) }
        let name = item.kind == .folder ? item.name + "/" : item.name
        if frame.isPlain {
            let sentence =
                ([name] + Words.Files.state(of: item, standing(of: item), isPicked: isPicked))
                + (browser.cutOff.contains(item.path) ? [Words.Files.cutOff] : [])
            frame.write(
                DisplayText.safe(sentence.joined(separator: ", ")), column: room.column + 2, row: row, style: style,
                width: room.columns - 2)
            return
        }
        var end = room.endColumn
        for part in parts(of: item, columns: room.columns) {
            frame.write(
                part.text, endColumn: end, row: row, style: isSelected ? style : part.style, width: part.columns)
            end -= part.columns
        }
        let columns = end - room.column - 2
        // Keep the end of a relative path: it says the most.
        let shown =
            browser.below == nil
            ? DisplayText.fittedName(DisplayText.safe(name), to: columns)
            : DisplayText.fitted(DisplayText.safe(name), to: columns, keepingEnd: true)
        frame.write(shown, column: room.column + 2, row: row, style: style, width: columns)
    }

    /// What stands right of a name, from the right: the mark, the number of variations, and where there is room what is
    /// known of the file. All of it stands in columns that do not shift.
    private func parts(of item: FileItem, columns: Int) -> [(text: String, columns: Int, style: Style)] {
        let standing = standing(of: item)
        let (mark, style) = mark(of: standing)
        let count = standing.variations > 0 ? Words.Files.count(standing.variations) : ""
        // Keep a gap between the name and a long count.
        var parts: [(text: String, columns: Int, style: Style)] = [
            (mark, 2, style), (count, max(3, count.count + 1), .dim),
        ]
        guard item.kind == .picture else { return parts }
        var facts = browser.facts[item.path]
        if browser.cutOff.contains(item.path), case .picture = facts { facts = .unreadable(Words.Files.cutOff) }
        switch facts {
        case .unreadable(let reason) where columns >= 44: parts.append((reason + "  ", 20, .dim))
        case .unreadable(let reason): parts.append((reason + " ", min(columns / 2, reason.count + 2), .dim))
        case .picture where browser.damage[item.path] != nil:
            parts.append((Words.Files.damaged + " ", min(columns / 2, 9), .dim))
        case .picture(let facts, _) where columns >= 44:
            parts.append((Words.bytes(facts.byteCount) + "  ", 9, .dim))
            parts.append((Words.pixels(facts), 11, .dim))
        case .picture, nil: break
        }
        return parts
    }

    private func mark(of standing: FileStanding) -> (String, Style) {
        if standing.unseen > 0 { return ("●", .unseen) }
        guard let entry = standing.entry else { return ("", .dim) }
        if entry.isFavourite { return ("★", .favourite) }
        if entry.isRejected { return ("✗", .rejected) }
        return entry.rating > 0 ? ("\(entry.rating)", .favourite) : ("", .dim)
    }

    func standing(of item: FileItem) -> FileStanding { browser.standings[item.path] ?? FileStanding() }

    private func isPicked(_ item: FileItem) -> Bool { browser.picked.contains(item.path) }
}
