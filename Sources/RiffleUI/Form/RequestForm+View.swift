import RiffleAPI

/// The fields on the left, on the right the picture as it will be sent if there is room, and notes below.
extension RequestForm {
    package func title(on desk: Desk) -> String {
        switch (operation, source) {
        case (.variation, let source?):
            if let mate { return Words.Form.blend(desk.name(of: source), mate.title) }
            return Words.Form.variations(of: batch > 1 ? Words.count(batch, "picture") : desk.name(of: source))
        case (.edit, let source?): return Words.Form.edit(of: desk.name(of: source))
        default: return Words.Form.fromPrompt
        }
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        if let picker { return draw(picker, in: room, of: &frame) }
        let notes = notes(on: desk).flatMap { note in
            DisplayText.wrapped(note.text, to: room.columns - 2).map { (text: $0, style: note.style) }
        }
        // On a low screen the fields have priority.
        let shown = fields.shown.count
        let below = min(notes.count, max(room.rows - shown, min(2, room.rows / 4)))
        let gap = room.rows > shown + below ? 1 : 0
        var upper = room
        upper.rows -= below + gap
        let pictures = room.columns >= 50 && upper.rows >= 4 ? pictures(on: desk) : []
        var left = upper
        if pictures.isEmpty {
            upper.rows = min(upper.rows, shown)
        } else {
            left.columns = min(64, max(38, room.columns / 2))
        }
        let hasGlyphs = !frame.isPlain && left.columns >= 30
        frame.write(fields, labels: 11, in: left) { text(of: $0, hasGlyphs: hasGlyphs) }
        for (offset, note) in notes.prefix(below).enumerated() {
            frame.write(
                note.text, column: room.column + 1, row: upper.endRow + gap + offset, style: note.style,
                width: room.columns - 2)
        }
        let right = Rect(
            column: left.endColumn + 1, row: upper.row, columns: room.endColumn - left.endColumn - 1, rows: upper.rows)
        draw(pictures, in: right, of: &frame)
    }

    /// The picture as it will be sent, with its mask; for a blend both pictures, labelled A and B.
    private func pictures(on desk: Desk) -> [(label: String?, id: PictureID)] {
        guard let source else { return [] }
        let picture = desk.picture(of: source, mend: orderedMend, below: below)
        guard let mate, let ordered = orderedMate else {
            // The mask has the size of the picture before scaling.
            return [(nil, editor.map { .masked(desk.picture(of: source, mend: orderedMend), $0.sketch) } ?? picture)]
        }
        return [
            ("A  \(desk.name(of: source))", picture),
            ("B  \(mate.title)", desk.picture(of: ordered.source, mend: ordered.mend)),
        ]
    }

    /// Two pictures are side by side if there is room.
    private func draw(_ pictures: [(label: String?, id: PictureID)], in room: Rect, of frame: inout Frame) {
        let isWide = room.columns > 3 * room.rows
        for (place, picture) in pictures.enumerated() {
            var rect = room
            if isWide {
                rect.columns = (room.columns - pictures.count + 1) / pictures.count
                rect.column += place * (rect.columns + 1)
            } else {
                rect.rows = room.rows / pictures.count
                rect.row += place * rect.rows
            }
            if let label = picture.label {
                frame.write(label, column: rect.column, row: rect.row, style: .popupTitle, width: rect.columns)
                (rect.row, rect.rows) = (rect.row + 1, rect.rows - 1)
            }
            frame.place(picture.id, in: rect)
        }
    }

    /// The text of fields with a special format.
    private func text(of line: InputField<FormField>, hasGlyphs: Bool) -> String? {
        switch line.id {
        case .api(.weight): Words.Form.weight(line.value, hasGlyphs: hasGlyphs)
        case .api(let field) where field.kind == .share:
            line.value.isEmpty
                ? Words.Form.notSet(isLocal: profile?.isLocal == true, hasGlyphs: hasGlyphs)
                : Words.Form.strength(line.value, hasGlyphs: hasGlyphs)
        case .more:
            line.selected == 1 ? Words.Form.lessHint : Words.Form.folded(foldedFields)
        default: nil
        }
    }

    // MARK: What sending means

    /// Why it cannot be sent, or notes on what is sent, most important first.
    private func notes(on desk: Desk) -> [(text: String, style: Style)] {
        var notes: [(text: String, style: Style)] = []
        if let refusal {
            notes.append((editor == nil ? Words.long(refusal) : Words.longOfEdit(refusal), .error))
        } else if needsMask {
            notes.append((Words.Form.nothingPainted, .error))
        } else if fields.hasComplaint {
            notes.append((Words.Form.hasComplaint, .error))
        } else if isSilent {
            notes.append((operation == .edit ? Words.Form.describeChange : Words.Form.describePicture, .popup))
        }
        notes.append(sending)
        if !unread.isEmpty { notes.append((Words.Form.ignored(unread, by: backend), .warning)) }
        if let offer, !unplaced.isEmpty { notes.append((Words.Form.ignored(unplaced, by: offer.name), .warning)) }
        if let sentSize {
            let asked = settings?.size
            let text = Words.Form.size(sentSize, asked: asked, isShape: profile?.sendsRatio == true)
            if let text { notes.append((text, asked == nil ? .popup : .warning)) }
        }
        let facts =
            (facts.map { [($0, source.map(desk.name) ?? "", orderedMend)] } ?? [])
            + (mate.flatMap { mate in mate.facts.map { [($0, mate.title, orderedMate?.mend ?? .none)] } } ?? [])
        for (facts, name, mend) in facts {
            notes += Words.Form.sent(facts, mend, below: below, name: mate == nil ? nil : name).map { ($0, .popup) }
        }
        if hints?.subject != nil, reads(.kind) { notes.append((Words.Form.usesSubject, .popup)) }
        notes += unsuited.map { (Words.Form.unsuited($0.name, $0.reason), .warning) }
        if let side = enlargedFrom { notes.append((Words.Form.enlarged(from: side), .popup)) }
        if let workflowNote { notes.append((workflowNote, .popup)) }
        if fields.focused.id == .api(.manner) { notes.append((Words.Form.spaceLists, .dim)) }
        return notes
    }

    /// The backend and the price.
    private var sending: (text: String, style: Style) {
        guard let profile else { return (Words.Form.sent(to: backend), .popup) }
        if profile.isLocal {
            return (operation == .edit ? Words.Form.filledHere : Words.Form.madeHere(isBlend: mate != nil), .popup)
        }
        let way = operation == .variation && profile.variesByEditing ? Words.Form.byEditing : ""
        if profile.isPaid, let count = Int(value(.n)) {
            return (Words.Form.isPaid(backend, Words.cost(of: count * batch, profile)) + way, .warning)
        }
        return (Words.Form.sent(to: backend) + way + Words.Form.ahead(seen[backend]?.queued ?? 0), .popup)
    }
}
