/// The fields of a form, with a cursor.
package struct FieldList<ID: Hashable & Sendable>: Sendable, Equatable {
    package private(set) var fields: [InputField<ID>]
    private var focus = 0
    /// Fields that do not apply now; their values are kept.
    package internal(set) var hidden: Set<ID> = []
    /// Fields that apply but are folded.
    package internal(set) var folded: Set<ID> = []

    init(_ fields: [InputField<ID>]) { self.fields = fields }

    package subscript(id: ID) -> InputField<ID>? { fields.first { $0.id == id } }

    package func value(_ id: ID) -> String { self[id]?.value ?? "" }

    /// The visible fields.
    package var shown: [InputField<ID>] { fields.filter { isShown($0.id) } }

    package func isShown(_ id: ID) -> Bool {
        self[id] != nil && !hidden.contains(id) && !folded.contains(id)
    }

    package var focused: InputField<ID> { fields[focus] }

    /// The cursor's index among the visible fields.
    var shownFocus: Int { shown.firstIndex { $0.id == focused.id } ?? 0 }

    var hasComplaint: Bool { fields.contains { $0.complaint != nil } }

    // MARK: The cursor

    mutating func moveFocus(_ by: Int) {
        repeat { focus = (focus + by + fields.count) % fields.count } while !isShown(focused.id)
        fields[focus].isFresh = true
    }

    mutating func moveFocus(to id: ID) {
        guard id != focused.id, let place = fields.firstIndex(where: { $0.id == id }) else { return }
        focus = place
        fields[focus].isFresh = true
    }

    /// Goes to the first invalid field, unfolding it if needed.
    mutating func focusComplaint() {
        guard let field = fields.first(where: { $0.complaint != nil }) else { return }
        if folded.contains(field.id) { folded = [] }
        moveFocus(to: field.id)
    }

    // MARK: Changing

    mutating func edit(_ id: ID, _ change: (inout InputField<ID>) -> Void) {
        if let place = fields.firstIndex(where: { $0.id == id }) { change(&fields[place]) }
    }

    /// Changes the order of the fields.
    mutating func arrange(by rank: (ID) -> Int) {
        let id = focused.id
        fields.sort { rank($0.id) < rank($1.id) }
        focus = fields.firstIndex { $0.id == id } ?? 0
    }

    /// Validates each field that applies.
    mutating func check(_ complaint: (InputField<ID>) -> String?) {
        for place in fields.indices {
            fields[place].complaint = hidden.contains(fields[place].id) ? nil : complaint(fields[place])
        }
    }

    mutating func type(_ text: [Character]) { text.forEach { fields[focus].type($0) } }

    /// Performs a command of the list or of the current field; false for other commands.
    mutating func perform(_ command: CommandName) -> Bool {
        switch command {
        case .nextField: moveFocus(1)
        case .previousField: moveFocus(-1)
        default: return fields[focus].perform(command)
        }
        return true
    }

    /// A click selects a field, a second click changes its choice; the wheel changes the choice at the mouse. False if the
    /// mouse is not over a field.
    mutating func point(_ deed: PopupMouse) -> Bool {
        let shown = shown
        switch deed {
        case .row(let row, _) where shown.indices.contains(row):
            if shown[row].id == focused.id, !focused.isLine { fields[focus].step(1) }
            moveFocus(to: shown[row].id)
        case .wheel(let step, let row?, _) where shown.indices.contains(row):
            moveFocus(to: shown[row].id)
            fields[focus].step(-step)
        default: return false
        }
        return true
    }
}

extension Frame {
    /// Draws the fields, one per row; on a low screen they scroll.
    ///
    /// - Parameters:
    ///   - labels: width of the labels in columns.
    ///   - text: the text of a field that is not being edited; nil for the usual one.
    mutating func write<ID>(
        _ list: FieldList<ID>, labels: Int, in room: Rect, text: (InputField<ID>) -> String? = { _ in nil }
    ) {
        let shown = list.shown
        let first = max(0, list.shownFocus - room.rows + 1)
        for (offset, field) in shown.dropFirst(first).prefix(room.rows).enumerated() {
            let row = Rect(column: room.column, row: room.row + offset, columns: room.columns, rows: 1)
            mark(row, as: .choice(first + offset))
            let text = text(field) ?? field.shownText(hasArrows: !isPlain)
            write(field, text, isFocused: field.id == list.focused.id, labels: labels, in: row)
        }
    }

    private mutating func write<ID>(
        _ field: InputField<ID>, _ text: String, isFocused: Bool, labels: Int, in row: Rect
    ) {
        write(isFocused ? "▌" : " ", column: row.column, row: row.row, style: .popupTitle)
        write(field.label, column: row.column + 1, row: row.row, style: .popup, width: labels)
        let style: Style = field.complaint != nil ? .fieldError : isFocused ? .fieldFocused : .field
        var box = row
        (box.column, box.columns) = (row.column + labels + 1, max(0, row.columns - labels - 1))
        fill(box, style: style)
        if isFocused, isPlain { cursor = Point(column: box.column, row: box.row) }
        box = Rect(column: box.column + 1, row: box.row, columns: box.columns - 2, rows: 1)
        let isTyped = if case .text = field.kind { isFocused } else { false }
        let shown = isTyped ? "" : field.complaint.map { "\(text)  \($0)" } ?? text
        write(shown, column: box.column, row: box.row, style: style, width: box.columns)
        guard isFocused, field.isLine else { return }
        writeTyped(field.line, hint: isTyped ? text : "", in: box, style: style)
    }
}
