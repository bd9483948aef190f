import RiffleAPI

/// One line of the request form.
package struct RequestField: Sendable, Equatable {
    package enum ID: String, Sendable, CaseIterable {
        case backend, model, n, size, format, user, manner, strength, seed, mend, scale, weight
        case prompt, quality, background, outputFormat, outputCompression, inputFidelity, partialImages, moderation,
            style
        case workflow, negativePrompt, steps, cfgScale, sampler, scheduler
    }

    package enum Content: Sendable, Equatable {
        /// One of several; arrow keys turn it round.
        case choice([String], selected: Int)
        /// A whole number; arrow keys step it by `step`, digits type it.
        case number(String, ClosedRange<Int>, step: Int = 1)
        /// Free text; `placeholder` tells what empty means.
        case text(String, placeholder: String)
    }

    package let id: ID
    package var content: Content
    /// Why this cannot be sent; nil when it can.
    package var complaint: String?
    /// True until something was typed: the first digit replaces a number that was only proposed.
    var isFresh = true

    /// What is in the field, as text.
    package var value: String {
        switch content {
        case .choice(let choices, let selected): choices[selected]
        case .number(let text, _, _), .text(let text, _): text
        }
    }

    /// The value as the API has it; nil where it is left to the backend.
    var sentText: String? {
        switch content {
        case .choice(_, let selected) where (selected == 0 && Self.leavable.contains(id)) || value == RequestForm.left:
            nil
        case .choice where value == Words.Form.ownWorkflow: WorkflowName.own
        case .number(let text, _, _) where id == .strength || id == .weight:
            Int(text).map { "\(Double($0) / 100)" }
        case .choice, .number, .text: value.isEmpty ? nil : value
        }
    }

    /// Fields whose first choice leaves them to the backend, where they are choices.
    private static let leavable: Set<ID> = [
        .format, .quality, .background, .outputFormat, .inputFidelity, .partialImages, .moderation, .style,
        .workflow, .model,
    ]

    mutating func type(_ character: Character) {
        switch content {
        case .number(let text, let range, let step):
            guard character.isASCII, character.isNumber else { return }
            let typed = isFresh ? "" : text
            isFresh = false
            content = .number(String((typed + String(character)).suffix(5)), range, step: step)
        case .text(let text, let placeholder):
            let limit = id == .prompt ? RequestRules.promptLimit : RequestRules.textLimit
            guard text.count < limit, !character.unicodeScalars.contains(where: { $0.value < 32 })
            else { return }
            content = .text(text + String(character), placeholder: placeholder)
        case .choice(let choices, _):
            // A digit picks a choice by what it starts with, so that 5 means 512x512.
            guard let match = choices.firstIndex(where: { $0.first == character }) else { return }
            content = .choice(choices, selected: match)
        }
    }

    /// Puts a text in place of what is there.
    mutating func set(_ text: String) {
        guard case .text(_, let placeholder) = content else { return }
        content = .text(text, placeholder: placeholder)
    }

    /// Takes the last word away.
    mutating func eraseWord() {
        guard case .text(let text, _) = content else { return erase(all: true) }
        var left = text[...]
        while left.last == " " { left.removeLast() }
        while !left.isEmpty, left.last != " " { left.removeLast() }
        set(String(left))
    }

    mutating func erase(all: Bool) {
        switch content {
        case .number(let text, let range, let step):
            content = .number(all ? "" : String(text.dropLast()), range, step: step)
            isFresh = false
        case .text(let text, let placeholder):
            content = .text(all ? "" : String(text.dropLast()), placeholder: placeholder)
        case .choice: break
        }
    }

    /// Turns the choice or steps the number, by 1 or -1. A choice goes round, a number stops at its ends.
    mutating func step(_ by: Int) {
        switch content {
        case .choice(let choices, let selected):
            content = .choice(choices, selected: (selected + by + choices.count) % choices.count)
        case .number(let text, let range, let step):
            let value = Int(text).map { $0 + by * step } ?? range.lowerBound
            content = .number(String(min(max(value, range.lowerBound), range.upperBound)), range, step: step)
        case .text: break
        }
    }
}

extension RequestField.ID {
    /// The field of the API that it sets; nil where it says what is done to the picture, or who makes it.
    var apiField: RiffleAPI.RequestField? {
        switch self {
        case .backend, .mend, .scale: nil
        case .format: .responseFormat
        case .outputFormat: .outputFormat
        case .outputCompression: .outputCompression
        case .inputFidelity: .inputFidelity
        case .partialImages: .partialImages
        case .negativePrompt: .negativePrompt
        case .cfgScale: .cfgScale
        case .model, .n, .size, .user, .manner, .strength, .seed, .weight, .prompt, .quality, .background, .moderation,
            .style,
            .workflow, .steps, .sampler, .scheduler:
            .named(rawValue)
        }
    }
}
