package import RiffleAPI

/// A field of the request form.
package enum FormField: Hashable, Sendable {
    /// A field of the API, a row of `RequestField.all`.
    case api(RequestField)
    /// How the picture is made square; how it is made small enough.
    case mend, scale
    case backend
    /// Unfolds rarely used fields.
    case more
}

extension InputField<FormField> {
    /// The form's field for a field of the API; nil for pictures, which are chosen elsewhere, and for `stream`, which follows
    /// from the number of partial pictures.
    init?(_ field: RequestField, in settings: ImagesSettings, prompt: String) {
        let (id, label, text) = (FormField.api(field), field.label, field.text(in: settings) ?? "")
        let open = Words.Form.open(field)
        func choice(_ words: [String], chosen: String) -> InputField {
            let choices = [open] + words + (chosen.isEmpty || words.contains(chosen) ? [] : [chosen])
            return InputField(id, label, choices: choices, selected: choices.firstIndex(of: chosen))
        }
        switch field.kind {
        case .picture, .flag: return nil
        case .prompt:
            self.init(id, label, text: prompt, placeholder: Words.Form.promptHint, limit: RequestRules.promptLimit)
        case .names: self.init(id, label, picked: field.texts(in: settings), open: open)
        case .share:
            let percent = Double(text).map { "\(Int(nearest: $0 * 100))" } ?? ""
            self.init(id, label, percent: percent)
        case .size: self = choice([], chosen: text)
        case .words(let words), .choice(let words): self = choice(words, chosen: text)
        case .whole(let range) where field == .n: self.init(id, label, number: settings.count, in: range)
        case .whole(let range) where range.count < 10: self = choice(range.map(String.init), chosen: text)
        case .text where field == .workflow: self = choice([], chosen: Words.Form.name(ofWorkflow: text))
        case .decimal:
            let text = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
            self.init(id, label, text: text, placeholder: open, limit: RequestRules.textLimit)
        case .whole, .text, .seed:
            self.init(id, label, text: text, placeholder: open, limit: RequestRules.textLimit)
        }
    }

    /// Its value for the API; empty: left to the backend.
    var texts: [String] {
        switch kind {
        case .names: picked
        case .choice where selected == 0: []
        case .choice where value == Words.Form.ownWorkflow: [WorkflowName.own]
        case .share: Int(value).map { ["\(Double($0) / 100)"] } ?? []
        case .choice, .number, .text: value.allSatisfy(\.isWhitespace) ? [] : [value]
        }
    }

    /// Why the text is invalid; nil if it is valid.
    func complaint(about field: RequestField) -> String? {
        switch (field.kind, kind) {
        case (_, .number(let range, _)):
            guard let number = Int(value) else { return Words.Form.number(in: range) }
            return range.contains(number) ? nil : Words.Form.number(number, notIn: range)
        case (.share, _):
            guard let number = Int(value) else { return nil }
            return number <= 100 ? nil : Words.Form.number(number, notIn: 0...100)
        case (_, _) where texts.isEmpty: return nil
        case (.whole(let range), .text):
            return Int(value).map(range.contains) == true ? nil : Words.Form.numberOrEmpty(in: range)
        case (.decimal(let range), _):
            let ends = Int(range.lowerBound)...Int(range.upperBound)
            return Double(value).map(range.contains) == true ? nil : Words.Form.numberOrEmpty(in: ends)
        case (.seed, _): return UInt64(value) == nil ? Words.Form.noSeed : nil
        default: return nil
        }
    }
}
