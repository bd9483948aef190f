/// The list of themes; the one at the cursor is shown at once.
package struct ThemePicker: ListPopup {
    package let names: [String]
    /// The theme to restore if none is chosen.
    let before: String
    package internal(set) var list = ListCursor()
    private var filter = ListFilter()

    package var context: Context { filter.isTyped ? .filter : .themes }
    package var room: PopupRoom { .panes([.files]) }
    var choosing: CommandName { .accept }

    init(names: [String], current: String) {
        self.names = names
        before = current
        list.count = names.count
        list.move(to: names.firstIndex(of: current) ?? 0)
    }

    static func open(on desk: inout Desk) -> Outcome {
        .open(ThemePicker(names: desk.environment.themes, current: desk.display.theme))
    }

    /// The themes that pass the filter.
    private var shown: [String] { names.filter(filter.accepts) }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        if filter.perform(command) { return filtered() }
        switch command {
        case .close: return .close([.setTheme(before, isChoice: false)])
        case .accept: return .close(showing(isChoice: true))
        default: return move(command, on: &desk) ?? .stay
        }
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        guard filter.isTyped else { return .stay }
        filter.type(text)
        return filtered()
    }

    private mutating func filtered() -> Outcome {
        list.count = shown.count
        return Outcome(showing(isChoice: false))
    }

    mutating func moved(on desk: inout Desk) -> Outcome { Outcome(showing(isChoice: false)) }

    private func showing(isChoice: Bool) -> [Effect] {
        shown.indices.contains(list.index) ? [.setTheme(shown[list.index], isChoice: isChoice)] : []
    }

    package func title(on desk: Desk) -> String { Context.themes.title }

    package mutating func layOut(in room: Size, on desk: Desk) { list.page = max(1, room.rows - filter.rows) }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let rows = filter.draw(in: room, of: &frame)
        for (offset, index) in list.visible(rows: rows.rows).enumerated() {
            frame.writeChoice(
                " " + shown[index], index, row: rows.row + offset, in: rows, isSelected: index == list.index)
        }
    }
}
