import RiffleAPI

extension Desk {
    /// The preview pane: the picture that is looked at, with what is known of it in its title.
    func drawPreview(in rect: Rect, of frame: inout Frame) {
        let room: Rect
        switch subject {
        case .file(let item):
            switch browser.facts[item.path] {
            case .picture(let facts, _):
                let place = fileEntry.flatMap { $0.request == nil ? nil : "= \(title(of: $0))" }
                let damage = browser.damage[item.path].map { _ in Words.Files.damaged }
                let parts = [item.name, damage, place, Words.facts(facts)].compactMap { $0 }
                room = drawPane(parts.joined(separator: "  "), nil, in: rect, of: &frame)
                frame.place(item.picture, in: room)
            case .unreadable(let reason):
                room = drawPane(item.name, nil, in: rect, of: &frame)
                let text = browser.damage[item.path]?.line ?? "\(Words.Screen.noPicture): \(reason)"
                for (offset, line) in DisplayText.wrapped(text, to: max(1, room.columns - 2)).prefix(room.rows)
                    .enumerated()
                {
                    frame.write(
                        line, column: room.column + 1, row: room.row + offset, style: .error, width: room.columns - 2)
                }
            case nil:
                room = drawPane(item.name, nil, in: rect, of: &frame)
            }
        case .entry(let entry):
            let facts = (entry.manner.map { [$0] } ?? []) + [Words.facts(entry.facts)]
            room = drawPane("\(title(of: entry))  \(facts.joined(separator: " · "))", nil, in: rect, of: &frame)
            frame.place(.kept(digest: entry.digest), in: room)
        case .forming(let picture, let place):
            room = drawPane(Words.Screen.forming(place + 1), nil, in: rect, of: &frame)
            if let picture { frame.place(picture, in: room) } else { write(Words.Screen.forming, in: room, of: &frame) }
        case .nothing:
            room = drawPane("", nil, in: rect, of: &frame)
            welcome(in: room, of: &frame)
        }
    }

    private func welcome(in room: Rect, of frame: inout Frame) {
        guard focus == .files, !browser.isLoading else { return }
        let lines =
            browser.pictureCount > 0
            ? Words.Screen.openFolder
            : browser.filter.isEmpty ? Words.Screen.emptyFolder : [Words.Files.noneWith(browser.filter)]
        for (offset, line) in lines.enumerated() {
            frame.write(line, column: room.column + 1, row: room.row + offset, style: .dim, width: room.columns - 2)
        }
    }

    private func write(_ text: String, in room: Rect, of frame: inout Frame, style: Style = .dim) {
        frame.write(text, column: room.column + 1, row: room.row, style: style, width: room.columns - 2)
    }
}
