import RiffleAPI

/// The list of manners, those that suit the picture first.
struct MannerPicker: Sendable, Equatable {
    /// A row: a manner with its summary or why it does not suit; nil leaves the choice to the engine.
    struct Row: Sendable, Equatable {
        var name: String?
        var text: String
        var suits = true
    }

    private let manners: [MannerChoice]
    /// Why some do not suit; nil while that is unknown.
    var refusals: [String: String]? { didSet { fill() } }
    /// The filter.
    private(set) var line = LineEdit()
    private(set) var picked: [String]
    var list = ListCursor()
    private(set) var rows: [Row] = []
    private var hasToggled = false

    init(_ manners: [MannerChoice], picked: [String], refusals: [String: String]?) {
        (self.manners, self.picked, self.refusals) = (manners, picked, refusals)
        fill()
        list.move(to: rows.firstIndex { $0.name == picked.first } ?? 0)
    }

    /// Keeps the cursor on the same row.
    private mutating func fill() {
        let name = rows.indices.contains(list.index) ? rows[list.index].name : nil
        let all = manners.map {
            Row(name: $0.name, text: refusals?[$0.name] ?? $0.summary, suits: refusals?[$0.name] == nil)
        }
        let auto = Row(name: nil, text: Words.Form.autoManner)
        let words = line.text.lowercased().split(separator: " ")
        rows = ([auto] + all.filter(\.suits) + all.filter { !$0.suits }).filter { row in
            words.allSatisfy { "\(row.name ?? Words.Form.auto) \(row.text)".lowercased().contains($0) }
        }
        list.count = rows.count
        list.move(to: rows.firstIndex { $0.name == name } ?? 0)
    }

    mutating func type(_ text: [Character]) {
        text.forEach { line.type($0) }
        fill()
    }

    /// Toggles the pick of the current row.
    private mutating func toggle() {
        guard rows.indices.contains(list.index) else { return }
        hasToggled = true
        guard let name = rows[list.index].name else {
            picked = []
            return
        }
        if picked.contains(name) { picked.removeAll { $0 == name } } else { picked.append(name) }
    }

    mutating func perform(_ command: CommandName) {
        if command == .pick { return toggle() }
        guard !list.perform(command) else { return }
        line.perform(command)
        fill()
    }

    /// The result of Enter: the picked manners, or the current row.
    var choice: [String] {
        guard !hasToggled, rows.indices.contains(list.index) else { return picked }
        let name = rows[list.index].name
        return name == nil ? [] : picked.contains(name!) ? picked : [name!]
    }

    /// A click selects and picks a row. True for a double click, which accepts it.
    mutating func point(_ deed: PopupMouse) -> Bool {
        switch deed {
        case .row(let row, let isDouble):
            list.move(to: row)
            if !isDouble { toggle() }
            return isDouble
        case .wheel(let step, _, _): list.scroll(by: step)
        default: break
        }
        return false
    }
}

extension RequestForm {
    /// Opens the list, and judges the picture if that was not done.
    mutating func openPicker() -> Outcome {
        guard case .names = fields.focused.kind else { return .stay }
        let isJudged = refusals != nil || mate != nil || source == nil
        picker = MannerPicker(manners, picked: fields.focused.picked, refusals: refusals)
        return isJudged ? .stay : source.map { [.judgeManners($0)] } ?? .stay
    }

    mutating func performInPicker(_ command: CommandName) {
        switch command {
        case .accept:
            let choice = picker?.choice ?? []
            change { $0.edit(.api(.manner)) { $0.picked = choice } }
            picker = nil
        case .close: picker = nil
        default: picker?.perform(command)
        }
    }

    mutating func take(refusals: [String: String]) {
        self.refusals = refusals
        picker?.refusals = refusals
    }

    /// Picked manners that do not suit, if known.
    var unsuited: [(name: String, reason: String)] {
        (fields[.api(.manner)]?.picked ?? []).compactMap { name in refusals?[name].map { (name, $0) } }
    }

    /// Draws the list in place of the fields: the picks above, the filter below.
    func draw(_ picker: MannerPicker, in room: Rect, of frame: inout Frame) {
        let picked = picker.picked.isEmpty ? Words.Form.auto : picker.picked.joined(separator: ", ")
        frame.write(RequestField.manner.label, column: room.column + 1, row: room.row, style: .popupTitle, width: 11)
        frame.write(picked, column: room.column + 13, row: room.row, style: .popup, width: room.columns - 14)
        let width = (picker.rows.compactMap { $0.name?.count }.max() ?? 4) + 3
        for (offset, index) in picker.list.visible(rows: room.rows - 2).enumerated() {
            let row = picker.rows[index]
            let isPicked = row.name.map(picker.picked.contains) ?? picker.picked.isEmpty
            let name = DisplayText.padded("\(isPicked ? "✓" : " ") \(row.name ?? Words.Form.auto)", to: width)
            let reason = row.suits ? row.text : Words.Form.unsuited(row.text)
            frame.writeChoice(
                "\(name) \(reason)", index, row: room.row + 1 + offset, in: room,
                isSelected: index == picker.list.index,
                style: row.suits ? .popup : .dim)
        }
        let last = Rect(column: room.column, row: room.endRow - 1, columns: room.columns, rows: 1)
        let cursor = frame.cursor
        frame.writeSearch(
            picker.line, hint: refusals == nil && mate == nil ? Words.Form.judging : Words.Form.typeToFind, in: last)
        if frame.isPlain { frame.cursor = cursor }
    }
}
