/// A field of a form.
package struct InputField<ID: Hashable & Sendable>: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// One of several choices; arrow keys change it.
        case choice([String])
        /// A whole number; arrow keys change it, digits enter it.
        case number(ClosedRange<Int>, step: Int)
        /// A percentage, drawn as a bar, empty if not set; arrow keys change it, digits enter it.
        case share(step: Int)
        /// Any number of these; none means `open`. Arrow keys go through them.
        case names([String], open: String)
        /// Text with a maximum length in characters; `placeholder` says what empty means.
        case text(placeholder: String, limit: Int)
    }

    package let id: ID
    let label: String
    package internal(set) var kind: Kind
    /// The typed text; choices have none.
    package private(set) var line = LineEdit()
    /// Index of the choice.
    package private(set) var selected = 0
    /// Indices of the names, in the order in which they were picked.
    package internal(set) var picked: [String] = []
    /// Why it is invalid; nil if it is valid.
    package internal(set) var complaint: String?
    /// True until something is typed: the first digit replaces a proposed number.
    var isFresh = true

    init(_ id: ID, _ label: String, choices: [String], selected: Int?) {
        (self.id, self.label, kind) = (id, label, .choice(choices))
        self.selected = selected ?? 0
    }

    init(_ id: ID, _ label: String, number: Int, in range: ClosedRange<Int>, step: Int = 1) {
        (self.id, self.label, kind) = (id, label, .number(range, step: step))
        line = LineEdit("\(number)")
    }

    init(_ id: ID, _ label: String, percent: String, step: Int = 5) {
        (self.id, self.label, kind) = (id, label, .share(step: step))
        line = LineEdit(percent)
    }

    init(_ id: ID, _ label: String, picked: [String], open: String) {
        (self.id, self.label, kind) = (id, label, .names(picked, open: open))
        self.picked = picked
    }

    init(
        _ id: ID, _ label: String, text: String, placeholder: String = "", limit: Int, isPath: Bool = false
    ) {
        (self.id, self.label, kind) = (id, label, .text(placeholder: placeholder, limit: limit))
        line = LineEdit(text, isPath: isPath)
    }

    /// The field's value as text.
    package var value: String {
        switch kind {
        case .choice(let choices): choices[selected]
        case .names(_, let open): picked.isEmpty ? open : picked.joined(separator: ", ")
        case .number, .share, .text: line.text
        }
    }

    var isChoice: Bool { if case .choice = kind { true } else { false } }

    /// Whether it is edited as text, with a cursor.
    var isLine: Bool {
        switch kind {
        case .number, .text: true
        case .choice, .names, .share: false
        }
    }

    mutating func type(_ character: Character) {
        switch kind {
        case .number, .share:
            guard character.isASCII, character.isNumber else { return }
            if isFresh { line = LineEdit() }
            isFresh = false
            if line.characters.count < 5 { line.type(character) }
        case .text(_, let limit): if line.characters.count < limit { line.type(character) }
        case .choice(let choices):
            if character == " " { return step(1) }
            // A digit selects the choice that starts with it: 5 selects 512x512.
            selected = choices.firstIndex { $0.first == character } ?? selected
        case .names: break
        }
    }

    /// Replaces the text.
    mutating func set(_ text: String) { line = LineEdit(text, isPath: line.isPath) }

    /// Changes the choices; the current one is kept if it is among them.
    mutating func set(choices: [String]) {
        selected = choices.firstIndex(of: value) ?? 0
        kind = .choice(choices)
    }

    /// Changes the names.
    mutating func set(names: [String]) {
        guard case .names(_, let open) = kind else { return }
        picked.removeAll { !names.contains($0) }
        kind = .names(names, open: open)
    }

    mutating func choose(_ choice: String) {
        if case .choice(let choices) = kind { selected = choices.firstIndex(of: choice) ?? selected }
    }

    var isPath: Bool {
        get { line.isPath }
        set { line.isPath = newValue }
    }

    /// Changes the placeholder.
    mutating func set(placeholder: String) {
        if case .text(_, let limit) = kind { kind = .text(placeholder: placeholder, limit: limit) }
    }

    /// Performs a command of the field; false for other commands.
    mutating func perform(_ command: CommandName) -> Bool {
        switch (command, kind) {
        case (.nextChoice, .text): line.perform(.cursorRight)
        case (.previousChoice, .text): line.perform(.cursorLeft)
        case (.nextChoice, _): step(1)
        case (.previousChoice, _): step(-1)
        case (.eraseBackward, .share), (.eraseWord, .share), (.eraseField, .share): line = LineEdit()
        case (.eraseBackward, .names), (.eraseWord, .names), (.eraseField, .names): picked = []
        case (_, .choice), (_, .names), (_, .share): return false
        default:
            isFresh = false
            return line.perform(command)
        }
        return true
    }

    /// Changes the choice or number by 1 or -1. Choices wrap around, numbers stop at their limits.
    mutating func step(_ by: Int) {
        switch kind {
        case .choice(let choices): selected = (selected + by + choices.count) % choices.count
        case .names(let names, _):
            let place = picked.first.flatMap(names.firstIndex).map { $0 + 1 } ?? 0
            let next = (place + by + names.count + 1) % (names.count + 1)
            picked = next == 0 ? [] : [names[next - 1]]
        case .number(let range, let step): self.step(by * step, in: range, from: range.lowerBound)
        // An unset share starts at one half.
        case .share(let step): self.step(line.text.isEmpty ? 0 : by * step, in: 0...100, from: 50)
        case .text: break
        }
        isFresh = true
    }

    private mutating func step(_ by: Int, in range: ClosedRange<Int>, from start: Int) {
        let value = Int(line.text).map { $0 + by } ?? start
        line = LineEdit("\(min(max(value, range.lowerBound), range.upperBound))")
    }

    /// The text while it is not being edited.
    ///
    /// - Parameter hasArrows: whether to show arrows around values that arrow keys change.
    func shownText(hasArrows: Bool) -> String {
        switch kind {
        case .choice, .names: hasArrows ? "◂ \(value) ▸" : value
        case .number(let range, _): "\(line.text)   (\(range.lowerBound)–\(range.upperBound))"
        case .share: line.text.isEmpty ? "" : "\(line.text) %"
        case .text(let placeholder, _): line.text.isEmpty ? placeholder : line.text
        }
    }
}
