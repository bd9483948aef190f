/// The lines of a form, one of which has the cursor.
package struct FieldList<ID: Hashable & Sendable>: Sendable, Equatable {
    package private(set) var fields: [InputField<ID>]
    private var focus = 0
    /// Fields that do not apply at present; what is in them is kept.
    package internal(set) var hidden: Set<ID> = []

    init(_ fields: [InputField<ID>]) { self.fields = fields }

    package subscript(id: ID) -> InputField<ID>? { fields.first { $0.id == id } }

    package func value(_ id: ID) -> String { self[id]?.value ?? "" }

    /// The fields that are seen.
    package var shown: [InputField<ID>] { fields.filter { !hidden.contains($0.id) } }

    package var focused: InputField<ID> { fields[focus] }

    /// The cursor's place among the fields that are seen.
    var shownFocus: Int { shown.firstIndex { $0.id == focused.id } ?? 0 }

    var hasComplaint: Bool { shown.contains { $0.complaint != nil } }

    // MARK: The cursor

    mutating func moveFocus(_ by: Int) {
        repeat { focus = (focus + by + fields.count) % fields.count } while hidden.contains(focused.id)
        fields[focus].isFresh = true
    }

    mutating func moveFocus(to id: ID) {
        guard id != focused.id, let place = fields.firstIndex(where: { $0.id == id }) else { return }
        focus = place
        fields[focus].isFresh = true
    }

    /// Goes to the first field that cannot be as it is.
    mutating func focusComplaint() {
        if let field = shown.first(where: { $0.complaint != nil }) { moveFocus(to: field.id) }
    }

    // MARK: Changing

    mutating func edit(_ id: ID, _ change: (inout InputField<ID>) -> Void) {
        if let place = fields.firstIndex(where: { $0.id == id }) { change(&fields[place]) }
    }

    /// Says of each field that is seen why it cannot be as it is.
    mutating func check(_ complaint: (InputField<ID>) -> String?) {
        for place in fields.indices {
            fields[place].complaint = hidden.contains(fields[place].id) ? nil : complaint(fields[place])
        }
    }

    mutating func type(_ text: [Character]) { text.forEach { fields[focus].type($0) } }

    /// Carries out a command of the list or of the field under the cursor; false when it is none.
    mutating func perform(_ command: CommandName) -> Bool {
        switch command {
        case .nextField: moveFocus(1)
        case .previousField: moveFocus(-1)
        default: return fields[focus].perform(command)
        }
        return true
    }

    /// A click goes to a field, a second one turns its choice; the wheel turns what is under it. False where the mouse
    /// is over none.
    mutating func point(_ deed: PopupMouse) -> Bool {
        let shown = shown
        switch deed {
        case .row(let row, _) where shown.indices.contains(row):
            if shown[row].id == focused.id, focused.isChoice { fields[focus].step(1) }
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
    /// The fields of a form, a row each; on a low screen they move under the cursor.
    ///
    /// - Parameters:
    ///   - labels: columns of what the fields are called.
    ///   - text: what is written for a field that is not being typed into.
    mutating func write<ID>(
        _ list: FieldList<ID>, labels: Int, in room: Rect, text: (InputField<ID>) -> String = { $0.shownText }
    ) {
        let shown = list.shown
        let first = max(0, list.shownFocus - room.rows + 1)
        for (offset, field) in shown.dropFirst(first).prefix(room.rows).enumerated() {
            let row = Rect(column: room.column, row: room.row + offset, columns: room.columns, rows: 1)
            mark(row, as: .choice(first + offset))
            write(field, text(field), isFocused: field.id == list.focused.id, labels: labels, in: row)
        }
    }

    private mutating func write<ID>(
        _ field: InputField<ID>, _ text: String, isFocused: Bool, labels: Int, in row: Rect
    ) {
        write(isFocused ? "▸" : " ", column: row.column, row: row.row, style: .popupTitle)
        write(field.label, column: row.column + 2, row: row.row, style: .popup, width: labels)
        let style: Style = field.complaint != nil ? .fieldError : isFocused ? .fieldFocused : .field
        var box = row
        (box.column, box.columns) = (row.column + labels + 3, max(0, row.columns - labels - 3))
        fill(box, style: style)
        if isFocused, !hasBoxes { cursor = Point(column: box.column, row: box.row) }
        box = Rect(column: box.column + 1, row: box.row, columns: box.columns - 2, rows: 1)
        let isTyped = if case .text = field.kind { isFocused } else { false }
        let shown = isTyped ? "" : field.complaint.map { "\(text)  \($0)" } ?? text
        write(shown, column: box.column, row: box.row, style: style, width: box.columns)
        guard isFocused, !field.isChoice else { return }
        writeTyped(field.line, hint: isTyped ? text : "", in: box, style: style)
    }
}
