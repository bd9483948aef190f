import RiffleAPI

/// The fields of edits and generations, as far as a backend knows them.
extension RequestForm {
    /// The choice that leaves a field to the backend.
    static let left = Words.Form.auto
    private static let noStream = Words.Form.noStream

    static func fields(prompt: String, _ settings: ImagesSettings, profiles: [BackendProfile]) -> [RequestField] {
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
        let partials = (0...3).map(String.init)
        return [
            workflowField(settings), text(.prompt, prompt, Words.Form.promptHint),
            RequestField(id: .n, content: .number("\(settings.count)", RequestRules.counts)),
            choice(.size, [settings.size?.description ?? left], nil),
            text(.seed, settings.seed.map { "\($0)" }, Words.Form.newSeed),
        ] + samplingFields(settings) + [
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

    /// The sizes to choose from. Where the first leaves it to the backend, the picture's own shape is kept.
    var sizes: [String] {
        let square = ["256x256", "512x512", "1024x1024"]
        let wide = ["1536x1024", "1024x1536"]
        guard let profile else { return square }
        let known = (profile.sizes[operation] ?? []).map(\.description)
        if operation == .variation, profile.needsSquare || !(offersWorkflows || profile.isLocal) { return square }
        if profile.isLocal { return [RequestForm.left] + square }
        return [RequestForm.left]
            + (known.isEmpty ? square.reversed() + wide : known.filter { $0 != RequestForm.left })
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
