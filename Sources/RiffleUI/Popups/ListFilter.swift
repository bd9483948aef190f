/// What narrows a list: rows that have every word of it stay.
package struct ListFilter: Sendable, Equatable {
    package private(set) var line = LineEdit()
    /// Whether it has the keys.
    package private(set) var isTyped = false

    func accepts(_ text: String) -> Bool {
        let text = text.lowercased()
        return line.text.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
    }

    mutating func type(_ text: [Character]) { text.forEach { line.type($0) } }

    /// Carries out a command of the line, or the one that begins it; false when it is none.
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

    /// Rows that the line takes from its list.
    var rows: Int { isTyped || !line.characters.isEmpty ? 1 : 0 }

    /// The line in the last row of a list; returns what it leaves to the list.
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
