package import RiffleAPI

/// The request form: what is asked of which backend, checked as it is filled in.
package struct RequestForm: Sendable, Equatable {
    package let operation: ImageOperation
    /// Nil for pictures from words alone.
    package let source: VariationOrder.Source?
    /// The other parent, of pictures that are bred.
    package let mate: Parent?
    /// Where the mask of an edit was painted.
    package let editor: MaskEditor?
    package let facts: PictureFacts?
    /// What the API would refuse in the picture as it is.
    package let objections: [UploadObjection]
    /// How many pictures it is for; each gets a request of its own.
    package internal(set) var batch = 1
    package private(set) var fields: [RequestField]
    package private(set) var focus = 0
    /// What there is to choose from, where edits and generations are asked for.
    let profiles: [BackendProfile]
    /// How many prompts back the person went; 0 is what they typed themselves, kept in `typed`.
    private var recalled = 0
    private var typed = ""

    /// - Parameters:
    ///   - settings: what the fields start with.
    ///   - backends: names a person can choose from; the first that matches `settings.backend` is shown.
    init(
        source: VariationOrder.Source, facts: PictureFacts?, objections: [UploadObjection],
        settings: VariationSettings, backends: [String], profiles: [BackendProfile] = [], mate: Parent? = nil
    ) {
        operation = .variation
        self.source = source
        self.mate = mate
        editor = nil
        self.profiles = profiles
        self.facts = facts
        self.objections = objections
        fields = []
        if needsSquare {
            let names = RequestForm.mends.map(Words.name)
            fields.append(RequestField(id: .mend, content: .choice(names, selected: 0)))
        }
        if let field = RequestForm.scaleField(facts, profiles) { fields.append(field) }
        if mate != nil {
            fields.append(
                RequestField(id: .weight, content: .number("\(Int(VariationMate.evenWeight * 100))", 0...100, step: 5)))
        }
        fields += RequestForm.fields(settings, backends: backends)
        // Where a server has no variations the picture is edited, with these words.
        let place = fields.firstIndex { $0.id == .format } ?? fields.endIndex
        let words = profile?.variationPrompt ?? BackendProfile.neutralPrompt
        fields.insert(
            RequestField(
                id: .prompt,
                content: .text(settings.prompt.flatMap { $0 == words ? nil : $0 } ?? "", placeholder: words)),
            at: place)
        focus = fields.firstIndex { $0.id == (needsSquare ? .mend : mate != nil ? .weight : .n) } ?? 0
        check()
    }

    /// The form of an edit, or of pictures from words where there is no editor.
    ///
    /// - Parameter profiles: of the backends that can do it; at least one.
    init(editor: MaskEditor?, prompt: String, settings: ImageSettings, profiles: [BackendProfile]) {
        operation = editor == nil ? .generation : .edit
        source = editor?.source
        mate = nil
        self.editor = editor
        facts = editor?.facts
        objections = []
        self.profiles = profiles
        fields = RequestForm.fields(prompt: prompt, settings, profiles: profiles)
        if let field = RequestForm.scaleField(facts, profiles) { fields.insert(field, at: 0) }
        focus = fields.firstIndex { $0.id == .prompt } ?? 0
        fitToBackend()
        check()
    }

    /// The ways to a square that are offered, safest first.
    private static let mends: [Mend] = [.cropCenter, .cropStart, .cropEnd, .pad]

    private var needsSquare: Bool {
        objections.contains { if case .notSquare = $0 { true } else { false } }
    }

    /// The smallest limit of the backends that the picture is too large for.
    private static func scaleField(_ facts: PictureFacts?, _ profiles: [BackendProfile]) -> RequestField? {
        guard let size = facts?.byteCount else { return nil }
        let limits = profiles.compactMap(\.uploadLimit).filter { size >= $0 }
        return limits.min().map { limit in
            RequestField(id: .scale, content: .choice(Words.Form.scalings(below: limit), selected: 0))
        }
    }

    /// What the backend takes, where the picture has more.
    private var exceeded: Int? {
        guard let limit = profile?.uploadLimit, let size = facts?.byteCount, size >= limit else { return nil }
        return limit
    }

    /// The picture is scaled to fewer bytes than this, as the person chose.
    var below: Int? {
        guard let field = fields.first(where: { $0.id == .scale }), case .choice(_, 1) = field.content else {
            return nil
        }
        return exceeded
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
                id: .strength, content: .number("\(Int(nearest: settings.strength * 100))", 0...100, step: 5)),
            RequestField(
                id: .seed, content: .text(settings.seed.map { "\($0)" } ?? "", placeholder: Words.Form.newSeed)),
            RequestField(
                id: .format,
                content: .choice(
                    formats.map(\.rawValue), selected: formats.firstIndex(of: settings.responseFormat) ?? 0)),
            RequestField(id: .model, content: .text(settings.model ?? "", placeholder: Words.Form.ownModel)),
            RequestField(id: .user, content: .text(settings.user ?? "", placeholder: Words.Form.nobody)),
            RequestField(
                id: .backend, content: .choice(names, selected: names.firstIndex(of: settings.backend) ?? 0)),
        ]
    }

    // MARK: Reading

    package func value(_ id: RequestField.ID) -> String { fields.first { $0.id == id }?.value ?? "" }

    /// Strength and seed of variations are the engine's own; of edits and generations a backend is asked for what its
    /// profile knows.
    package func isShown(_ field: RequestField) -> Bool {
        if field.id == .scale { return exceeded != nil }
        if operation != .variation { return isAsked(field.id) }
        if field.id == .prompt { return profile?.variesByEditing == true }
        return (field.id != .strength && field.id != .seed) || value(.backend) == VariationSettings.builtin
    }

    package var focused: RequestField { fields[focus] }

    package var mend: Mend {
        if let editor { return editor.mend }
        guard let field = fields.first(where: { $0.id == .mend }), case .choice(_, let selected) = field.content
        else { return .none }
        return RequestForm.mends[selected]
    }

    /// The settings as they stand; nil while a field has a complaint.
    package var settings: VariationSettings? {
        guard operation == .variation, !hasComplaint, let n = Int(value(.n)),
            let size = VariationSize(rawValue: value(.size)),
            let format = ResponseFormat(rawValue: value(.format)), let percent = Int(value(.strength))
        else { return nil }
        let (model, user) = (value(.model), value(.user))
        return VariationSettings(
            backend: value(.backend), model: model.isEmpty ? nil : model, n: n, size: size, responseFormat: format,
            user: user.isEmpty ? nil : user, strength: Double(percent) / 100, seed: UInt64(value(.seed)),
            prompt: editingPrompt)
    }

    /// The words that stand for a variation, where the backend makes it by editing.
    private var editingPrompt: String? {
        guard let profile, profile.variesByEditing else { return nil }
        let words = value(.prompt)
        return words.allSatisfy(\.isWhitespace) ? profile.variationPrompt : words
    }

    var hasComplaint: Bool { fields.contains { isShown($0) && $0.complaint != nil } }

    /// The side that the built-in engine will work at, where the picture as it is sent is smaller than the size.
    package var enlargedFrom: Int? {
        guard value(.backend) == VariationSettings.builtin, mate == nil, let size = settings?.size, let facts
        else { return nil }
        let side = mend == .pad ? max(facts.width, facts.height) : min(facts.width, facts.height)
        return side < size.side ? side : nil
    }

    /// What forbids sending, whatever the fields say: the picture cannot be mended here.
    package var refusal: UploadObjection? {
        if let notSquare = imageRefusal { return notSquare }
        guard let limit = exceeded, below == nil, let size = facts?.byteCount else { return nil }
        return .tooLarge(byteCount: size, limit: limit)
    }

    // MARK: Changing

    mutating func moveFocus(_ by: Int) {
        repeat { focus = (focus + by + fields.count) % fields.count } while !isShown(fields[focus])
        fields[focus].isFresh = true
    }

    /// Goes to a field by its place among those that are shown.
    mutating func moveFocus(toShown shown: Int) {
        let places = fields.indices.filter { isShown(fields[$0]) }
        guard places.indices.contains(shown), places[shown] != focus else { return }
        focus = places[shown]
        fields[focus].isFresh = true
    }

    /// Puts the cursor on the first field that cannot be sent.
    mutating func focusComplaint() {
        let complaint = fields.firstIndex { isShown($0) && $0.complaint != nil }
        // Else what the picture itself wants mended.
        let mend = refusal == nil ? nil : fields.firstIndex { isShown($0) && $0.id == .scale }
        focus = complaint ?? mend ?? focus
    }

    mutating func edit(_ change: (inout RequestField) -> Void) {
        let backend = value(.backend)
        change(&fields[focus])
        recalled = 0
        if operation != .variation, value(.backend) != backend { fitToBackend() }
        check()
    }

    /// Goes back and forth in what was asked for before, the newest first.
    mutating func recall(_ step: Int, of prompts: [String]) {
        guard let place = fields.firstIndex(where: { $0.id == .prompt }) else { return }
        if recalled == 0 { typed = fields[place].value }
        recalled = min(max(recalled + step, 0), prompts.count)
        fields[place].set(recalled == 0 ? typed : prompts[recalled - 1])
        focus = place
        check()
    }

    /// Gives the sizes that the backend takes to choose from.
    private mutating func fitToBackend() {
        guard let place = fields.firstIndex(where: { $0.id == .size }) else { return }
        let sizes = self.sizes
        let now = fields[place].value
        fields[place].content = .choice(sizes, selected: sizes.firstIndex(of: now) ?? 0)
    }

    private mutating func check() {
        for index in fields.indices {
            fields[index].complaint =
                operation == .variation && fields[index].id == .prompt
                ? nil : RequestForm.complaint(about: fields[index])
        }
    }

    private static func complaint(about field: RequestField) -> String? {
        switch (field.id, field.content) {
        case (.n, .number(let text, let range, _)), (.strength, .number(let text, let range, _)),
            (.weight, .number(let text, let range, _)):
            guard let value = Int(text) else { return Words.Form.number(in: range) }
            if range.contains(value) { return nil }
            return Words.Form.number(value, notIn: range)
        case (.prompt, .text(let text, _)):
            return text.allSatisfy(\.isWhitespace) ? Words.Form.noPrompt : nil
        case (.outputCompression, .text(let text, _)):
            if text.isEmpty || Int(text).map(ImageRules.compressions.contains) == true { return nil }
            return Words.Form.numberOrEmpty(in: ImageRules.compressions)
        case (.seed, .text(let text, _)):
            return text.isEmpty || UInt64(text) != nil ? nil : Words.Form.noSeed
        default: return nil
        }
    }
}
