package import RiffleAPI

/// The request form, validated while it is filled in.
package struct RequestForm: Sendable, Equatable {
    package let operation: ImageOperation
    /// Nil for pictures from a prompt alone.
    package let source: Order.Source?
    /// The second parent of a blend.
    package let mate: Parent?
    /// The mask of an edit.
    package let editor: MaskEditor?
    package let facts: PictureFacts?
    /// Why the API would refuse the picture without changes.
    package let objections: [UploadObjection]
    /// The number of pictures; each gets its own request.
    package internal(set) var batch = 1
    package internal(set) var fields: FieldList<FormField>
    /// The backends that can do it.
    let profiles: [BackendProfile]
    /// What the backends report about themselves.
    var seen: [String: BackendFindings] = [:]
    /// The backends that were tested.
    var asked: Set<String> = []
    /// Another program's recipe of the picture.
    var recipe: EmbeddedRecipe?
    /// The user's statements about the picture and the engine's judgement; nil while they are loaded.
    private(set) var hints: PictureHints?
    private(set) var judged = StatedKind.auto
    /// The open list of manners, and why some do not suit the picture; nil while that is unknown.
    var picker: MannerPicker?
    var refusals: [String: String]?
    /// True after Enter could not send.
    private var hasTried = false
    /// How many prompts the user went back; 0 is the typed prompt, kept in `typed`.
    private var recalled = 0
    private var typed = ""
    /// The order of the fields if none is folded.
    let order: [FormField]

    /// - Parameters:
    ///   - settings: the initial values.
    ///   - prompt: the last prompt; nil if it was the backend's own.
    ///   - profiles: of the backends to choose from; the first whose name is in `settings` is chosen.
    init(
        _ operation: ImageOperation, source: Order.Source?, mate: Parent? = nil, editor: MaskEditor? = nil,
        facts: PictureFacts?, objections: [UploadObjection] = [], settings: ImagesSettings, prompt: String?,
        profiles: [BackendProfile]
    ) {
        (self.operation, self.source, self.mate, self.editor) = (operation, source, mate, editor)
        (self.facts, self.objections, self.profiles) = (facts, objections, profiles)
        var settings = settings
        settings.n = settings.n ?? (operation == .variation ? 4 : 1)
        settings.weight = mate == nil ? nil : settings.weight ?? 0.5
        let lines = Self.lines(settings, prompt: prompt ?? "", facts, objections, profiles)
        fields = FieldList(lines)
        order = lines.map(\.id)
        fitToBackend()
        check()
        let first: [FormField] = [.mend, .api(operation == .variation ? .weight : .prompt), .api(.n)]
        fields.moveFocus(to: first.first(where: fields.isShown) ?? .backend)
    }

    /// The offered ways to make a square, safest first.
    static let mends: [Mend] = [.cropCenter, .cropStart, .cropEnd, .pad]

    // MARK: Reading

    package var backend: String { fields.value(.backend) }

    package func value(_ field: RequestField) -> String { fields.value(.api(field)) }

    var profile: BackendProfile? { profiles.first { $0.name == backend } }

    func reads(_ field: RequestField) -> Bool { profile?.reads(field, for: operation) == true }

    /// The backend's upload limit, if the picture exceeds it.
    var exceeded: Int? {
        guard let limit = profile?.uploadLimit, let size = facts?.byteCount, size >= limit else { return nil }
        return limit
    }

    /// The limit in bytes to scale down to, if the user chose that.
    var below: Int? { fields[.scale]?.selected == 1 ? exceeded : nil }

    package var mend: Mend {
        if let editor { return editor.mend }
        return applies(.mend) ? fields[.mend].map { Self.mends[$0.selected] } ?? .none : .none
    }

    /// The shown settings; nil while a field is invalid. Fields left to the backend are not set.
    package var settings: ImagesSettings? { fields.hasComplaint ? nil : settings(where: applies) }

    private func settings(where isSent: (FormField) -> Bool) -> ImagesSettings {
        var settings = ImagesSettings(backend: backend)
        for line in fields.fields where isSent(line.id) {
            guard case .api(let field) = line.id else { continue }
            for text in line.texts { try? field.set(text, in: &settings) }
        }
        if settings.partialImages != nil { settings.stream = true }
        return settings
    }

    /// Fields that were set and that the backend does not read.
    var unread: [RequestField] {
        var settings = settings { _ in true }
        if settings.n == 1 { settings.n = nil }
        return profile?.unread(in: ImagesRequest(operation, settings: settings)).filter { $0 != .stream } ?? []
    }

    /// Fields that were set and that the workflow has no place for.
    var unplaced: [RequestField] {
        let ignored = offer?.ignored ?? []
        return RequestField.all.filter {
            ignored.contains($0) && applies(.api($0)) && fields[.api($0)]?.texts.isEmpty == false
        }
    }

    /// The size that is sent; nil if the backend or workflow decides, or if the files differ.
    var sentSize: ImageSize? {
        guard let settings, var profile, !profile.isLocal, below == nil else { return nil }
        if offersWorkflows { profile.sizeStep = offer?.sizeStep }
        var picture = facts.map { (width: $0.width, height: $0.height) }
        if batch > 1 || operation == .generation { picture = nil }
        if let sides = picture, mend != .none {
            let side = mend == .pad ? max(sides.width, sides.height) : min(sides.width, sides.height)
            picture = (side, side)
        }
        if offersWorkflows, profile.sizeStep == nil { return nil }
        return profile.sentSize(of: settings, for: operation, picture: picture)
    }

    /// The prompt that is sent: for variations made by editing without a typed prompt, the backend's own.
    var prompt: String? {
        let words = value(.prompt)
        if operation == .edit, let profile, !profile.reads(.prompt, for: .edit) { return nil }
        let isEmpty = words.allSatisfy(\.isWhitespace)
        guard operation == .variation else { return isEmpty ? nil : words }
        guard let profile, reads(.prompt) else { return nil }
        return isEmpty ? profile.variesByEditing ? profile.variationPrompt : nil : words
    }

    /// Whether the required prompt is missing.
    var isSilent: Bool { (profile ?? .reference).needsPrompt.contains(operation) && prompt == nil }

    /// The request to send; nil while it is invalid.
    var request: Order? {
        guard refusal == nil, !needsMask, !isSilent, let settings else { return nil }
        let sketch = editor?.sketch
        return Order(
            operation, source: source, mend: orderedMend, below: below,
            mask: sketch.map { $0.isEmpty ? .none : .painted($0) } ?? .none, mate: orderedMate, prompt: prompt,
            settings: settings)
    }

    /// Whether the user must choose how the picture is changed before it is sent.
    var asks: Bool { fields.isShown(.mend) && fields[.mend] != nil || refusal != nil }

    /// What prevents sending, apart from invalid fields.
    package var refusal: UploadObjection? {
        if let editor, let profile, profile.isLocal, profile.needsSquare, editor.sketch.width != editor.sketch.height {
            return .notSquare(width: editor.sketch.width, height: editor.sketch.height)
        }
        guard let limit = exceeded, below == nil, let size = facts?.byteCount else { return nil }
        return .tooLarge(byteCount: size, limit: limit)
    }

    /// Whether the engine fills a mask.
    var needsMask: Bool { editor.map { $0.sketch.isEmpty && profile?.isLocal == true } ?? false }

    /// The side at which the engine works, if the picture is smaller than the size.
    package var enlargedFrom: Int? {
        guard profile?.isLocal == true, operation == .variation, mate == nil, let facts,
            let size = settings?.size?.pixels
        else { return nil }
        let side = mend == .pad ? max(facts.width, facts.height) : min(facts.width, facts.height)
        return side < min(size.width, size.height) ? side : nil
    }

    // MARK: Changing

    mutating func change(_ change: (inout FieldList<FormField>) -> Void) {
        let before = (backend: backend, prompt: value(.prompt), kind: value(.kind))
        change(&fields)
        if value(.prompt) != before.prompt { recalled = 0 }
        if backend != before.backend {
            forgetOffers()
            fitToBackend()
        } else if value(.kind) != before.kind {
            offerSizes()
        }
        check()
    }

    /// Updates placeholders with remembered statements and the size of variations.
    mutating func take(_ hints: PictureHints, judged: StatedKind) {
        (self.hints, self.judged) = (hints, judged)
        offerKinds()
        offerSizes()
        check()
    }

    /// Goes to the first invalid field and shows errors from now on.
    mutating func complain() {
        hasTried = true
        check()
        if fields.hasComplaint { fields.focusComplaint() } else if refusal != nil { fields.moveFocus(to: .scale) }
        // Unfold a field that is invalid.
        if fields.folded.isEmpty { fields.edit(.more) { if $0.selected == 0 { $0.step(1) } } }
        check()
    }

    mutating func check() {
        fold()
        let (isSilent, hasTried) = (isSilent, hasTried)
        fields.check { line in
            guard case .api(let field) = line.id else { return nil }
            return field == .prompt && isSilent && hasTried ? Words.Form.noPrompt : line.complaint(about: field)
        }
    }

    /// Goes through earlier prompts, newest first.
    mutating func recall(_ step: Int, of prompts: [String]) {
        if recalled == 0 { typed = value(.prompt) }
        recalled = min(max(recalled + step, 0), prompts.count)
        let text = recalled == 0 ? typed : prompts[recalled - 1]
        fields.edit(.api(.prompt)) { $0.set(text) }
        if fields.isShown(.api(.prompt)) { fields.moveFocus(to: .api(.prompt)) }
        check()
    }
}
