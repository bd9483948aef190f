import RiffleAPI

extension Desk {
    func drawResults(in rect: Rect, of frame: inout Frame) {
        let slots = slots
        let room = rect.belowTitle
        let grid = grid(in: room.size)
        let first = grid.firstRow(showing: results.selected)
        let shown = first * grid.columns..<min(slots.count, (first + grid.visibleRows) * grid.columns)
        _ = drawTitle(title(of: slots, showing: shown), .results, in: rect, of: &frame, hasRule: true)
        guard !slots.isEmpty else { return drawWayOn(in: room, of: &frame) }
        for place in shown {
            let cell = Rect(
                column: room.column + place % grid.columns * grid.slot.columns,
                row: room.row + (place / grid.columns - first) * grid.slot.rows,
                columns: grid.slot.columns, rows: grid.slot.rows)
            frame.mark(cell, as: .slot(place))
            draw(slots[place], place: place, in: cell, grid, of: &frame)
        }
    }

    /// Hints while there are no variations: several lines until the first request, then one.
    private func drawWayOn(in room: Rect, of frame: inout Frame) {
        guard case .file = subject else { return }
        guard isNew else {
            frame.write(
                Words.Screen.noVariations, column: room.column + 2, row: room.row, style: .dim, width: room.columns - 2)
            return
        }
        for (offset, hint) in Words.Screen.firstHints.prefix(room.rows).enumerated() {
            frame.write(hint.key, column: room.column + 3, row: room.row + offset, style: .accent)
            frame.write(
                hint.text, column: room.column + 8, row: room.row + offset, style: .dim, width: room.columns - 8)
        }
        let last = Words.Screen.firstHints.count + 1
        guard room.rows > last else { return }
        frame.write(
            Words.Screen.ownPictures, column: room.column + 3, row: room.row + last, style: .dim,
            width: room.columns - 3)
    }

    /// `Variations of cat.png › 2   1 of 2 · 60 % · 00:41`
    private func title(of slots: [ResultSlot], showing shown: Range<Int>) -> String {
        let request = results.request.flatMap { tree.request($0) }
        let source = request?.source.flatMap(tree.entry).map(way)
        var title = source.map { Words.Form.variations(of: $0) } ?? Context.results.title
        if request == nil, case .file(let item) = subject { title = Words.Form.variations(of: item.name) }
        if let prompt = request?.prompt, source == nil { title = Words.quoted(prompt, columns: 40) }
        guard !slots.isEmpty else { return title }
        let arrived = slots.count { if case .arrived = $0 { true } else { false } }
        var facts = [Words.Requests.arrived(arrived, of: slots.count)]
        if shown.count < slots.count { facts.append(Words.Requests.shown(shown)) }
        if let job = jobs.running.first(where: { $0.request == results.request }), arrived < slots.count {
            if let pace = Words.Requests.pace(of: job) { facts.append(pace) }
            facts.append(Words.clock(job.elapsed))
        } else if let request, request.state != .finished {
            facts.append(Words.name(request.state) + (request.message.map { ": \($0)" } ?? ""))
        }
        return "\(title)   \(facts.joined(separator: " · "))"
    }

    private func draw(
        _ slot: ResultSlot, place: Int, in cell: Rect, _ grid: ResultsGrid, of frame: inout Frame
    ) {
        let isSelected = place == results.selected
        let picture = Rect(
            column: cell.column + grid.start, row: cell.row, columns: grid.width, rows: cell.rows - 1)
        var isPicked = false
        var (name, marks) = ("\(place + 1)", "")
        var style = Style.label
        switch slot {
        case .arrived(let entry):
            isPicked = tree.picked.contains(.entry(entry.id))
            if let manner = entry.manner { name += " \(manner)" }
            marks = frame.isPlain ? Words.plainMarks(entry) : Words.labelMarks(entry)
            if entry.isRejected { style = .rejected }
            if !picture.isEmpty { frame.place(.kept(digest: entry.digest), in: picture) }
        case .forming(let partial, let fraction):
            marks = fraction > 0 ? "\(Int(nearest: (fraction * 100).rounded(.down))) %" : formingClock
            if let partial, !picture.isEmpty {
                frame.place(partial, in: picture)
            } else {
                frame.fill(picture, style: .field)
            }
        case .missing:
            let state = results.request.flatMap(tree.request)?.state ?? .finished
            name += " \(state == .finished ? Words.Requests.noPicture : Words.name(state))"
            style = .dim
        }
        let label = Rect(
            column: picture.column - 1, row: cell.endRow - 1, columns: cell.endColumn - picture.column + 1,
            rows: 1)
        let shown = rowStyle(isSelected: isSelected, isPicked: isPicked, in: .results, of: frame, otherwise: style)
        if isSelected { frame.fill(label, style: shown) }
        let mark = rowMark(isSelected: isSelected, isPicked: isPicked, in: .results, of: frame)
        frame.write(mark, column: label.column, row: label.row, style: shown)
        // Cut the name, not the marks.
        let room = label.columns - 1 - (marks.isEmpty ? 0 : DisplayText.columns(of: marks) + 1)
        let used = frame.write(name, column: label.column + 1, row: label.row, style: shown, width: max(1, room))
        let isNew = if case .arrived(let entry) = slot { !entry.isSeen } else { false }
        let marksStyle: Style = isSelected ? shown : isNew ? .unseen : marks.hasSuffix("%") ? .running : shown
        frame.write(
            marks, column: label.column + 2 + used, row: label.row, style: marksStyle,
            width: label.endColumn - label.column - 2 - used)
        if isSelected { point(at: label.row, in: label, pane: .results, of: &frame) }
    }

    /// The text of a picture that has not started: waiting, or the elapsed time of its request.
    private var formingClock: String {
        let job = jobs.running.first { $0.request == results.request }
        guard let job, job.fraction == 0, job.elapsed > 0 else { return Words.Requests.waits }
        return Words.clock(job.elapsed)
    }
}
