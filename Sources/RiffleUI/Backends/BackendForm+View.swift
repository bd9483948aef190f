import RiffleAPI

extension BackendForm {
    package func title(on desk: Desk) -> String {
        replacing.map { Words.Backends.change($0) } ?? Words.Backends.new
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let rows = max(1, min(fields.shown.count, room.rows - 2))
        frame.write(
            fields, labels: 15, in: Rect(column: room.column, row: room.row, columns: room.columns - 1, rows: rows))
        guard room.rows > rows + 1 else { return }
        let verdict = Words.Backends.verdict(of: self)
        frame.write(
            verdict.text, column: room.column + 1, row: room.row + rows + 1, style: verdict.isBad ? .error : .popup,
            width: room.columns - 2)
    }
}
