import RiffleAPI

/// The form of a server: what is written into the configuration, checked as it is filled in.
package struct BackendForm: Sendable, Equatable {
    /// The name it has in the configuration; nil for a new one.
    let replacing: String?
    private let taken: Set<String>
    private(set) var fields: [BackendField]
    private(set) var focus = 0
    /// What came of asking it.
    var state = BackendItem.State.notAsked

    init(_ draft: BackendDraft, replacing: String?, taken: Set<String>) {
        self.replacing = replacing
        self.taken = taken
        fields = BackendField.fields(of: draft, isNew: replacing == nil)
        check()
    }

    // MARK: Reading

    var focused: BackendField { fields[focus] }

    func isShown(_ field: BackendField) -> Bool {
        switch field.id {
        case .key: keyPlace != .none && keyPlace != .configuration
        case .azureVersion: preset == .azure
        default: true
        }
    }

    func value(_ id: BackendField.ID) -> String { fields.first { $0.id == id }?.value ?? "" }

    private var preset: ServerPreset { ServerPreset(rawValue: value(.preset)) ?? .generic }

    var keyPlace: BackendDraft.KeyPlace {
        guard case .choice(_, let selected) = fields.first(where: { $0.id == .keyPlace })?.content else { return .none }
        return BackendField.keyPlaces[selected]
    }

    var hasComplaint: Bool { fields.contains { $0.complaint != nil } }

    /// What is in the fields, whether it will do or not.
    var draft: BackendDraft {
        var draft = BackendDraft()
        draft.name = value(.name)
        draft.preset = preset
        draft.baseURL = value(.baseURL)
        draft.keyPlace = keyPlace
        draft.key = fields.first { $0.id == .key }.map { isShown($0) ? $0.value : "" } ?? ""
        draft.model = value(.model)
        draft.price = value(.price)
        draft.monthlyLimit = value(.monthlyLimit)
        if case .choice(_, let selected) = fields.first(where: { $0.id == .isPaid })?.content {
            draft.isPaid = BackendField.payments[selected]
        }
        draft.concurrency = value(.concurrency)
        draft.azureVersion = preset == .azure ? value(.azureVersion) : ""
        draft.organization = value(.organization)
        draft.project = value(.project)
        draft.proxy = value(.proxy)
        draft.certificates = value(.certificates)
        return draft
    }

    // MARK: Changing

    mutating func moveFocus(_ by: Int) {
        repeat { focus = (focus + by + fields.count) % fields.count } while !isShown(fields[focus])
    }

    mutating func moveFocus(to shown: Int) {
        let places = fields.indices.filter { isShown(fields[$0]) }
        if places.indices.contains(shown) { focus = places[shown] }
    }

    mutating func focusComplaint() {
        focus = fields.firstIndex { $0.complaint != nil } ?? focus
    }

    mutating func type(_ characters: [Character]) {
        guard case .text(var line, let placeholder) = fields[focus].content else { return }
        for character in characters where line.characters.count < VariationRules.textLimit { line.type(character) }
        fields[focus].content = .text(line, placeholder: placeholder)
        changed()
    }

    /// Carries out a command of the field under the cursor.
    mutating func perform(_ command: CommandName) {
        switch (fields[focus].content, command) {
        case (.choice(let choices, let selected), .nextChoice), (.choice(let choices, let selected), .previousChoice):
            let step = command == .nextChoice ? 1 : choices.count - 1
            fields[focus].content = .choice(choices, (selected + step) % choices.count)
        case (.text(var line, let placeholder), _):
            switch command {
            case .nextChoice: line.perform(.cursorRight)
            case .previousChoice: line.perform(.cursorLeft)
            case .eraseField: line = LineEdit()
            default: line.perform(command)
            }
            fields[focus].content = .text(line, placeholder: placeholder)
        default: return
        }
        changed()
    }

    private mutating func changed() {
        state = .notAsked
        check()
    }

    private mutating func check() {
        for index in fields.indices {
            fields[index].complaint = isShown(fields[index]) ? complaint(about: fields[index]) : nil
        }
        // The place of the key says what its field holds, and the preset where the server usually is.
        for index in fields.indices {
            guard case .text(let line, _) = fields[index].content else { continue }
            switch fields[index].id {
            case .key: fields[index].content = .text(line, placeholder: Words.Backends.example(of: keyPlace))
            case .baseURL:
                fields[index].content = .text(line, placeholder: preset.usualURL ?? Words.Backends.exampleURL)
            default: break
            }
        }
    }

    private func complaint(about field: BackendField) -> String? {
        let text = field.value
        switch field.id {
        case .name:
            let isName =
                !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
            if !isName { return Words.Backends.nameRule }
            return taken.contains(text) && text != replacing ? Words.Backends.nameTaken : nil
        case .baseURL:
            if text.isEmpty { return preset.usualURL == nil ? Words.Backends.addressNeeded : nil }
            return (try? ServerAddress(text)) == nil ? Words.Backends.addressRule : nil
        case .key: return text.isEmpty ? Words.Backends.keyNeeded(keyPlace) : nil
        case .price: return text.isEmpty || Price(text) != nil ? nil : Words.Backends.priceRule
        case .monthlyLimit:
            guard !text.isEmpty else { return nil }
            return MonthlyLimit(text)?.pictures(at: Price(value(.price))) == nil ? Words.Backends.limitRule : nil
        case .concurrency:
            return text.isEmpty || Int(text).map((1...64).contains) == true ? nil : Words.Backends.concurrencyRule
        case .azureVersion: return text.isEmpty ? Words.Backends.azureNeeded : nil
        case .proxy:
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let isProxy = parts.count == 2 && !parts[0].isEmpty && Int(parts[1]).map((1...65_535).contains) == true
            return text.isEmpty || isProxy ? nil : Words.Backends.proxyRule
        default: return nil
        }
    }
}

