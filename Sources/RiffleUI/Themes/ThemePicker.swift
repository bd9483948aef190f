/// The list of themes, each shown at once as the cursor is on it.
package struct ThemePicker: ListPopup {
    package let names: [String]
    /// What closing without a choice goes back to.
    let before: String
    package internal(set) var list = ListCursor()

    package var context: Context { .themes }
    package var room: PopupRoom { .box }
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

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close([.setTheme(before, isChoice: false)])
        case .accept: return .close(showing(isChoice: true))
        default: return move(command, on: &desk) ?? .stay
        }
    }

    mutating func moved(on desk: inout Desk) -> Outcome { Outcome(showing(isChoice: false)) }

    private func showing(isChoice: Bool) -> [Effect] {
        names.isEmpty ? [] : [.setTheme(names[list.index], isChoice: isChoice)]
    }

    package func title(on desk: Desk) -> String { Words.Screen.theme }

    package func size(in area: Size, on desk: Desk) -> Size {
        Size(columns: (names.map(\.count).max() ?? 10) + 6, rows: min(names.count, area.rows - 4) + 2)
    }

    package mutating func layOut(in room: Size, on desk: Desk) { list.page = max(1, room.rows) }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        for (offset, index) in list.visible(rows: room.rows).enumerated() {
            frame.writeChoice(
                names[index], index, row: room.row + offset, in: room, isSelected: index == list.index)
        }
    }
}
