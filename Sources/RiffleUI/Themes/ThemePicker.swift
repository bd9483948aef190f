/// The list of themes, each shown at once as the cursor is on it.
package struct ThemePicker: Sendable, Equatable {
    package let names: [String]
    /// What closing without a choice goes back to.
    let before: String
    package internal(set) var list = ListCursor()

    init(names: [String], current: String) {
        self.names = names
        before = current
        list.count = names.count
        list.move(to: names.firstIndex(of: current) ?? 0)
    }
}

extension App {
    mutating func openThemes() -> [Effect] {
        var picker = ThemePicker(names: environment.themes, current: theme)
        picker.list.page = max(1, min(picker.names.count, size.rows - 6))
        popup = .themes(picker)
        return []
    }

    mutating func performInThemes(_ command: CommandName) -> [Effect] {
        guard case .themes(var picker) = popup else { return [] }
        switch command {
        case .close:
            popup = nil
            return [.setTheme(picker.before, isChoice: false)]
        case .accept:
            popup = nil
            return picker.names.isEmpty ? [] : [.setTheme(picker.names[picker.list.index], isChoice: true)]
        default:
            picker.list.perform(command)
            popup = .themes(picker)
            return picker.names.isEmpty ? [] : [.setTheme(picker.names[picker.list.index], isChoice: false)]
        }
    }

    func draw(_ picker: ThemePicker, in area: Rect, of frame: inout Frame) {
        let width = (picker.names.map(\.count).max() ?? 10) + 6
        let rows = min(picker.names.count, area.rows - 4)
        let room = frame.popup(Size(columns: width, rows: rows + 2), in: area, title: Words.Screen.theme)
        for (offset, index) in picker.list.visible(rows: room.rows).enumerated() {
            frame.writeChoice(
                picker.names[index], index, row: room.row + offset, in: room,
                isSelected: index == picker.list.index)
        }
    }
}
