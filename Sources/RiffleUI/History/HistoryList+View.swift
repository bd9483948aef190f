import RiffleAPI

extension App {
    func draw(_ history: HistoryList, in area: Rect, of frame: inout Frame) {
        let room = frame.popup(Size(columns: area.columns, rows: area.rows), in: area, title: Context.history.title)
        frame.writeSearch(history.line, hint: Words.History.searchHint, in: room)
        guard !history.items.isEmpty else {
            let nothing = history.line.characters.isEmpty ? Words.History.isEmpty : Words.History.noneFound
            let text = history.isLoading ? Words.Files.reading : nothing
            frame.write(text, column: room.column + 1, row: room.row + 1, style: .popup, width: room.columns - 2)
            return
        }
        let visible = history.list.visible(rows: room.rows - 1)
        let names = visible.map { name(of: history.items[$0]) }
        let widest = names.map { DisplayText.columns(of: $0) }.max() ?? 0
        for (offset, index) in visible.enumerated() {
            let isSelected = index == history.list.index
            let row = room.row + 1 + offset
            let style: Style = isSelected ? .selection : .popup
            let place = Rect(column: room.column, row: row, columns: room.columns, rows: 1)
            frame.fill(place, style: style)
            frame.mark(place, as: .choice(index))
            frame.write(isSelected ? "▌" : " ", column: room.column, row: row, style: style)
            frame.write(
                line(history.items[index], name: DisplayText.padded(names[offset], to: widest)),
                column: room.column + 1, row: row, style: style,
                width: room.columns - 1)
        }
    }

    private func name(of summary: RequestSummary) -> String {
        DisplayText.fitted(
            DisplayText.safe(summary.root?.originPath.map(Path.name) ?? Words.History.fromWords), to: 24)
    }

    /// `2026-11-21 09:12  cat.png  4 of 4  512x512  0.5  builtin  done  ★1`
    private func line(_ summary: RequestSummary, name: String) -> String {
        let record = summary.record
        let moment = Moment(seconds: record.created, offset: environment.zone)
        var parts = [
            "\(moment.date) \(moment.time)", name, Words.Requests.arrived(summary.arrived, of: record.settings.n),
            record.settings.size.rawValue,
        ]
        if record.kind == .variation, record.settings.backend == VariationSettings.builtin {
            parts.append(Words.decimal(record.settings.strength))
        }
        if record.mate != nil { parts.append(Words.History.bred) }
        parts += [record.settings.backend, Words.name(record.state)]
        if summary.favourites > 0 { parts.append("★\(summary.favourites)") }
        if let seed = record.settings.seed { parts.append(Words.History.seed(seed)) }
        for text in [record.prompt ?? "", record.note] where !text.isEmpty { parts.append(text) }
        if let message = record.message { parts.append(message) }
        return parts.joined(separator: "  ")
    }
}
