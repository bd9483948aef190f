import RiffleAPI

extension Desk {
    func drawResults(in rect: Rect, of frame: inout Frame) {
        let slots = slots
        let room = drawPane(resultsTitle(slots), .results, in: rect, of: &frame)
        guard !slots.isEmpty else {
            for (offset, line) in Words.Screen.firstHints.prefix(room.rows).enumerated() {
                frame.write(
                    line, column: room.column + 1, row: room.row + offset, style: .dim, width: room.columns - 2)
            }
            return
        }
        let grid = grid(in: room.size)
        let first = grid.firstRow(showing: results.selected)
        for (place, slot) in slots.enumerated() {
            let row = place / grid.columns - first
            guard (0..<grid.visibleRows).contains(row) else { continue }
            let cell = Rect(
                column: room.column + place % grid.columns * grid.slot.columns, row: room.row + row * grid.slot.rows,
                columns: grid.slot.columns, rows: grid.slot.rows)
            frame.mark(cell, as: .slot(place))
            draw(slot, place: place, in: cell, of: &frame)
            if place == results.selected { point(at: cell.row, in: cell, pane: .results, of: &frame) }
        }
    }

    private func resultsTitle(_ slots: [ResultSlot]) -> String {
        guard !slots.isEmpty else { return Context.results.title }
        let arrived = slots.count { if case .arrived = $0 { true } else { false } }
        let request = results.request.flatMap { tree.request($0) }
        var title = "\(Context.results.title) \(Words.Requests.arrived(arrived, of: slots.count))"
        if let job = jobs.running.first(where: { $0.request == results.request }), arrived < slots.count {
            title += "  \(Words.Requests.pace(of: job) ?? Words.Requests.waiting(seconds: job.elapsed))"
        } else if let request, request.state != .finished {
            title += "  \(Words.name(request.state))"
            if let message = request.message { title += ": \(message)" }
        }
        return title
    }

    private func draw(_ slot: ResultSlot, place: Int, in cell: Rect, of frame: inout Frame) {
        let isSelected = place == results.selected
        let label = rowStyle(isSelected: isSelected, in: .results, otherwise: .dim)
        let picture = Rect(
            column: cell.column + 1, row: cell.row + 1, columns: cell.columns - 2, rows: cell.rows - 1)
        var mark = isSelected ? "▌" : " "
        if case .arrived(let entry) = slot, tree.picked.contains(.entry(entry.id)), !isSelected { mark = "✓" }
        var text = "\(mark)\(place + 1)"
        switch slot {
        case .arrived(let entry):
            if let manner = entry.manner { text += " \(manner)" }
            let marks = Words.marks(entry)
            if !marks.isEmpty { text += " \(marks)" }
            if picture.isEmpty { break }
            frame.place(.kept(digest: entry.digest), in: picture)
        case .forming(let partial, let fraction):
            text += fraction > 0 ? " \(Int(nearest: (fraction * 100).rounded(.down))) %" : " \(Words.Requests.waits)"
            if let partial {
                frame.place(partial, in: picture)
            } else {
                frame.write("░░░░", column: picture.column, row: picture.row, style: .dim, width: picture.columns)
            }
        case .missing:
            text += " \(Words.Requests.noPicture)"
        }
        frame.write(text + " ", column: cell.column, row: cell.row, style: label, width: cell.columns - 1)
        if isSelected { point(at: cell.row, in: cell, pane: .results, of: &frame) }
    }
}
