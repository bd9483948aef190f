package import RiffleAPI

/// How a picture came to be, as lines: as the history has it, or as another program wrote it into the file.
package struct RecipeView: Popup {
    package let recipe: Provenance?
    package let embedded: EmbeddedRecipe?
    package let source: Order.Source
    /// Who could make more by the embedded recipe; nil while they are asked.
    var makers: RecipeMakers?
    package internal(set) var scroll = 0

    package var context: Context { .recipe }
    package var room: PopupRoom { .list }

    init(recipe: Provenance?, embedded: EmbeddedRecipe?, source: Order.Source) {
        self.recipe = recipe
        self.embedded = embedded
        self.source = source
    }

    package func title(on desk: Desk) -> String {
        Words.Recipes.title(of: desk.name(of: source))
    }

    package func summary(on desk: Desk) -> String? {
        Words.Recipes.made(by: embedded?.program.rawValue ?? Words.Screen.program)
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .repeatRequest, .vary, .copyPath: return .perform(command)
        default:
            scroll += command == .moveDown ? 1 : -1
            return .stay
        }
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        if case .makersFound(let found) = action, found.source == source { makers = found }
        return .stay
    }

    private func lines(columns: Int, on desk: Desk) -> [(label: String, value: String)] {
        var facts = embedded?.lines ?? []
        if let recipe {
            if !facts.isEmpty { facts.append(("", "")) }
            facts += recipe.lines(zone: desk.environment.zone)
        }
        var lines = facts.flatMap { label, value in
            DisplayText.wrapped(value, to: max(10, columns - 16)).enumerated().map { ($0 == 0 ? label : "", $1) }
        }
        if embedded != nil {
            lines.append(("", ""))
            let told = makers.map { Words.Recipes.possible($0.makers) } ?? Words.Recipes.asking
            lines += DisplayText.wrapped(told, to: max(10, columns - 2)).map { ($0, "") }
        }
        return lines
    }

    package mutating func layOut(in room: Size, on desk: Desk) {
        scroll = max(0, min(scroll, lines(columns: room.columns, on: desk).count - room.rows))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        for (offset, line) in lines(columns: room.columns, on: desk).dropFirst(scroll).prefix(room.rows).enumerated() {
            let row = room.row + offset
            let isSentence = line.value.isEmpty
            frame.write(
                line.label, column: room.column + 1, row: row, style: isSentence ? .popup : .popupTitle,
                width: isSentence ? room.columns - 2 : 13)
            frame.write(line.value, column: room.column + 15, row: row, style: .popup, width: room.columns - 16)
        }
    }
}
