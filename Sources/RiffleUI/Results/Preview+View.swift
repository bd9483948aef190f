import RiffleAPI

extension Desk {
    /// The preview pane: the current picture, with its facts in the title.
    func drawPreview(in rect: Rect, of frame: inout Frame) {
        let room = rect.belowTitle
        frame.mark(rect, as: .preview)
        func title(_ name: String, _ facts: [String] = []) {
            frame.write(
                DisplayText.fitted(name, dropping: facts, to: rect.columns), column: rect.column, row: rect.row,
                width: rect.columns)
        }
        switch subject {
        case .file(let item):
            switch browser.facts[item.path] {
            case .picture(let facts, _):
                let place = fileEntry.flatMap { $0.request == nil ? nil : "= \(self.title(of: $0))" }
                let damage = browser.damage[item.path].map { _ in Words.Files.damaged }
                title(item.name, [damage, place, Words.pixels(facts), Words.kindAndBytes(facts)].compactMap { $0 })
                frame.place(item.picture, in: room)
            case .unreadable(let reason):
                title(item.name)
                let text = browser.damage[item.path]?.line ?? "\(Words.Screen.noPicture): \(reason)"
                for (offset, line) in DisplayText.wrapped(text, to: max(1, room.columns)).prefix(room.rows).enumerated()
                {
                    frame.write(
                        line, column: room.column, row: room.row + offset, style: .error, width: room.columns)
                }
            case nil: title(item.name)
            }
        case .entry(let entry):
            let manner = entry.manner.map { [$0] } ?? []
            title(self.title(of: entry), manner + [Words.pixels(entry.facts), Words.kindAndBytes(entry.facts)])
            frame.place(.kept(digest: entry.digest), in: room)
        case .forming(let picture, let place):
            title(Words.Screen.forming(place + 1))
            if let picture {
                frame.place(picture, in: room)
            } else {
                frame.write(Words.Screen.forming, column: room.column, row: room.row, style: .dim, width: room.columns)
            }
        case .nothing: drawWayOn(in: room, of: &frame)
        }
    }

    /// Hints for a folder, and for one without pictures.
    private func drawWayOn(in room: Rect, of frame: inout Frame) {
        guard focus == .files, !browser.isLoading, room.rows > 2 else { return }
        let row = room.row + min(2, room.rows / 4)
        func write(_ text: String, _ offset: Int, column: Int = 0, style: Style = .dim) {
            guard row + offset < room.endRow else { return }
            frame.write(
                text, column: room.column + column, row: row + offset, style: style, width: room.columns - column)
        }
        if browser.pictureCount > 0 { return write(Words.Screen.openFolder, 0) }
        if !browser.filter.isEmpty { return write(Words.Files.noneWith(browser.filter), 0) }
        write(Words.Screen.noPictures, 0)
        for (offset, line) in Words.Screen.emptyFolder.enumerated() {
            write(line.key, 2 + offset, style: .accent)
            write(line.text, 2 + offset, column: 5)
        }
    }
}
