import RiffleAPI

extension App {
    /// The form's fields on the left; the picture as it will be sent on the right, where there is room.
    func draw(_ form: RequestForm, in area: Rect, of frame: inout Frame) {
        let shown = form.fields.filter(form.isShown)
        let hasPreview = area.columns >= 70
        let size = Size(columns: hasPreview ? min(area.columns - 4, 84) : 50, rows: shown.count + 6)
        let room = frame.popup(
            size, in: area, title: "Variations of \(form.batch > 1 ? "\(form.batch) pictures" : name(of: form.source))")
        let fields = Rect(
            column: room.column + 1, row: room.row, columns: hasPreview ? min(48, room.columns - 20) : room.columns - 2,
            rows: room.rows)
        for (offset, field) in shown.enumerated() {
            draw(field, isFocused: field.id == form.focused.id, row: fields.row + 1 + offset, in: fields, of: &frame)
        }
        let below = fields.row + 1 + shown.count
        drawVerdict(of: form, row: below + 1, in: fields, of: &frame)
        guard hasPreview else { return }
        let preview = Rect(
            column: fields.endColumn + 1, row: room.row + 1, columns: room.endColumn - fields.endColumn - 2,
            rows: room.rows - 2)
        frame.place(picture(of: form), in: preview)
    }

    /// The picture as it will be sent.
    private func picture(of form: RequestForm) -> PictureID {
        let picture: PictureID =
            switch form.source {
            case .file(let item): item.picture
            case .entry(let entry, _): .kept(digest: entry.digest)
            }
        return form.mend == .none ? picture : .mended(picture, form.mend)
    }

    private func draw(_ field: RequestField, isFocused: Bool, row: Int, in room: Rect, of frame: inout Frame) {
        frame.write(isFocused ? "▸" : " ", column: room.column, row: row, style: .popupTitle)
        frame.write(field.id.label, column: room.column + 2, row: row, style: .popup, width: 11)
        let style: Style = field.complaint != nil ? .fieldError : isFocused ? .fieldFocused : .field
        let box = Rect(column: room.column + 13, row: row, columns: room.columns - 13, rows: 1)
        frame.fill(box, style: style)
        frame.mark(Rect(column: room.column, row: row, columns: room.columns, rows: 1), as: .field(field.id))
        if let complaint = field.complaint, !isFocused || !field.value.isEmpty {
            frame.write(
                "\(field.value)  \(complaint)", column: box.column + 1, row: row, style: style,
                width: box.columns - 2)
        } else {
            frame.write(text(of: field), column: box.column + 1, row: row, style: style, width: box.columns - 2)
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
            field.id == .strength
                ? "\(text) %  \(strengthWord(Int(text) ?? 0))"
                : "\(text)   (\(range.lowerBound)–\(range.upperBound))"
        case .text("", let placeholder): placeholder
        case .text(let text, _): text
        }
    }

    /// Under the fields: why it cannot be sent, or what sending it means.
    private func drawVerdict(of form: RequestForm, row: Int, in room: Rect, of frame: inout Frame) {
        let text: String
        var style = Style.popup
        if let refusal = form.refusal {
            text = Words.long(refusal)
            style = .error
        } else if form.settings == nil {
            text = "Mend the marked field before sending."
            style = .error
        } else if form.objections.contains(.notPNG) {
            text = "\(form.facts?.kind ?? "No PNG"): sent as a PNG, as shown."
        } else if case .notSquare(let width, let height) = form.objections.first {
            text = "\(width)×\(height) is not square: sent as shown."
        } else if form.value(.backend) == VariationSettings.builtin {
            text = "Made here from the picture's own patches."
        } else {
            text = sending(form)
        }
        frame.write(text, column: room.column + 2, row: row, style: style, width: room.columns - 2)
    }

    /// Where a form goes, and what that costs.
    private func sending(_ form: RequestForm) -> String {
        let name = form.value(.backend)
        guard let profile = environment.profiles.first(where: { $0.name == name }), profile.isPaid,
            let count = Int(form.value(.n))
        else { return "Sent to \(name)." }
        return "\(name) is paid: \(Words.cost(of: count * form.batch, profile))."
    }
}
