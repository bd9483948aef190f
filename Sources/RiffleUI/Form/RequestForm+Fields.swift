import RiffleAPI

/// The form's fields and their choices.
extension RequestForm {
    /// All possible fields, in the table's order.
    static func lines(
        _ settings: ImagesSettings, prompt: String, _ facts: PictureFacts?, _ objections: [UploadObjection],
        _ profiles: [BackendProfile]
    ) -> [InputField<FormField>] {
        var lines: [InputField<FormField>] = []
        if objections.contains(where: { if case .notSquare = $0 { true } else { false } }) {
            lines.append(InputField(.mend, Words.Form.squareBy, choices: mends.map(Words.name), selected: 0))
        }
        // The smallest limit among backends for which the picture is too large.
        let limits = profiles.compactMap(\.uploadLimit).filter { $0 <= facts?.byteCount ?? 0 }
        if let limit = limits.min() {
            lines.append(
                InputField(.scale, Words.Form.tooLarge, choices: Words.Form.scalings(below: limit), selected: 0))
        }
        lines += RequestField.all.compactMap { InputField($0, in: settings, prompt: prompt) }
        let names = profiles.isEmpty ? [settings.backend] : profiles.map(\.name)
        return lines + [
            InputField(.backend, Words.Form.backend, choices: names, selected: names.firstIndex(of: settings.backend)),
            InputField(.more, Words.Form.more, choices: ["", ""], selected: 0),
        ]
    }

    /// Whether a field applies: the backend reads it.
    package func applies(_ id: FormField) -> Bool {
        switch id {
        case .scale: exceeded != nil
        case .mend: profile?.needsSquare != false || mate != nil
        case .backend, .api(.n): true
        case .more: order.contains { isRare($0) && applies($0) }
        case .api(.weight): mate != nil
        case .api(.prompt) where operation == .generation: true
        // The number of partial pictures determines whether there is a stream.
        case .api(.partialImages): reads(.stream)
        case .api(let field): reads(field)
        }
    }

    /// The model is shown if the backend needs one or has a list.
    private func isRare(_ id: FormField) -> Bool {
        guard case .api(let field) = id else { return false }
        return field == .model
            ? profile?.needsModel != true && fields[id]?.isChoice != true : RequestField.rare.contains(field)
    }

    mutating func fold() {
        fields.hidden = Set(order.filter { !applies($0) })
        fields.folded = fields[.more]?.selected == 0 ? Set(order.filter(isRare)) : []
        let ranks = Dictionary(
            uniqueKeysWithValues: order.enumerated().map { ($1, $0 + (isRare($1) ? order.count : 0)) })
        fields.arrange { ranks[$0] ?? 0 }
    }

    /// Folded fields that apply.
    var foldedFields: [InputField<FormField>] {
        fields.fields.filter { fields.folded.contains($0.id) && !fields.hidden.contains($0.id) }
    }

    /// Updates the choices for the backend.
    mutating func fitToBackend() {
        if reads(.manner) {
            let names = manners.map(\.name)
            fields.edit(.api(.manner)) { $0.set(names: names) }
        }
        if operation == .variation, let profile {
            let own = profile.variationPrompt
            fields.edit(.api(.prompt)) { line in
                if line.value == own { line.set("") }
                line.set(placeholder: own.isEmpty ? Words.Form.none : own)
            }
        }
        let needsModel = profile?.needsModel == true
        fields.edit(.api(.model)) { $0.set(placeholder: needsModel ? Words.Form.neededModel : Words.Form.open(.model)) }
        offerKinds()
        offerSizes()
        fold()
        if let recipe { begin(with: recipe) }
    }

    mutating func offerSizes() {
        let (sizes, isLimited) = (sizes, profile?.sizes[sizesOf]?.isEmpty == false)
        fields.edit(.api(.size)) { line in
            let now = line.texts.first
            line.set(choices: sizes + (now.map { isLimited || sizes.contains($0) ? [] : [$0] } ?? []))
        }
    }

    /// The first format is the default.
    mutating func offerKinds() {
        guard let hints, reads(.kind), case .choice(let kinds)? = fields[.api(.kind)]?.kind else { return }
        let open = Words.Form.openKind(stated: hints.kind, judged: judged)
        fields.edit(.api(.kind)) { $0.set(choices: [open] + kinds.dropFirst()) }
    }

    /// The size if it is left to the backend, in pixels, if known.
    private var ownSize: (width: Int, height: Int)? {
        guard mate == nil, let profile, let facts, facts.width > 0 else { return nil }
        // Fills have the size of their picture.
        if operation == .edit { return profile.isLocal ? (facts.width, facts.height) : nil }
        let chosen = fields[.api(.kind)]?.texts.first.flatMap { StatedKind($0) } ?? hints?.kind
        return profile.ownSize?.size(
            width: facts.width, height: facts.height, kind: chosen ?? (hints == nil ? nil : judged))
    }

    /// The operation whose sizes apply.
    private var sizesOf: ImageOperation { profile?.variesByEditing == true ? .edit : operation }

    /// The choices of sizes. The first leaves it to the backend.
    var sizes: [String] {
        let square = ["256x256", "512x512", "1024x1024"]
        let keepsShape = profile?.isLocal == true || operation == .variation && offersWorkflows
        let open = keepsShape ? Words.Form.asSource(ownSize) : Words.Form.serverDefault
        let known = (profile?.sizes[sizesOf] ?? []).filter { $0 != .auto }.map(\.description)
        if !known.isEmpty { return [open] + known }
        let isSquare = profile?.isLocal == true || operation == .variation && profile?.needsSquare == true
        return [open] + (isSquare ? square : square.reversed() + ["1536x1024", "1024x1536"])
    }

    /// The manners for the request: for one picture, or for two. A server that has manners has the engine's.
    var manners: [MannerChoice] {
        let own = profile?.manners ?? []
        let all = own.isEmpty ? profiles.first(where: \.isLocal)?.manners ?? [] : own
        return all.filter { $0.isBlend == (mate != nil) }
    }
}
