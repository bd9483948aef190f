package import RiffleAPI

/// The fields of edits and generations, as far as a backend knows them.
extension RequestForm {
    /// The choice that leaves a field to the backend.
    static let left = Words.Form.auto
    private static let noStream = Words.Form.noStream

    static func fields(prompt: String, _ settings: ImageSettings, profiles: [BackendProfile]) -> [RequestField] {
        func choice(_ id: RequestField.ID, _ choices: [String], _ value: String?) -> RequestField {
            RequestField(
                id: id, content: .choice(choices, selected: value.flatMap(choices.firstIndex) ?? 0))
        }
        func words(_ id: RequestField.ID, _ choices: [String], _ value: String?) -> RequestField {
            choice(id, [left] + choices, value)
        }
        func text(_ id: RequestField.ID, _ value: String?, _ placeholder: String) -> RequestField {
            RequestField(id: id, content: .text(value ?? "", placeholder: placeholder))
        }
        let names = profiles.map(\.name)
        let partials = ImageRules.partialCounts.map(String.init)
        return [
            text(.prompt, prompt, Words.Form.promptHint),
            RequestField(id: .n, content: .number("\(settings.n)", VariationRules.counts)),
            choice(.size, [settings.size ?? left], nil),
            text(.seed, settings.seed.map { "\($0)" }, Words.Form.newSeed),
            words(.quality, ["low", "medium", "high", "standard", "hd"], settings.quality),
            words(.background, ["transparent", "opaque"], settings.background),
            words(.outputFormat, ["png", "jpeg", "webp"], settings.outputFormat),
            text(.outputCompression, settings.outputCompression.map(String.init), Words.Form.ownModel),
            words(.inputFidelity, ["low", "high"], settings.inputFidelity),
            choice(.partialImages, [noStream] + partials, settings.partialImages.map(String.init)),
            words(.moderation, ["low"], settings.moderation),
            words(.style, ["vivid", "natural"], settings.style),
            text(.model, settings.model, Words.Form.ownModel),
            text(.user, settings.user, Words.Form.nobody),
            choice(.backend, names, settings.backend),
        ]
    }

    var profile: BackendProfile? { profiles.first { $0.name == value(.backend) } }

    /// Whether the backend is asked for what a field holds.
    func isAsked(_ id: RequestField.ID) -> Bool {
        guard let profile else { return false }
        let field: FormField
        switch id {
        case .prompt, .n, .backend: return true
        case .mend, .scale, .format, .strength, .weight: return false
        case .size: field = .size
        case .seed: field = .seed
        case .quality: field = .quality
        case .background: field = .background
        case .outputFormat: field = .outputFormat
        case .outputCompression: field = .outputCompression
        case .inputFidelity:
            guard operation == .edit else { return false }
            field = .inputFidelity
        case .partialImages: field = .stream
        case .moderation:
            guard operation == .generation else { return false }
            field = .moderation
        case .style:
            guard operation == .generation else { return false }
            field = .style
        case .model: field = .model
        case .user: field = .user
        }
        return profile.fields.contains(field)
    }

    /// The sizes to choose from; the first leaves it to the backend, the engine then keeps the picture's own.
    var sizes: [String] {
        let known = profile?.sizes[operation] ?? []
        let usual = ["1024x1024", "1536x1024", "1024x1536", "512x512", "256x256"]
        let square = VariationSize.allCases.map(\.rawValue)
        return [RequestForm.left]
            + (profile?.isLocal == true ? square : known.isEmpty ? usual : known.filter { $0 != RequestForm.left })
    }

    /// The settings as they stand; nil while a field has a complaint, and for variations.
    package var imageSettings: ImageSettings? {
        guard operation != .variation, !hasComplaint, let n = Int(value(.n)) else { return nil }
        /// What is asked for; nil where it is left to the backend, or the backend does not know the field.
        func asked(_ id: RequestField.ID) -> String? {
            let value = value(id)
            return isAsked(id) && !value.isEmpty && value != RequestForm.left ? value : nil
        }
        return ImageSettings(
            backend: value(.backend), model: asked(.model), n: n, size: asked(.size), user: asked(.user),
            background: asked(.background), quality: asked(.quality), outputFormat: asked(.outputFormat),
            outputCompression: asked(.outputCompression).flatMap { Int($0) }, inputFidelity: asked(.inputFidelity),
            partialImages: asked(.partialImages).flatMap { Int($0) }, moderation: asked(.moderation),
            style: asked(.style), seed: asked(.seed).flatMap { UInt64($0) })
    }

    /// What forbids an edit, whatever the fields say.
    var imageRefusal: UploadObjection? {
        guard let editor, let profile else { return nil }
        if profile.isLocal, editor.sketch.width != editor.sketch.height {
            return .notSquare(width: editor.sketch.width, height: editor.sketch.height)
        }
        return nil
    }

    /// The engine fills what is painted, and nothing else.
    var needsMask: Bool { editor.map { $0.sketch.isEmpty && profile?.isLocal == true } ?? false }
}
