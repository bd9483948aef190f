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
        let room = frame.popup(Size(columns: width, rows: rows + 2), in: area, title: "Recipe")
        for (offset, line) in lines[start..<min(start + room.rows, lines.count)].enumerated() {
            frame.write(line.0, column: room.column + 1, row: room.row + offset, style: .popupTitle, width: 13)
            frame.write(
                line.1, column: room.column + 15, row: room.row + offset, style: .popup, width: room.columns - 16)
        }
    }
}

extension Recipe {
    /// What is known, each with the word for it; what is not known is left out.
    package func lines(zone: Int) -> [(label: String, value: String)] {
        var lines: [(String, String)] = []
        func add(_ label: String, _ value: String?) { if let value, !value.isEmpty { lines.append((label, value)) } }
        let made = Moment(seconds: entry.created, offset: zone)
        add("picture", Words.facts(entry.facts))
        add("SHA-256", entry.digest)
        add("kept", "\(made.date) \(made.time)")
        add("marks", Words.marks(entry))
        add("note", entry.note)
        add("file", entry.originPath)
        guard let request else { return lines }
        let settings = request.settings
        add("source", root?.originPath)
        func name(_ entry: Entry) -> String {
            entry.originPath.map(Path.name) ?? "picture \(entry.id.value), place \(entry.index + 1)"
        }
        add("made from", parent.map(name))
        add("and from", mate.map { "\(name($0)), its share \(Words.decimal(request.weight ?? 0.5))" })
        add("request", "\(request.id.value), picture \(entry.index + 1) of \(settings.n)")
        add("backend", settings.backend)
        add("model", settings.model)
        add("prompt", request.prompt)
        add("mask", request.mask)
        if let image = request.image {
            for (word, value) in image.words { add(word, value) }
        } else {
            add("size", settings.size.rawValue)
        }
        if settings.backend == VariationSettings.builtin {
            if request.kind == .variation { add("strength", Words.decimal(settings.strength)) }
            add("seed", entry.seed.map { "\($0)" })
            add("engine", engine)
        }
        if request.mend != .none { add("square by", Words.name(request.mend)) }
        add("sent as", request.idempotencyKey)
        add("server's id", serverRequest)
        add("took", duration.map { "\(Int($0.rounded())) s" })
        add("cost", cost.map(Words.money))
        return lines
    }
}