/// One line of the form of a server.
struct BackendField: Sendable, Equatable {
    enum ID: Sendable, CaseIterable {
        case preset, name, baseURL, keyPlace, key, model, price, monthlyLimit, isPaid, concurrency, azureVersion,
            organization, project, proxy, certificates
    }

    enum Content: Sendable, Equatable {
        case choice([String], Int)
        case text(LineEdit, placeholder: String)
    }

    let id: ID
    var content: Content
    /// Why this cannot be kept; nil when it can.
    var complaint: String?

    var value: String {
        switch content {
        case .choice(let choices, let selected): choices[selected]
        case .text(let line, _): line.text
        }
    }

    static let keyPlaces = BackendDraft.KeyPlace.allCases
    static let payments: [Bool?] = [nil, true, false]

    static func fields(of draft: BackendDraft, isNew: Bool) -> [BackendField] {
        func text(_ id: ID, _ value: String, _ placeholder: String = "") -> BackendField {
            BackendField(id: id, content: .text(LineEdit(value), placeholder: placeholder))
        }
        // A key goes into the configuration by the person's own hand, not by way of a form.
        let places = keyPlaces.filter { $0 != .configuration || draft.keyPlace == .configuration }
        let presets = ServerPreset.allCases
        return [
            BackendField(
                id: .preset,
                content: .choice(presets.map(\.rawValue), presets.firstIndex(of: draft.preset) ?? 0)),
            text(.name, draft.name), text(.baseURL, draft.baseURL),
            BackendField(
                id: .keyPlace,
                content: .choice(
                    places.map { Words.Backends.name($0) }, places.firstIndex(of: draft.keyPlace) ?? 0)),
            text(.key, draft.key), text(.model, draft.model, Words.Backends.requestsOwn),
            text(.price, draft.price, Words.Backends.examplePrice),
            text(.monthlyLimit, draft.monthlyLimit, Words.Backends.exampleLimit),
            BackendField(
                id: .isPaid,
                content: .choice(
                    payments.map { Words.Backends.paid($0) }, payments.firstIndex(of: draft.isPaid) ?? 0)),
            text(.concurrency, draft.concurrency, "4"),
            text(.azureVersion, draft.azureVersion, "2025-04-01-preview"),
            text(.organization, draft.organization, Words.Backends.none),
            text(.project, draft.project, Words.Backends.none),
            text(.proxy, draft.proxy, Words.Backends.exampleProxy),
            text(.certificates, draft.certificates, Words.Backends.systemsOwn),
        ]
    }
}

extension BackendForm: Popup {
    package var context: Context { .backend }
    package var room: PopupRoom { .box }

    init(_ draft: BackendDraft, replacing: String?, on desk: Desk) {
        self.init(draft, replacing: replacing, taken: Set(desk.environment.backends))
    }

    /// The form of a server that was found, with all that is known of it.
    init(adding server: FoundServer, on desk: Desk) {
        var draft = BackendDraft()
        draft.preset = server.preset
        draft.name = BackendForm.freeName(server.preset.rawValue, beside: desk.environment.backends)
        if server.baseURL != server.preset.usualURL { draft.baseURL = server.baseURL }
        self.init(draft, replacing: nil, on: desk)
    }

    /// A name that no backend has: `lemonade`, `lemonade-2`. A dot would divide it in the configuration.
    private static func freeName(_ wanted: String, beside taken: [String]) -> String {
        let base = wanted.replacing(".", with: "-")
        guard taken.contains(base) else { return base }
        return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .accept where hasComplaint, .test where hasComplaint: focusComplaint()
        // It closes when it is in the file.
        case .accept: return [.keepBackend(draft, replacing: replacing)]
        case .test:
            state = .asking
            return [.askDraft(draft, replacing: replacing)]
        case .nextField: moveFocus(1)
        case .previousField: moveFocus(-1)
        default: perform(command)
        }
        return .stay
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        type(text)
        return .stay
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        guard case .row(let index, let isDouble) = deed else { return wheel(deed, on: &desk) }
        moveFocus(to: index)
        return isDouble ? perform(.nextChoice, key: nil, on: &desk) : .stay
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        switch action {
        case .draftAnswered(let asked, let state): if asked == draft { self.state = state }
        case .backendsChanged: return .close
        default: break
        }
        return .stay
    }
}
