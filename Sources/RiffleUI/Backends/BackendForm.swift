import RiffleAPI

/// The form of a server: what is written into the configuration, checked as it is filled in.
package struct BackendForm: Sendable, Equatable {
    /// The name it has in the configuration; nil for a new one.
    let replacing: String?
    private let taken: Set<String>
    package private(set) var fields: FieldList<Field>
    /// What came of asking it.
    package private(set) var state = BackendItem.State.notAsked

    package enum Field: Sendable {
        case preset, name, baseURL, keyPlace, key, model, prompt, price, monthlyLimit, isPaid, concurrency,
            azureVersion, organization, project, proxy, certificates, headers, variations, edits, format, idleSeconds,
            totalSeconds
    }

    private static let keyPlaces = BackendDraft.KeyPlace.allCases
    private static let payments: [Bool?] = [nil, true, false]
    /// The fields that only servers of the Images API have a use for.
    private static let imagesFields: [Field] = [.prompt, .variations, .edits, .format]
    private static let texts: [(Field, any WritableKeyPath<BackendDraft, String> & Sendable)] = [
        (.name, \.name), (.baseURL, \.baseURL), (.key, \.key), (.model, \.model), (.prompt, \.prompt),
        (.price, \.price), (.monthlyLimit, \.monthlyLimit), (.concurrency, \.concurrency),
        (.azureVersion, \.azureVersion), (.organization, \.organization), (.project, \.project), (.proxy, \.proxy),
        (.certificates, \.certificates), (.headers, \.headers), (.idleSeconds, \.idleSeconds),
        (.totalSeconds, \.totalSeconds),
    ]

    init(_ draft: BackendDraft, replacing: String?, on desk: Desk) {
        self.replacing = replacing
        taken = Set(desk.environment.backends)
        fields = FieldList(BackendForm.fields(of: draft))
        check()
    }

    private static func fields(of draft: BackendDraft) -> [InputField<Field>] {
        func text(_ id: Field, _ placeholder: String = "", isPath: Bool = false) -> InputField<Field> {
            let value = texts.first { $0.0 == id }.map { draft[keyPath: $0.1] } ?? ""
            return InputField(
                id, Words.Backends.label(id), text: value, placeholder: placeholder, limit: RequestRules.textLimit,
                isPath: isPath)
        }
        func choice(_ id: Field, _ choices: [String], _ selected: Int?) -> InputField<Field> {
            InputField(id, Words.Backends.label(id), choices: choices, selected: selected)
        }
        /// What the preset says comes first.
        func rule<Rule: CaseIterable & Equatable>(
            _ id: Field, _ rule: Rule?, _ name: (Rule) -> String
        ) -> InputField<Field> {
            let all = Array(Rule.allCases)
            return choice(
                id, [Words.Backends.asPreset] + all.map(name), rule.flatMap(all.firstIndex(of:)).map { $0 + 1 })
        }
        // A key goes into the configuration by the person's own hand, not by way of a form.
        let places = keyPlaces.filter { $0 != .configuration || draft.keyPlace == .configuration }
        let presets = ServerPreset.allCases
        return [
            choice(.preset, presets.map(\.rawValue), presets.firstIndex(of: draft.preset)),
            text(.name), text(.baseURL, isPath: true),
            choice(.keyPlace, places.map { Words.Backends.name($0) }, places.firstIndex(of: draft.keyPlace)),
            text(.key, isPath: draft.keyPlace == .file), text(.model, Words.Backends.requestsOwn),
            text(.prompt, Words.Backends.neutralPrompt), text(.price, Words.Backends.examplePrice),
            text(.monthlyLimit, Words.Backends.exampleLimit),
            choice(.isPaid, payments.map { Words.Backends.paid($0) }, payments.firstIndex(of: draft.isPaid)),
            text(.concurrency, "4"), text(.azureVersion, "2025-04-01-preview"),
            text(.organization, Words.Backends.none), text(.project, Words.Backends.none),
            text(.proxy, Words.Backends.exampleProxy),
            text(.certificates, Words.Backends.systemsOwn, isPath: true),
            text(.headers, Words.Backends.exampleHeaders),
            rule(.variations, draft.variations, Words.Backends.name), rule(.edits, draft.editForm, Words.Backends.name),
            rule(.format, draft.format, Words.Backends.name),
            text(.idleSeconds, "180"), text(.totalSeconds, Words.Backends.usualTotal(draft.preset)),
        ]
    }

    // MARK: Reading

    private var preset: ServerPreset { ServerPreset(rawValue: fields.value(.preset)) ?? .generic }

    private var keyPlace: BackendDraft.KeyPlace { BackendForm.keyPlaces[fields[.keyPlace]?.selected ?? 0] }

    /// What is in the fields, whether it will do or not.
    package var draft: BackendDraft {
        /// Empty where the field does not apply.
        func value(_ id: Field) -> String { fields.hidden.contains(id) ? "" : fields.value(id) }
        func rule<Rule: CaseIterable>(_ id: Field, _: Rule.Type) -> Rule? {
            let place = fields.hidden.contains(id) ? 0 : fields[id]?.selected ?? 0
            return place == 0 ? nil : Array(Rule.allCases)[place - 1]
        }
        var draft = BackendDraft()
        for (id, path) in BackendForm.texts { draft[keyPath: path] = value(id) }
        draft.preset = preset
        draft.keyPlace = keyPlace
        draft.isPaid = BackendForm.payments[fields[.isPaid]?.selected ?? 0]
        draft.variations = rule(.variations, ServerProfile.Variations.self)
        draft.editForm = rule(.edits, ServerProfile.EditForm.self)
        draft.format = rule(.format, ServerProfile.FormatRule.self)
        return draft
    }

    // MARK: Checking

    private mutating func change(_ change: (inout FieldList<Field>) -> Void) {
        let before = draft
        change(&fields)
        if draft != before { state = .notAsked }
        check()
    }

    private mutating func check() {
        fields.hidden = []
        if keyPlace == .none || keyPlace == .configuration { fields.hidden.insert(.key) }
        if preset != .azure { fields.hidden.insert(.azureVersion) }
        if !preset.isImagesAPI { fields.hidden.formUnion(BackendForm.imagesFields) }
        // The place of the key says what its field holds, and the preset where the server usually is.
        let (place, url) = (keyPlace, preset.usualURL)
        fields.edit(.key) { field in
            field.set(placeholder: Words.Backends.example(of: place))
            field.isPath = place == .file
        }
        fields.edit(.baseURL) { $0.set(placeholder: url ?? Words.Backends.exampleURL) }
        let total = Words.Backends.usualTotal(preset)
        fields.edit(.totalSeconds) { $0.set(placeholder: total) }
        let form = self
        fields.check { form.complaint(about: $0) }
    }

    private func complaint(about field: InputField<Field>) -> String? {
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
            return MonthlyLimit(text)?.pictures(at: Price(fields.value(.price))) == nil ? Words.Backends.limitRule : nil
        case .concurrency:
            return text.isEmpty || Int(text).map((1...64).contains) == true ? nil : Words.Backends.concurrencyRule
        case .idleSeconds, .totalSeconds:
            return text.isEmpty || Int(text).map((1...86_400).contains) == true ? nil : Words.Backends.secondsRule
        case .headers: return BackendDraft.headers(in: text) == nil ? Words.Backends.headersRule : nil
        case .proxy:
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let isProxy = parts.count == 2 && !parts[0].isEmpty && Int(parts[1]).map((1...65_535).contains) == true
            return text.isEmpty || isProxy ? nil : Words.Backends.proxyRule
        default: return nil
        }
    }
}

extension BackendForm: Popup {
    package var context: Context { .backend }
    package var room: PopupRoom { .list }

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
        case .accept where fields.hasComplaint, .test where fields.hasComplaint: fields.focusComplaint()
        // It closes when it is in the file.
        case .accept: return [.keepBackend(draft, replacing: replacing)]
        case .test:
            state = .asking
            return [.askDraft(draft, replacing: replacing)]
        default: change { _ = $0.perform(command) }
        }
        return .stay
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        change { $0.type(text) }
        return .stay
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        var isTaken = false
        change { isTaken = $0.point(deed) }
        return isTaken ? .stay : wheel(deed, on: &desk)
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
