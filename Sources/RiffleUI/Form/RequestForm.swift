package import RiffleAPI

/// The request form: what is asked of which backend, checked as it is filled in.
package struct RequestForm: Sendable, Equatable {
    package let operation: ImageOperation
    /// Nil for pictures from words alone.
    package let source: Order.Source?
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
    /// What the chosen backend was seen to have; nil while it is looked at, and for backends that need not be.
    var seen: SeenBackend?
    /// What another program made the picture with.
    var recipe: EmbeddedRecipe?
    /// How many prompts back the person went; 0 is what they typed themselves, kept in `typed`.
    private var recalled = 0
    private var typed = ""

    /// - Parameters:
    ///   - settings: what the fields start with.
    ///   - backends: names a person can choose from; the first that matches `settings.backend` is shown.
    init(
        source: Order.Source, facts: PictureFacts?, objections: [UploadObjection],
        settings: ImagesSettings, prompt: String? = nil, backends: [String], profiles: [BackendProfile] = [],
        mate: Parent? = nil
    ) {
        operation = .variation
        self.source = source
        self.mate = mate
        editor = nil
        self.profiles = profiles
        self.facts = facts
        self.objections = objections
        fields = [RequestForm.workflowField(settings)]
        if needsSquare {
            let names = RequestForm.mends.map(Words.name)
            fields.append(RequestField(id: .mend, content: .choice(names, selected: 0)))
        }
        if let field = RequestForm.scaleField(facts, profiles) { fields.append(field) }
        if mate != nil {
            fields.append(
                RequestField(id: .weight, content: .number("50", 0...100, step: 5)))
        }
        fields += RequestForm.fields(settings, backends: backends)
        // Where a server has no variations the picture is edited, with these words.
        let place = fields.firstIndex { $0.id == .format } ?? fields.endIndex
        let words = profile?.variationPrompt ?? BackendProfile.neutralPrompt
        fields.insert(
            RequestField(
                id: .prompt,
                content: .text(prompt.flatMap { $0 == words ? nil : $0 } ?? "", placeholder: words)),
            at: place)
        fields.insert(contentsOf: RequestForm.samplingFields(settings), at: place + 1)
        fitToBackend()
        focus = fields.firstIndex { $0.id == (needsSquare ? .mend : mate != nil ? .weight : .n) } ?? 0
        check()
    }

    /// The form of an edit, or of pictures from words where there is no editor.
    ///
    /// - Parameter profiles: of the backends that can do it; at least one.
    init(editor: MaskEditor?, prompt: String, settings: ImagesSettings, profiles: [BackendProfile]) {
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

    private static func fields(_ settings: ImagesSettings, backends: [String]) -> [RequestField] {
        let formats = [Words.Form.serverDefault] + ResponseFormat.allCases.map(\.rawValue)
        let names = backends.contains(settings.backend) ? backends : [settings.backend] + backends
        return [
            RequestField(id: .n, content: .number("\(settings.n ?? 4)", RequestRules.counts)),
            RequestField(
                id: .size,
                content: .choice([settings.size?.description ?? left], selected: 0)),
            RequestField(id: .manner, content: .choice([settings.manner.first ?? left], selected: 0)),
            RequestField(
                id: .strength,
                content: .number("\(Int(nearest: (settings.strength ?? 0.5) * 100))", 0...100, step: 5)),
            RequestField(
                id: .seed, content: .text(settings.seed.map { "\($0)" } ?? "", placeholder: Words.Form.newSeed)),
            RequestField(
                id: .format,
                content: .choice(
                    formats, selected: settings.responseFormat.flatMap { formats.firstIndex(of: $0.rawValue) } ?? 0)),
            RequestField(id: .model, content: .text(settings.model ?? "", placeholder: Words.Form.ownModel)),
            RequestField(id: .user, content: .text(settings.user ?? "", placeholder: Words.Form.nobody)),
            RequestField(
                id: .backend, content: .choice(names, selected: names.firstIndex(of: settings.backend) ?? 0)),
        ]
    }

    // MARK: Reading

    package func value(_ id: RequestField.ID) -> String { fields.first { $0.id == id }?.value ?? "" }

    /// A field is shown where the backend reads it.
    package func isShown(_ field: RequestField) -> Bool {
        switch field.id {
        case .scale: exceeded != nil
        case .mend: profile?.needsSquare != false || mate != nil
        case .backend, .n, .weight: true
        case .prompt where operation != .variation: true
        // The number of unfinished pictures says whether there is a stream at all.
        case .partialImages: reads(.stream)
        default: field.id.apiField.map(reads) ?? false
        }
    }

    private func reads(_ field: RiffleAPI.RequestField) -> Bool { profile?.reads(field, for: operation) == true }

    var profile: BackendProfile? { profiles.first { $0.name == value(.backend) } }

    package var focused: RequestField { fields[focus] }

    package var mend: Mend {
        if let editor { return editor.mend }
        guard let field = fields.first(where: { $0.id == .mend }), isShown(field),
            case .choice(_, let selected) = field.content
        else { return .none }
        return RequestForm.mends[selected]
    }

    /// The settings as they are shown; nil while a field has a complaint. What is left to the backend is not set.
    package var settings: ImagesSettings? {
        guard !hasComplaint else { return nil }
        var settings = ImagesSettings(backend: value(.backend))
        for field in fields where isShown(field) {
            guard let apiField = field.id.apiField, apiField != .prompt, let text = field.sentText else { continue }
            guard (try? apiField.set(text, in: &settings)) != nil else { return nil }
        }
        if settings.partialImages != nil { settings.stream = true }
        return settings
    }

    /// The prompt as it is sent: where variations are made by editing and none was typed, the backend's own.
    var prompt: String? {
        let words = value(.prompt)
        let isEmpty = words.allSatisfy(\.isWhitespace)
        guard operation == .variation else { return isEmpty ? nil : words }
        guard let profile, reads(.prompt) else { return nil }
        return isEmpty ? profile.variesByEditing ? profile.variationPrompt : nil : words
    }

    /// What is sent; nil while something forbids it.
    var order: Order? {
        guard refusal == nil, !needsMask, let settings else { return nil }
        let sketch = editor?.sketch
        return Order(
            operation, source: source, mend: orderedMend, below: below,
            mask: sketch.map { $0.isEmpty ? .none : .painted($0) } ?? .none, mate: orderedMate, prompt: prompt,
            settings: settings)
    }

    var hasComplaint: Bool { fields.contains { isShown($0) && $0.complaint != nil } }

    /// The side that the built-in engine will work at, where the picture as it is sent is smaller than the size.
    package var enlargedFrom: Int? {
        guard profile?.isLocal == true, operation == .variation, mate == nil, let facts,
            let size = settings?.size?.pixels
        else { return nil }
        let side = mend == .pad ? max(facts.width, facts.height) : min(facts.width, facts.height)
        return side < min(size.width, size.height) ? side : nil
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
        if value(.backend) != backend { fitToBackend() }
        check()
    }

    func isShown(_ id: RequestField.ID) -> Bool { fields.contains { $0.id == id && isShown($0) } }

    /// Puts a text into a field that takes one.
    mutating func set(_ text: String, in id: RequestField.ID) {
        if let place = fields.firstIndex(where: { $0.id == id }) { fields[place].set(text) }
    }

    mutating func choose(_ choice: String, in id: RequestField.ID) {
        guard let place = fields.firstIndex(where: { $0.id == id }),
            case .choice(let choices, _) = fields[place].content,
            let selected = choices.firstIndex(of: choice)
        else { return }
        fields[place].content = .choice(choices, selected: selected)
    }

    /// Makes a field a choice of these; what it has stays, where it is among them or leads nowhere else.
    mutating func offer(_ choices: [String], in id: RequestField.ID) {
        guard let place = fields.firstIndex(where: { $0.id == id }) else { return }
        let now = fields[place].value
        let known = now.isEmpty || choices.contains(now) ? choices : choices + [now]
        fields[place].content = .choice(known, selected: known.firstIndex(of: now) ?? 0)
    }

    mutating func recheck() { check() }

    /// Goes back and forth in what was asked for before, the newest first.
    mutating func recall(_ step: Int, of prompts: [String]) {
        guard let place = fields.firstIndex(where: { $0.id == .prompt }) else { return }
        if recalled == 0 { typed = fields[place].value }
        recalled = min(max(recalled + step, 0), prompts.count)
        fields[place].set(recalled == 0 ? typed : prompts[recalled - 1])
        focus = place
        check()
    }

    /// Gives the sizes and the manners that the backend takes to choose from.
    private mutating func fitToBackend() {
        let manners = profile?.manners.filter { $0.isBlend == (mate != nil) } ?? []
        offer([RequestForm.left] + manners.map(\.name), in: .manner)
        guard let place = fields.firstIndex(where: { $0.id == .size }) else { return }
        let now = fields[place].value
        let sizes = self.sizes
        let usual = operation == .variation && !sizes.contains(RequestForm.left) ? "512x512" : sizes[0]
        fields[place].content = .choice(
            sizes, selected: sizes.firstIndex(of: now) ?? sizes.firstIndex(of: usual) ?? 0)
    }

    private var needsPrompt: Bool { (profile ?? .reference).needsPrompt.contains(operation) }

    private mutating func check() {
        for index in fields.indices {
            fields[index].complaint =
                fields[index].id == .prompt && !needsPrompt
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
            if text.isEmpty || Int(text).map((0...100).contains) == true { return nil }
            return Words.Form.numberOrEmpty(in: 0...100)
        case (.seed, .text(let text, _)):
            return text.isEmpty || UInt64(text) != nil ? nil : Words.Form.noSeed
        case (.steps, .text(let text, _)):
            return text.isEmpty || Int(text).map((1...10_000).contains) == true
                ? nil : Words.Form.numberOrEmpty(in: 1...10_000)
        case (.cfgScale, .text(let text, _)):
            return text.isEmpty || Double(text).map((0...100).contains) == true
                ? nil : Words.Form.numberOrEmpty(in: 0...100)
        default: return nil
        }
    }
}
