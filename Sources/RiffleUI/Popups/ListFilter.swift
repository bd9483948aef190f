/// A filter for a list: rows that contain every word of it stay.
package struct ListFilter: Sendable, Equatable {
    package private(set) var line = LineEdit()
    /// Whether it has the focus.
    package private(set) var isTyped = false

    func accepts(_ text: String) -> Bool {
        let text = text.lowercased()
        return line.text.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
    }

    mutating func type(_ text: [Character]) { text.forEach { line.type($0) } }

    /// Performs a command of the filter line, or the one that opens it; false for other commands.
    mutating func perform(_ command: CommandName) -> Bool {
        guard isTyped else {
            guard command == .filter || command == .close && !line.characters.isEmpty else { return false }
            if command == .filter { isTyped = true } else { line = LineEdit() }
            return true
        }
        switch command {
        case .accept: isTyped = false
        case .close: (line, isTyped) = (LineEdit(), false)
        default: return line.perform(command)
        }
        return true
    }

    /// Rows that the filter line needs.
    var rows: Int { isTyped || !line.characters.isEmpty ? 1 : 0 }

    /// Draws the filter line in the last row; returns the room that is left for the list.
    func draw(in room: Rect, of frame: inout Frame) -> Rect {
        guard rows > 0 else { return room }
        var (list, row) = (room, room)
        list.rows -= 1
        (row.row, row.rows) = (list.endRow, 1)
        let cursor = frame.cursor
        frame.writeSearch(line, hint: Words.Screen.typeToFilter, in: row)
        if !isTyped { frame.cursor = cursor }
        return list
    }
}
