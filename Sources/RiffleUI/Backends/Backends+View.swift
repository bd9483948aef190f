import RiffleAPI

extension App {
    /// The list above, what is known of the one under the cursor below.
    func draw(_ backends: BackendList, in area: Rect, of frame: inout Frame) {
        let rows = backends.items.map { row(of: $0) } + backends.found.map { row(of: $0) }
        let told = lines(of: backends)
        let width = min(area.columns, 84)
        let below = min(7, max(0, area.rows - 2 - min(rows.count, 3)))
        let shown = max(1, min(rows.count, area.rows - 2 - below))
        let room = frame.popup(
            Size(columns: width, rows: shown + below + 2), in: area, title: Words.Backends.title)
        for (offset, index) in backends.list.visible(rows: shown).enumerated() {
            let (line, row) = (room.row + offset, rows[index])
            let isSelected = index == backends.list.index
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
        for (offset, line) in told.prefix(below - 1).enumerated() {
            frame.write(
                line, column: room.column + 1, row: room.row + shown + 1 + offset, style: .popup,
                width: room.columns - 2)
        }
    }

    private func row(of item: BackendItem) -> (name: String, address: String, state: String) {
        let isChosen = item.name == settings.backend
        let name = isChosen ? "\(item.name) \(Words.Backends.chosenMark)" : item.name
        return (name, item.draft?.address ?? Words.Backends.engine, Words.Backends.short(item))
    }

    private func row(of server: FoundServer) -> (name: String, address: String, state: String) {
        ("+ \(server.preset.title)", server.baseURL, Words.Backends.found)
    }

    private func lines(of backends: BackendList) -> [String] {
        if let server = backends.selectedFound { return Words.Backends.offer(server) }
        var lines = backends.selected.map { Words.Backends.facts(of: $0) } ?? []
        if backends.isSearching { lines.append(Words.Backends.searching) }
        return lines
    }

    func draw(_ form: BackendForm, in area: Rect, of frame: inout Frame) {
        let shown = form.fields.filter(form.isShown)
        let told = Words.Backends.verdict(of: form)
        let room = frame.popup(
            Size(columns: min(area.columns, 76), rows: shown.count + 4), in: area,
            title: form.replacing.map { Words.Backends.change($0) } ?? Words.Backends.new)
        // On a low screen the fields move under the cursor.
        let rows = max(1, min(shown.count, room.rows - 2))
        let focus = shown.firstIndex { $0.id == form.focused.id } ?? 0
        let first = max(0, focus - rows + 1)
        for (offset, field) in shown.dropFirst(first).prefix(rows).enumerated() {
            draw(
                field, first + offset, isFocused: field.id == form.focused.id, row: room.row + offset, in: room,
                of: &frame)
        }
        guard room.rows > rows + 1 else { return }
        frame.write(
            told.text, column: room.column + 1, row: room.row + rows + 1, style: told.isBad ? .error : .popup,
            width: room.columns - 2)
    }

    private func draw(
        _ field: BackendField, _ index: Int, isFocused: Bool, row: Int, in room: Rect, of frame: inout Frame
    ) {
        frame.write(isFocused ? "▸" : " ", column: room.column, row: row, style: .popupTitle)
        frame.write(Words.Backends.label(field.id), column: room.column + 2, row: row, style: .popup, width: 13)
        let style: Style = field.complaint != nil ? .fieldError : isFocused ? .fieldFocused : .field
        let box = Rect(column: room.column + 16, row: row, columns: max(0, room.columns - 17), rows: 1)
        frame.fill(box, style: style)
        frame.mark(Rect(column: room.column, row: row, columns: room.columns, rows: 1), as: .choice(index))
        if isFocused, !frame.hasBoxes { frame.cursor = Point(column: box.column, row: row) }
        switch field.content {
        case .choice(let choices, let selected):
            frame.write(
                "◂ \(choices[selected]) ▸", column: box.column + 1, row: row, style: style, width: box.columns - 2)
        case .text(let line, let placeholder):
            let empty = field.complaint.map { "\(placeholder)  \($0)" } ?? placeholder
            let text =
                line.text.isEmpty
                ? empty : !isFocused ? field.complaint.map { "\(line.text)  \($0)" } ?? line.text : line.text
            // What is typed moves to the left under its cursor.
            let before = DisplayText.columns(of: DisplayText.safe(line.head))
            let hidden = isFocused ? max(0, before - box.columns + 3) : 0
            frame.write(
                String(text.dropFirst(hidden)), column: box.column + 1, row: row, style: style, width: box.columns - 2)
            guard isFocused else { return }
            frame.cursor = Point(
                column: min(box.column + 1 + before - hidden, max(box.column, box.endColumn - 1)), row: row)
        }
    }
}
