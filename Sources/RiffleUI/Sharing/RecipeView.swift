package import RiffleAPI

/// How a picture came to be, as lines.
package struct RecipeView: Sendable, Equatable {
    package let recipe: Recipe
    package internal(set) var scroll = 0
}

extension App {
    mutating func performInRecipe(_ command: CommandName) {
        guard case .recipe(var view) = popup, command != .close else {
            popup = nil
            return
        }
        view.scroll = max(0, view.scroll + (command == .moveDown ? 1 : -1))
        popup = .recipe(view)
    }

    func draw(_ view: RecipeView, in area: Rect, of frame: inout Frame) {
        let width = min(72, area.columns - 4)
        let lines = view.recipe.lines(zone: environment.zone).flatMap { label, value in
            App.wrapped(value, to: max(10, width - 18)).enumerated().map { ($0 == 0 ? label : "", $1) }
        }
        let rows = min(lines.count, area.rows - 2)
        let start = max(0, min(view.scroll, lines.count - rows))
        let room = frame.popup(Size(columns: width, rows: rows + 2), in: area, title: Context.recipe.title)
        for (offset, line) in lines[start..<min(start + room.rows, lines.count)].enumerated() {
            frame.write(line.0, column: room.column + 1, row: room.row + offset, style: .popupTitle, width: 13)
            frame.write(
                line.1, column: room.column + 15, row: room.row + offset, style: .popup, width: room.columns - 16)
        }
    }
}
