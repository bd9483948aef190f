package import RiffleAPI

/// How a picture came to be, as lines.
package struct RecipeView: Popup {
    package let recipe: Recipe
    package internal(set) var scroll = 0

    package var context: Context { .recipe }
    package var room: PopupRoom { .box }

    init(recipe: Recipe) { self.recipe = recipe }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        guard command != .close else { return .close }
        scroll += command == .moveDown ? 1 : -1
        return .stay
    }

    package func size(in area: Size, on desk: Desk) -> Size {
        let width = min(72, area.columns - 4)
        return Size(columns: width, rows: lines(columns: width - 2, on: desk).count + 2)
    }

    private func lines(columns: Int, on desk: Desk) -> [(label: String, value: String)] {
        recipe.lines(zone: desk.environment.zone).flatMap { label, value in
            DisplayText.wrapped(value, to: max(10, columns - 16)).enumerated().map { ($0 == 0 ? label : "", $1) }
        }
    }

    package mutating func layOut(in room: Size, on desk: Desk) {
        scroll = max(0, min(scroll, lines(columns: room.columns, on: desk).count - room.rows))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        for (offset, line) in lines(columns: room.columns, on: desk).dropFirst(scroll).prefix(room.rows).enumerated() {
            let row = room.row + offset
            frame.write(line.label, column: room.column + 1, row: row, style: .popupTitle, width: 13)
            frame.write(line.value, column: room.column + 15, row: row, style: .popup, width: room.columns - 16)
        }
    }
}
