import RiffleAPI

extension HistoryList {
    package func title(on desk: Desk) -> String {
        "\(context.title)  \(Words.History.count(cells.count { $0.picture != nil }, isComplete: isComplete))"
    }

    /// What is known of the selected one, what is wrong with the search, or that it found nothing.
    package func status(on desk: Desk) -> PopupStatus? {
        if let fault = search.fault { return PopupStatus(left: fault) }
        guard cells.isEmpty else { return PopupStatus(left: selected.map { facts(of: $0) } ?? "") }
        let none = line.characters.isEmpty ? Words.History.isEmpty : Words.History.noneFound
        return PopupStatus(left: isLoading ? Words.Files.reading : none)
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        frame.fill(room, style: .text)
        frame.writeSearch(line, hint: Words.History.searchHint, in: room)
        let list = room.belowTitle
        for (row, start) in layout.visible {
            switch row {
            case .heading(let day):
                frame.write(
                    Words.day(day, today: desk.today), column: list.column + 1, row: list.row + start, style: .title)
            case .cells(let range):
                for (place, index) in range.enumerated() {
                    let slot = Rect(
                        column: list.column + place * layout.slot.columns, row: list.row + start,
                        columns: layout.slot.columns, rows: layout.slot.rows)
                    if layout.showsNames {
                        drawName(of: index, in: slot, of: &frame, on: desk)
                    } else {
                        drawPicture(of: index, in: slot, of: &frame, on: desk)
                    }
                }
            }
        }
    }

    /// `cat.png › 2 › 1`: the way to a picture, or to the request that has none.
    func name(of cell: HistoryCell, hasEnding: Bool = true) -> String {
        let summary = summary(of: cell)
        var root = (summary.path ?? summary.root?.originPath).map(Path.name) ?? Words.History.fromWords
        if !hasEnding, let dot = root.lastIndex(of: "."), dot > root.startIndex { root = String(root[..<dot]) }
        var places = summary.trail.map { "\($0 + 1)" }
        if let picture = cell.picture { places.append("\(picture.index + 1)") }
        return ([DisplayText.safe(root)] + places).joined(separator: " › ")
    }

    private func time(of cell: HistoryCell, on desk: Desk) -> String {
        Moment(seconds: summary(of: cell).record.created, offset: desk.environment.zone).time
    }

    private func drawPicture(of index: Int, in slot: Rect, of frame: inout Frame, on desk: Desk) {
        let cell = cells[index]
        let isSelected = index == self.index
        let picture = Rect(column: slot.column + 1, row: slot.row, columns: slot.columns - 2, rows: slot.rows - 3)
        frame.mark(slot, as: .choice(index))
        if let entry = cell.picture {
            frame.place(.kept(digest: entry.digest), in: picture)
        } else {
            frame.write(
                state(of: cell), column: picture.column, row: picture.row + picture.rows / 2, style: .dim,
                width: picture.columns)
        }
        let style: Style = isSelected ? .selection : .text
        let label = Rect(column: slot.column, row: picture.endRow, columns: slot.columns - 1, rows: 2)
        if isSelected { frame.fill(label, style: style) }
        let room = label.columns - 1
        var name = name(of: cell, hasEnding: false)
        var facts = [time(of: cell, on: desk), cell.picture.map { Words.labelMarks($0) } ?? state(of: cell)]
        if let manner = cell.picture?.manner {
            // Where the name is long, the manner goes below it.
            let together = "\(name) \(manner)"
            if DisplayText.columns(of: together) <= room { name = together } else { facts.insert(manner, at: 1) }
        }
        frame.write(
            (isSelected ? "▌" : " ") + DisplayText.fitted(name, to: room), column: label.column, row: label.row,
            style: style, width: label.columns)
        frame.write(
            facts.joined(separator: " "), column: label.column + 1, row: label.row + 1,
            style: isSelected ? style : .dim, width: room)
    }

    /// A line with its facts in columns that hold still: time, name, manner, backend, marks.
    private func drawName(of index: Int, in slot: Rect, of frame: inout Frame, on desk: Desk) {
        let cell = cells[index]
        let summary = summary(of: cell)
        frame.writeChoice("", index, row: slot.row, in: slot, isSelected: index == self.index)
        let style: Style = index == self.index ? .selection : .popup
        if desk.environment.isPlain {
            var parts = [
                name(of: cell), time(of: cell, on: desk), cell.picture?.manner ?? "", summary.record.settings.backend,
            ]
            parts += cell.picture.map { Words.markWords($0) + ($0.isSeen ? [] : ["unseen"]) } ?? [state(of: cell)]
            frame.write(
                parts.filter { !$0.isEmpty }.joined(separator: ", "), column: slot.column + 1, row: slot.row,
                style: style, width: slot.columns - 1)
            return
        }
        func write(_ text: String, at column: Int, _ columns: Int) {
            guard columns > 0 else { return }
            frame.write(
                DisplayText.fitted(DisplayText.safe(text), to: columns), column: slot.column + column, row: slot.row,
                style: style, width: columns)
        }
        write(time(of: cell, on: desk), at: 3, 5)
        let marks = cell.picture.map { Words.marks($0) } ?? state(of: cell)
        guard slot.columns >= 60 else {
            write(name(of: cell), at: 10, slot.columns - 20)
            return write(marks, at: slot.columns - 9, 9)
        }
        let names = slot.columns * 35 / 80
        let rest = slot.columns - 10 - names - 2
        write(name(of: cell), at: 10, names)
        write(
            cell.picture?.manner ?? summary.record.settings.manner.joined(separator: ", "), at: 12 + names,
            rest * 45 / 100)
        write(summary.record.settings.backend, at: 14 + names + rest * 45 / 100, rest * 28 / 100)
        write(marks, at: slot.columns - 10, 10)
    }

    private func state(of cell: HistoryCell) -> String { Words.name(summary(of: cell).record.state) }

    /// `cat.png › 2  oil · bold · builtin · 768×512 · “a prompt”`
    private func facts(of cell: HistoryCell) -> String {
        let record = summary(of: cell).record
        var parts: [String] = []
        if let manner = cell.picture?.manner { parts.append(manner) }
        if let strength = record.settings.strength { parts.append(Words.strength(strength)) }
        if record.mate != nil { parts.append(Words.History.bred) }
        parts.append(record.settings.backend)
        if let model = record.settings.model { parts.append(model) }
        if let picture = cell.picture {
            parts.append(Words.pixels(picture.facts))
        } else {
            parts.append(state(of: cell))
        }
        if let seed = cell.picture?.seed ?? record.settings.seed { parts.append(Words.History.seed(seed)) }
        if let prompt = record.prompt, !prompt.isEmpty { parts.append("“\(prompt)”") }
        for note in [record.note, cell.picture?.note ?? "", record.message ?? ""] where !note.isEmpty {
            parts.append(note)
        }
        return "\(name(of: cell))  \(parts.joined(separator: " · "))"
    }
}
