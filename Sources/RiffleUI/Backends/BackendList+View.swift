import RiffleAPI

/// The list above, what is known of the one under the cursor below.
extension BackendList {
    package func title(on desk: Desk) -> String { Words.Backends.title }

    /// Rows below the list.
    private func rowsBelow(in rows: Int) -> Int { min(7, max(0, rows - min(items.count + found.count, 3))) }

    package mutating func layOut(in room: Size, on desk: Desk) {
        list.page = max(1, room.rows - rowsBelow(in: room.rows))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let chosen = desk.recent.settings.backend
        let rows = items.map { row(of: $0, isChosen: $0.name == chosen) } + found.map { row(of: $0) }
        let below = rowsBelow(in: room.rows)
        let shown = max(1, min(rows.count, room.rows - below))
        for (offset, index) in list.visible(rows: shown).enumerated() {
            let (line, row) = (room.row + offset, rows[index])
            let isSelected = index == list.index
            frame.writeChoice("", index, row: line, in: room, isSelected: isSelected)
            let style: Style = isSelected ? .selection : .popup
            let used = frame.write(
                row.state + " ", endColumn: room.endColumn, row: line, style: style, width: room.columns / 2)
            let left = room.columns - used - 2
            frame.write(row.name, column: room.column + 1, row: line, style: style, width: min(18, left))
            if left > 20 {
                frame.write(row.address, column: room.column + 20, row: line, style: style, width: left - 19)
            }
        }
        guard below > 1 else { return }
        for (offset, line) in facts.prefix(below - 1).enumerated() {
            frame.write(
                line, column: room.column + 1, row: room.row + shown + 1 + offset, style: .popup,
                width: room.columns - 2)
        }
    }

    private func row(of item: BackendItem, isChosen: Bool) -> (name: String, address: String, state: String) {
        let name = isChosen ? "\(item.name) \(Words.Backends.chosenMark)" : item.name
        return (name, item.draft?.address ?? Words.Backends.engine, Words.Backends.short(item))
    }

    private func row(of server: FoundServer) -> (name: String, address: String, state: String) {
        ("+ \(server.preset.title)", server.baseURL, Words.Backends.found)
    }

    private var facts: [String] {
        if let selectedFound { return Words.Backends.offer(selectedFound) }
        var lines = selected.map { Words.Backends.facts(of: $0) } ?? []
        if isSearching { lines.append(Words.Backends.searching) }
        return lines
    }
}
