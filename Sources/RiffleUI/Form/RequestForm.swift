package import RiffleAPI

/// The request form: what is asked of which backend, checked as it is filled in.
package struct RequestForm: Sendable, Equatable {
    package let operation: ImageOperation
    /// Nil for pictures from words alone.
    package let source: Order.Source?
    /// The other parent, of pictures that are blended from two.
    package let mate: Parent?
    /// Where the mask of an edit was painted.
    package let editor: MaskEditor?
    package let facts: PictureFacts?
    /// What the API would refuse in the picture as it is.
    package let objections: [UploadObjection]
    /// How many pictures it is for; each gets a request of its own.
    package internal(set) var batch = 1
    package internal(set) var fields: FieldList<FormField>
    /// The backends that can do it.
    let profiles: [BackendProfile]
    /// What backends were seen to have.
    var seen: [String: BackendFindings] = [:]
    /// The backends that were asked what they have.
    var asked: Set<String> = []
    /// What another program made the picture with.
    var recipe: EmbeddedRecipe?
    /// What was said of the picture, and what the engine takes it for; nil while that is looked up.
    private(set) var hints: PictureHints?
    private(set) var judged = StatedKind.auto
    /// The list of manners while it is open, and why some do not suit the picture; nil while that is not known.
    var picker: MannerPicker?
    var refusals: [String: String]?
    /// True from the first Enter that could not send.
    private var hasTried = false
    /// How many prompts back the person went; 0 is what they typed themselves, kept in `typed`.
    private var recalled = 0
    private var typed = ""
    /// The fields' order while none is folded.
    let order: [FormField]

    /// - Parameters:
    ///   - settings: what the fields start with.
    ///   - prompt: what was typed last; nil where that was the backend's own.
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

    /// The ways to a square that are offered, safest first.
    static let mends: [Mend] = [.cropCenter, .cropStart, .cropEnd, .pad]

    // MARK: Reading

    package var backend: String { fields.value(.backend) }

    package func value(_ field: RequestField) -> String { fields.value(.api(field)) }

    var profile: BackendProfile? { profiles.first { $0.name == backend } }

    func reads(_ field: RequestField) -> Bool { profile?.reads(field, for: operation) == true }

    /// What the backend takes, where the picture has more.
    var exceeded: Int? {
        guard let limit = profile?.uploadLimit, let size = facts?.byteCount, size >= limit else { return nil }
        return limit
    }

    /// The picture is scaled to fewer bytes than this, as the person chose.
    var below: Int? { fields[.scale]?.selected == 1 ? exceeded : nil }

    package var mend: Mend {
        if let editor { return editor.mend }
        return applies(.mend) ? fields[.mend].map { Self.mends[$0.selected] } ?? .none : .none
    }

    /// The settings as they are shown; nil while a field has a complaint. What is left to the backend is not set.
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

    /// The size that goes out; nil where the backend or its workflow decides it, and where all files have their own.
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

    /// The prompt as it is sent: where variations are made by editing and none was typed, the backend's own.
    var prompt: String? {
        let words = value(.prompt)
        if operation == .edit, let profile, !profile.reads(.prompt, for: .edit) { return nil }
        let isEmpty = words.allSatisfy(\.isWhitespace)
        guard operation == .variation else { return isEmpty ? nil : words }
        guard let profile, reads(.prompt) else { return nil }
        return isEmpty ? profile.variesByEditing ? profile.variationPrompt : nil : words
    }

    /// The backend needs a prompt, and there is none yet.
    var isSilent: Bool { (profile ?? .reference).needsPrompt.contains(operation) && prompt == nil }

    /// What is sent; nil while something forbids it.
    var request: Order? {
        guard refusal == nil, !needsMask, !isSilent, let settings else { return nil }
        let sketch = editor?.sketch
        return Order(
            operation, source: source, mend: orderedMend, below: below,
            mask: sketch.map { $0.isEmpty ? .none : .painted($0) } ?? .none, mate: orderedMate, prompt: prompt,
            settings: settings)
    }

    /// Whether the person has to choose what becomes of the picture before it is sent.
    var asks: Bool { fields.isShown(.mend) && fields[.mend] != nil || refusal != nil }

    /// What forbids sending, whatever the fields say.
    package var refusal: UploadObjection? {
        if let editor, let profile, profile.isLocal, profile.needsSquare, editor.sketch.width != editor.sketch.height {
            return .notSquare(width: editor.sketch.width, height: editor.sketch.height)
        }
        guard let limit = exceeded, below == nil, let size = facts?.byteCount else { return nil }
        return .tooLarge(byteCount: size, limit: limit)
    }

    /// The engine fills what is painted, and nothing else.
    var needsMask: Bool { editor.map { $0.sketch.isEmpty && profile?.isLocal == true } ?? false }

    /// The side that the built-in engine will work at, where the picture as it is sent is smaller than the size.
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

    /// Says what is remembered of the picture, and how large variations will be.
    mutating func take(_ hints: PictureHints, judged: StatedKind) {
        (self.hints, self.judged) = (hints, judged)
        offerKinds()
        offerSizes()
        check()
    }

    /// Goes to the first field that forbids sending, and says what is wrong from now on.
    mutating func complain() {
        hasTried = true
        check()
        if fields.hasComplaint { fields.focusComplaint() } else if refusal != nil { fields.moveFocus(to: .scale) }
        // A folded field is seen once it has a complaint.
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

    /// Goes back and forth in what was asked for before, the newest first.
    mutating func recall(_ step: Int, of prompts: [String]) {
        if recalled == 0 { typed = value(.prompt) }
        recalled = min(max(recalled + step, 0), prompts.count)
        let text = recalled == 0 ? typed : prompts[recalled - 1]
        fields.edit(.api(.prompt)) { $0.set(text) }
        if fields.isShown(.api(.prompt)) { fields.moveFocus(to: .api(.prompt)) }
        check()
    }
}
