package import RiffleAPI

/// A question that is answered with a line of text, at the bottom of the screen.
package struct Prompt: Sendable, Equatable {
    package enum Purpose: Sendable, Equatable {
        case note([Node])
    }

    package let purpose: Purpose
    package var line: LineEdit

    package init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        line = LineEdit(text)
    }

    /// What stands before the line.
    var label: String {
        switch purpose {
        case .note: "Note:"
        }
    }
}

/// A question that is answered with yes or no, before something that touches much at once.
package struct Confirmation: Sendable, Equatable {
    package enum Deed: Sendable, Equatable {
        case mark([Node], Mark)
        case emptyTrash
    }

    package let question: String
    package let deed: Deed
}

extension App {
    mutating func performInPrompt(_ command: CommandName) -> [Effect] {
        guard case .prompt(var prompt) = popup else { return [] }
        switch command {
        case .close: popup = nil
        case .accept:
            popup = nil
            return answer(prompt)
        default:
            prompt.line.perform(command)
            popup = .prompt(prompt)
        }
        return []
    }

    private mutating func answer(_ prompt: Prompt) -> [Effect] {
        switch prompt.purpose {
        case .note(let nodes): return mark(nodes, .note(prompt.line.text))
        }
    }

    mutating func performInConfirmation(_ command: CommandName) -> [Effect] {
        guard case .confirmation(let confirmation) = popup else { return [] }
        popup = nil
        guard command == .accept else { return [] }
        switch confirmation.deed {
        case .mark(let nodes, let mark): return self.mark(nodes, mark)
        case .emptyTrash: return [.emptyTrash]
        }
    }

    /// The line in place of the hints, with the text cursor in it.
    func draw(_ prompt: Prompt, row: Int, in frame: inout Frame) {
        frame.fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), style: .field)
        let label = frame.write(" \(prompt.label) ", column: 0, row: row, style: .barKey)
        let room = size.columns - label - 1
        guard room > 1 else { return }
        // A long line moves to the left under its cursor.
        let before = DisplayText.columns(of: DisplayText.safe(prompt.line.head))
        var hidden = 0
        var characters = prompt.line.characters[...]
        while before - hidden >= room, let first = characters.popFirst() {
            hidden += DisplayText.columns(of: first)
        }
        frame.write(String(characters), column: label, row: row, style: .field, width: room + 1)
        frame.cursor = Point(column: label + before - hidden, row: row)
    }

    func draw(_ confirmation: Confirmation, in area: Rect, of frame: inout Frame) {
        let lines = App.wrapped(confirmation.question, to: min(60, area.columns - 6))
        let width = (lines.map { DisplayText.columns(of: $0) }.max() ?? 0) + 4
        let room = frame.popup(Size(columns: max(width, 30), rows: lines.count + 4), in: area, title: "Sure?")
        for (offset, line) in lines.enumerated() {
            frame.write(line, column: room.column + 1, row: room.row + offset, style: .popup, width: room.columns - 2)
        }
        frame.write(
            "y yes   Esc no", column: room.column + 1, row: room.row + lines.count + 1, style: .popupTitle,
            width: room.columns - 2)
    }
}
