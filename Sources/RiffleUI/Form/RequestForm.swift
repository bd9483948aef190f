package import RiffleAPI

/// The request form: what is asked of which backend, checked as it is filled in.
package struct RequestForm: Sendable, Equatable {
    package let source: VariationOrder.Source
    package let facts: PictureFacts?
    /// What the API would refuse in the picture as it is.
    package let objections: [UploadObjection]
    /// How many pictures it is for; each gets a request of its own.
    package internal(set) var batch = 1
    package private(set) var fields: [RequestField]
    package private(set) var focus = 0

    /// - Parameters:
    ///   - settings: what the fields start with.
    ///   - backends: names a person can choose from; the first that matches `settings.backend` is shown.
    init(
        source: VariationOrder.Source, facts: PictureFacts?, objections: [UploadObjection],
        settings: VariationSettings, backends: [String]
    ) {
        self.source = source
        self.facts = facts
        self.objections = objections
        fields = []
        if needsSquare {
            let names = RequestForm.mends.map(Words.name)
            fields.append(RequestField(id: .mend, content: .choice(names, selected: 0)))
        }
        fields += RequestForm.fields(settings, backends: backends)
        focus = fields.firstIndex { $0.id == (needsSquare ? .mend : .n) } ?? 0
        check()
    }

    /// The ways to a square that are offered, safest first.
    private static let mends: [Mend] = [.cropCenter, .cropStart, .cropEnd, .pad]

    private var needsSquare: Bool {
        objections.contains { if case .notSquare = $0 { true } else { false } }
    }

    private static func fields(_ settings: VariationSettings, backends: [String]) -> [RequestField] {
        let sizes = VariationSize.allCases
        let formats = ResponseFormat.allCases
        let names = backends.contains(settings.backend) ? backends : [settings.backend] + backends
        return [
            RequestField(
                id: .n, content: .number("\(settings.n)", VariationRules.counts)),
            RequestField(
                id: .size,
                content: .choice(sizes.map(\.rawValue), selected: sizes.firstIndex(of: settings.size) ?? 0)),
            RequestField(
                id: .strength, content: .number("\(Int((settings.strength * 100).rounded()))", 0...100, step: 5)),
            RequestField(
                id: .seed, content: .text(settings.seed.map { "\($0)" } ?? "", placeholder: "a new one each time")),
            RequestField(
                id: .format,
                content: .choice(
                    formats.map(\.rawValue), selected: formats.firstIndex(of: settings.responseFormat) ?? 0)),
            RequestField(id: .model, content: .text(settings.model ?? "", placeholder: "the backend's own")),
            RequestField(id: .user, content: .text(settings.user ?? "", placeholder: "none")),
            RequestField(
                id: .backend, content: .choice(names, selected: names.firstIndex(of: settings.backend) ?? 0)),
        ]
    }

    // MARK: Reading

    package func value(_ id: RequestField.ID) -> String { fields.first { $0.id == id }?.value ?? "" }

    /// Strength and seed are the engine's own; other backends do not know them.
    package func isShown(_ field: RequestField) -> Bool {
        (field.id != .strength && field.id != .seed) || value(.backend) == VariationSettings.builtin
    }

    package var focused: RequestField { fields[focus] }

    package var mend: Mend {
        guard let field = fields.first(where: { $0.id == .mend }), case .choice(_, let selected) = field.content
        else { return .none }
        return RequestForm.mends[selected]
    }

    /// The settings as they stand; nil while a field has a complaint.
    package var settings: VariationSettings? {
        guard !fields.contains(where: { isShown($0) && $0.complaint != nil }), let n = Int(value(.n)),
            let size = VariationSize(rawValue: value(.size)),
            let format = ResponseFormat(rawValue: value(.format)), let percent = Int(value(.strength))
        else { return nil }
        let (model, user) = (value(.model), value(.user))
        return VariationSettings(
            backend: value(.backend), model: model.isEmpty ? nil : model, n: n, size: size, responseFormat: format,
            user: user.isEmpty ? nil : user, strength: Double(percent) / 100, seed: UInt64(value(.seed)))
    }

    /// What forbids sending, whatever the fields say: the picture cannot be mended here.
    package var refusal: UploadObjection? {
        objections.first {
            switch $0 {
            case .tooLarge: value(.backend) != VariationSettings.builtin
            case .notPNG, .notSquare: false
            }
        }
    }

    // MARK: Changing

    mutating func moveFocus(_ by: Int) {
        repeat { focus = (focus + by + fields.count) % fields.count } while !isShown(fields[focus])
        fields[focus].isFresh = true
    }

    mutating func moveFocus(to id: RequestField.ID) {
        guard id != focused.id, let place = fields.firstIndex(where: { $0.id == id }) else { return }
        focus = place
        fields[focus].isFresh = true
    }

    /// Puts the cursor on the first field that cannot be sent.
    mutating func focusComplaint() {
        focus = fields.firstIndex { isShown($0) && $0.complaint != nil } ?? focus
    }

    mutating func edit(_ change: (inout RequestField) -> Void) {
        change(&fields[focus])
        check()
    }

    private mutating func check() {
        for index in fields.indices {
            fields[index].complaint = RequestForm.complaint(about: fields[index])
        }
    }

    private static func complaint(about field: RequestField) -> String? {
        switch (field.id, field.content) {
        case (.n, .number(let text, let range, _)), (.strength, .number(let text, let range, _)):
            guard let value = Int(text) else { return "a number from \(range.lowerBound) to \(range.upperBound)" }
            if range.contains(value) { return nil }
            return "\(value) is not from \(range.lowerBound) to \(range.upperBound)"
        case (.seed, .text(let text, _)):
            return text.isEmpty || UInt64(text) != nil ? nil : "a whole number up to \(UInt64.max), or empty"
        default: return nil
        }
    }
}
