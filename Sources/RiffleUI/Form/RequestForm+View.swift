import RiffleAPI

extension App {
    /// The form's fields on the left; the picture as it will be sent on the right, where there is room.
    func draw(_ form: RequestForm, in area: Rect, of frame: inout Frame) {
        let shown = form.fields.filter(form.isShown)
        let hasPreview = area.columns >= 70 && form.source != nil
        let size = Size(
            columns: hasPreview ? min(area.columns - 4, 84) : form.source == nil ? 72 : 50, rows: shown.count + 6)
        let room = frame.popup(size, in: area, title: title(of: form))
        let fields = Rect(
            column: room.column + 1, row: room.row, columns: hasPreview ? min(48, room.columns - 20) : room.columns - 2,
            rows: room.rows)
        // On a low screen the fields move under the cursor.
        let rows = max(1, min(shown.count, fields.rows - 4))
        let focus = shown.firstIndex { $0.id == form.focused.id } ?? 0
        let first = max(0, focus - rows + 1)
        for (offset, field) in shown.dropFirst(first).prefix(rows).enumerated() {
            draw(field, isFocused: field.id == form.focused.id, row: fields.row + 1 + offset, in: fields, of: &frame)
        }
        let below = fields.row + 1 + rows
        drawVerdict(of: form, row: below + 1, in: fields, of: &frame)
        guard hasPreview, let picture = picture(of: form) else { return }
        let preview = Rect(
            column: fields.endColumn + 1, row: room.row + 1, columns: room.endColumn - fields.endColumn - 2,
            rows: room.rows - 2)
        guard let mate = form.orderedMate else { return frame.place(picture, in: preview) }
        // The two parents, one above the other.
        let half = preview.rows / 2
        var upper = preview
        upper.rows = half
        var lower = preview
        lower.row += preview.rows - half
        lower.rows = half
        frame.place(picture, in: upper)
        frame.place(self.picture(of: mate.source, mend: mate.mend), in: lower)
    }

    private func title(of form: RequestForm) -> String {
        switch (form.operation, form.source) {
        case (.variation, let source?):
            if let mate = form.mate {
                "\(name(of: source)) × \(mate.title)"
            } else {
                Words.Form.variations(of: form.batch > 1 ? Words.count(form.batch, "picture") : name(of: source))
            }
        case (.edit, let source?): Words.Form.edit(of: name(of: source))
        default: Words.Form.fromWords
        }
    }

    /// The picture as it will be sent, with its mask; nil where there is none.
    private func picture(of form: RequestForm) -> PictureID? {
        guard let source = form.source else { return nil }
        let picture = picture(of: source, mend: form.orderedMend, below: form.below)
        // A mask fits the picture before it is scaled.
        return form.editor.map { .masked(self.picture(of: source, mend: form.orderedMend), $0.sketch) } ?? picture
    }

    private func draw(_ field: RequestField, isFocused: Bool, row: Int, in room: Rect, of frame: inout Frame) {
        frame.write(isFocused ? "▸" : " ", column: room.column, row: row, style: .popupTitle)
        frame.write(Words.label(of: field.id), column: room.column + 2, row: row, style: .popup, width: 11)
        let style: Style = field.complaint != nil ? .fieldError : isFocused ? .fieldFocused : .field
        let box = Rect(column: room.column + 13, row: row, columns: room.columns - 13, rows: 1)
        frame.fill(box, style: style)
        frame.mark(Rect(column: room.column, row: row, columns: room.columns, rows: 1), as: .field(field.id))
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
    private func drawVerdict(of form: RequestForm, row: Int, in room: Rect, of frame: inout Frame) {
        let text: String
        var style = Style.popup
        if let refusal = form.refusal {
            text = form.editor == nil ? Words.long(refusal) : Words.longOfEdit(refusal)
            style = .error
        } else if form.needsMask {
            text = Words.Form.nothingPainted
            style = .error
        } else if form.settings == nil, form.imageSettings == nil {
            let isSilent = form.operation != .variation && form.value(.prompt).isEmpty
            text = isSilent ? Words.Form.isSilent : Words.Form.hasComplaint
            style = .error
        } else if let limit = form.below, let size = form.facts?.byteCount {
            text = Words.Form.sentScaled(size, below: limit)
        } else if form.objections.contains(.notPNG) {
            text = Words.Form.sentAsPNG(form.facts?.kind)
        } else if case .notSquare(let width, let height) = form.objections.first {
            text = Words.Form.sentSquare(width: width, height: height)
        } else if form.value(.backend) == VariationSettings.builtin {
            text = form.operation == .edit ? Words.Form.filledHere : Words.Form.madeHere
        } else {
            text = sending(form)
        }
        frame.write(text, column: room.column + 2, row: row, style: style, width: room.columns - 2)
        if let side = form.enlargedFrom {
            frame.write(
                Words.Form.enlarged(from: side), column: room.column + 2, row: row + 1,
                style: .popup, width: room.columns - 2)
        }
    }

    /// Where a form goes, and what that costs.
    private func sending(_ form: RequestForm) -> String {
        let name = form.value(.backend)
        guard let profile = environment.profiles.first(where: { $0.name == name }) else {
            return Words.Form.sent(to: name)
        }
        let way = form.operation == .variation && profile.variesByEditing ? Words.Form.byEditing : ""
        guard profile.isPaid, let count = Int(form.value(.n)) else { return Words.Form.sent(to: name) + way }
        return Words.Form.isPaid(name, Words.cost(of: count * form.batch, profile)) + way
    }
}
