/// One line of a form.
package struct InputField<ID: Hashable & Sendable>: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// One of several; arrow keys turn it round.
        case choice([String])
        /// A whole number; arrow keys step it, digits type it.
        case number(ClosedRange<Int>, step: Int)
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

    init(
        _ id: ID, _ label: String, text: String, placeholder: String = "", limit: Int, isPath: Bool = false
    ) {
        (self.id, self.label, kind) = (id, label, .text(placeholder: placeholder, limit: limit))
        line = LineEdit(text, isPath: isPath)
    }

    /// What is in the field, as text.
    package var value: String { if case .choice(let choices) = kind { choices[selected] } else { line.text } }

    var isChoice: Bool { if case .choice = kind { true } else { false } }

    mutating func type(_ character: Character) {
        switch kind {
        case .number:
            guard character.isASCII, character.isNumber else { return }
            if isFresh { line = LineEdit() }
            isFresh = false
            if line.characters.count < 5 { line.type(character) }
        case .text(_, let limit): if line.characters.count < limit { line.type(character) }
        case .choice(let choices):
            // A digit picks a choice by what it starts with, so that 5 means 512x512.
            selected = choices.firstIndex { $0.first == character } ?? selected
        }
    }

    /// Puts a text in place of what is there.
    mutating func set(_ text: String) { line = LineEdit(text, isPath: line.isPath) }

    /// Offers other choices; the one that was taken stays where it is among them.
    mutating func set(choices: [String]) {
        selected = choices.firstIndex(of: value) ?? 0
        kind = .choice(choices)
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
        case (_, .choice): return false
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
        case .number(let range, let step):
            let value = Int(line.text).map { $0 + by * step } ?? range.lowerBound
            line = LineEdit("\(min(max(value, range.lowerBound), range.upperBound))")
        case .text: break
        }
    }

    /// What is written where it is not being typed into.
    var shownText: String {
        switch kind {
        case .choice: "◂ \(value) ▸"
        case .number(let range, _): "\(line.text)   (\(range.lowerBound)–\(range.upperBound))"
        case .text(let placeholder, _): line.text.isEmpty ? placeholder : line.text
        }
    }
}
