import RiffleAPI

extension HistoryList {
    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        frame.writeSearch(line, hint: Words.History.searchHint, in: room)
        guard !items.isEmpty else {
            let nothing = line.characters.isEmpty ? Words.History.isEmpty : Words.History.noneFound
            let text = isLoading ? Words.Files.reading : nothing
            frame.write(text, column: room.column + 1, row: room.row + 1, style: .popup, width: room.columns - 2)
            return
        }
        let visible = list.visible(rows: room.rows - 1)
        let names = visible.map { name(of: items[$0]) }
        let widest = names.map { DisplayText.columns(of: $0) }.max() ?? 0
        for (offset, index) in visible.enumerated() {
            let name = DisplayText.padded(names[offset], to: widest)
            frame.writeChoice(
                text(of: items[index], name: name, zone: desk.environment.zone), index, row: room.row + 1 + offset,
                in: room, isSelected: index == list.index)
        }
    }

    private func name(of summary: RequestSummary) -> String {
        DisplayText.fitted(
            DisplayText.safe(summary.root?.originPath.map(Path.name) ?? Words.History.fromWords), to: 24)
    }

    /// `2026-11-21 09:12  cat.png  4 of 4  512x512  0.5  builtin  done  ★1`
    private func text(of summary: RequestSummary, name: String, zone: Int) -> String {
        let record = summary.record
        let moment = Moment(seconds: record.created, offset: zone)
        var parts = [
            "\(moment.date) \(moment.time)", name, Words.Requests.arrived(summary.arrived, of: record.settings.count),
        ]
        if let size = record.settings.size { parts.append(size.description) }
        if let strength = record.settings.strength { parts.append(Words.decimal(strength)) }
        if record.mate != nil { parts.append(Words.History.bred) }
        parts += [record.settings.backend, Words.name(record.state)]
        if summary.favourites > 0 { parts.append("★\(summary.favourites)") }
        if let seed = record.settings.seed { parts.append(Words.History.seed(seed)) }
        for text in [record.prompt ?? "", record.note] where !text.isEmpty { parts.append(text) }
        if let message = record.message { parts.append(message) }
        return parts.joined(separator: "  ")
    }
}
