import RiffleAPI

/// The form's fields on the left; the picture as it will be sent on the right, where there is room.
extension RequestForm {
    package func size(in area: Size, on desk: Desk) -> Size {
        let columns = hasPreview(in: area.columns) ? min(area.columns - 4, 84) : source == nil ? 72 : 50
        return Size(columns: columns, rows: self.fields.count(where: isShown) + 6)
    }

    private func hasPreview(in columns: Int) -> Bool { columns >= 70 && source != nil }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let shown = self.fields.filter(isShown)
        let hasPreview = hasPreview(in: frame.size.columns)
        let fields = Rect(
            column: room.column + 1, row: room.row, columns: hasPreview ? min(48, room.columns - 20) : room.columns - 2,
            rows: room.rows)
        // On a low screen the fields move under the cursor.
        let rows = max(1, min(shown.count, fields.rows - 4))
        let focus = shown.firstIndex { $0.id == focused.id } ?? 0
        let first = max(0, focus - rows + 1)
        for (offset, field) in shown.dropFirst(first).prefix(rows).enumerated() {
            draw(
                field, first + offset, isFocused: field.id == focused.id, row: fields.row + 1 + offset, in: fields,
                of: &frame)
        }
        drawVerdict(row: fields.row + 2 + rows, in: fields, of: &frame, on: desk)
        guard hasPreview, let picture = picture(on: desk) else { return }
        let preview = Rect(
            column: fields.endColumn + 1, row: room.row + 1, columns: room.endColumn - fields.endColumn - 2,
            rows: room.rows - 2)
        guard let mate = orderedMate else { return frame.place(picture, in: preview) }
        // The two parents, one above the other.
        let half = preview.rows / 2
        var upper = preview
        upper.rows = half
        var lower = preview
        lower.row += preview.rows - half
        lower.rows = half
        frame.place(picture, in: upper)
        frame.place(desk.picture(of: mate.source, mend: mate.mend), in: lower)
    }

    package func title(on desk: Desk) -> String {
        switch (operation, source) {
        case (.variation, let source?):
            if let mate {
                "\(desk.name(of: source)) × \(mate.title)"
            } else {
                Words.Form.variations(of: batch > 1 ? Words.count(batch, "picture") : desk.name(of: source))
            }
        case (.edit, let source?): Words.Form.edit(of: desk.name(of: source))
        default: Words.Form.fromWords
        }
    }

    /// The picture as it will be sent, with its mask; nil where there is none.
    private func picture(on desk: Desk) -> PictureID? {
        guard let source else { return nil }
        let picture = desk.picture(of: source, mend: orderedMend, below: below)
        // A mask fits the picture before it is scaled.
        return editor.map { .masked(desk.picture(of: source, mend: orderedMend), $0.sketch) } ?? picture
    }

    private func draw(
        _ field: RequestField, _ index: Int, isFocused: Bool, row: Int, in room: Rect, of frame: inout Frame
    ) {
        frame.write(isFocused ? "▸" : " ", column: room.column, row: row, style: .popupTitle)
        frame.write(Words.label(of: field.id), column: room.column + 2, row: row, style: .popup, width: 11)
        let style: Style = field.complaint != nil ? .fieldError : isFocused ? .fieldFocused : .field
        let box = Rect(column: room.column + 13, row: row, columns: room.columns - 13, rows: 1)
        frame.fill(box, style: style)
        frame.mark(Rect(column: room.column, row: row, columns: room.columns, rows: 1), as: .choice(index))
        if let complaint = field.complaint, !isFocused || !field.value.isEmpty {
            frame.write(
                "\(field.value)  \(complaint)", column: box.column + 1, row: row, style: style,
                width: box.columns - 2)
        } else {
            // Of a text that is being typed the end is seen.
            let isTyped = if case .text(let typed, _) = field.content { isFocused && !typed.isEmpty } else { false }
            let text = DisplayText.fitted(DisplayText.safe(text(of: field)), to: box.columns - 2, keepingEnd: isTyped)
            frame.write(text, column: box.column + 1, row: row, style: style, width: box.columns - 2)
        }
        if isFocused, !frame.hasBoxes { frame.cursor = Point(column: box.column, row: row) }
        if isFocused, case .text(let text, _) = field.content { putCursor(after: text, in: box, of: &frame) }
        if isFocused, case .number(let text, _, _) = field.content { putCursor(after: text, in: box, of: &frame) }
    }

    private func putCursor(after text: String, in box: Rect, of frame: inout Frame) {
        let column = box.column + 1 + DisplayText.columns(of: DisplayText.safe(text))
        frame.cursor = Point(column: min(column, box.endColumn - 1), row: box.row)
    }

    private func text(of field: RequestField) -> String {
        switch field.content {
        case .choice(let choices, let selected): "◂ \(choices[selected]) ▸"
        case .number(let text, let range, _):
            switch field.id {
            case .weight: Words.Form.share(text)
            case .strength: Words.Form.strength(text)
            default: "\(text)   (\(range.lowerBound)–\(range.upperBound))"
            }
        case .text("", let placeholder): placeholder
        case .text(let text, _): text
        }
    }

    /// Under the fields: why it cannot be sent, or what sending it means.
    private func drawVerdict(row: Int, in room: Rect, of frame: inout Frame, on desk: Desk) {
        let text: String
        var style = Style.popup
        if let refusal {
            text = editor == nil ? Words.long(refusal) : Words.longOfEdit(refusal)
            style = .error
        } else if needsMask {
            text = Words.Form.nothingPainted
            style = .error
        } else if settings == nil {
            let isSilent = self.fields.contains { $0.id == .prompt && $0.complaint != nil } && value(.prompt).isEmpty
            text = isSilent ? Words.Form.isSilent : Words.Form.hasComplaint
            style = .error
        } else if let limit = below, let size = facts?.byteCount {
            text = Words.Form.sentScaled(size, below: limit)
        } else if objections.contains(.notPNG) {
            text = Words.Form.sentAsPNG(facts?.kind)
        } else if case .notSquare(let width, let height) = objections.first, mend != .none {
            text = Words.Form.sentSquare(width: width, height: height)
        } else if profile?.isLocal == true {
            text = operation == .edit ? Words.Form.filledHere : Words.Form.madeHere
        } else {
            text = sending(on: desk)
        }
        if style == .popup, let workflowNote {
            frame.write(
                workflowNote, column: room.column + 2, row: row + 1, style: .popup, width: room.columns - 2)
        }
        frame.write(text, column: room.column + 2, row: row, style: style, width: room.columns - 2)
        if let side = enlargedFrom {
            frame.write(
                Words.Form.enlarged(from: side), column: room.column + 2, row: row + 1,
                style: .popup, width: room.columns - 2)
        }
    }

    /// Where a form goes, and what that costs.
    private func sending(on desk: Desk) -> String {
        let name = value(.backend)
        guard let profile = desk.environment.profiles.first(where: { $0.name == name }) else {
            return Words.Form.sent(to: name)
        }
        let way = operation == .variation && profile.variesByEditing ? Words.Form.byEditing : ""
        guard profile.isPaid, let count = Int(value(.n)) else {
            return Words.Form.sent(to: name) + way + Words.Form.ahead(seen?.findings.queued ?? 0)
        }
        return Words.Form.isPaid(name, Words.cost(of: count * batch, profile)) + way
    }
}
