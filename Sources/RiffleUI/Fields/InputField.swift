/// One line of a form.
package struct InputField<ID: Hashable & Sendable>: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// One of several; arrow keys turn it round.
        case choice([String])
        /// A whole number; arrow keys step it, digits type it.
        case number(ClosedRange<Int>, step: Int)
        /// A percentage, drawn as a bar and empty while it is not set; arrow keys move it, digits type it.
        case share(step: Int)
        /// Any number of these; none is `open`. Arrow keys choose one after the other.
        case names([String], open: String)
        /// Free text of so many characters at most; `placeholder` tells what empty means.
        case text(placeholder: String, limit: Int)
    }

    package let id: ID
    let label: String
    package internal(set) var kind: Kind
    /// What is typed; a choice has none.
    package private(set) var line = LineEdit()
    /// Which of the choices.
    package private(set) var selected = 0
    /// Which of the names, in the order in which they were picked.
    package internal(set) var picked: [String] = []
    /// Why it cannot be as it is; nil when it can.
    package internal(set) var complaint: String?
    /// True until something was typed: the first digit replaces a number that was only proposed.
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

    /// What is in the field, as text.
    package var value: String {
        switch kind {
        case .choice(let choices): choices[selected]
        case .names(_, let open): picked.isEmpty ? open : picked.joined(separator: ", ")
        case .number, .share, .text: line.text
        }
    }

    var isChoice: Bool { if case .choice = kind { true } else { false } }

    /// Whether it is edited as a line, with the text cursor in it.
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
            // A digit picks a choice by what it starts with, so that 5 means 512x512.
            selected = choices.firstIndex { $0.first == character } ?? selected
        case .names: break
        }
    }

    /// Puts a text in place of what is there.
    mutating func set(_ text: String) { line = LineEdit(text, isPath: line.isPath) }

    /// Offers other choices; what was chosen stays where it is among them.
    mutating func set(choices: [String]) {
        selected = choices.firstIndex(of: value) ?? 0
        kind = .choice(choices)
    }

    /// Offers other names to pick from.
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

    /// Says what empty means from now on.
    mutating func set(placeholder: String) {
        if case .text(_, let limit) = kind { kind = .text(placeholder: placeholder, limit: limit) }
    }

    /// Carries out a command of the field; false when it is none.
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

    /// Turns the choice or steps the number, by 1 or -1. A choice goes round, a number stops at its ends.
    mutating func step(_ by: Int) {
        switch kind {
        case .choice(let choices): selected = (selected + by + choices.count) % choices.count
        case .names(let names, _):
            let place = picked.first.flatMap(names.firstIndex).map { $0 + 1 } ?? 0
            let next = (place + by + names.count + 1) % (names.count + 1)
            picked = next == 0 ? [] : [names[next - 1]]
        case .number(let range, let step): self.step(by * step, in: range, from: range.lowerBound)
        // Half is where a share begins that was not set.
        case .share(let step): self.step(line.text.isEmpty ? 0 : by * step, in: 0...100, from: 50)
        case .text: break
        }
        isFresh = true
    }

    private mutating func step(_ by: Int, in range: ClosedRange<Int>, from start: Int) {
        let value = Int(line.text).map { $0 + by } ?? start
        line = LineEdit("\(min(max(value, range.lowerBound), range.upperBound))")
    }

    /// What is written where it is not being typed into.
    ///
    /// - Parameter hasArrows: whether what arrow keys turn stands between arrows.
    func shownText(hasArrows: Bool) -> String {
        switch kind {
        case .choice, .names: hasArrows ? "◂ \(value) ▸" : value
        case .number(let range, _): "\(line.text)   (\(range.lowerBound)–\(range.upperBound))"
        case .share: line.text.isEmpty ? "" : "\(line.text) %"
        case .text(let placeholder, _): line.text.isEmpty ? placeholder : line.text
        }
    }
}
