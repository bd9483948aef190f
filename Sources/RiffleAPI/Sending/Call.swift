import HTTPTypes

/// What a backend was asked for.
enum Asked: Sendable {
    case variation(ImageVariationRequest)
    case edit(ImageEditRequest)
    case generation(ImageGenerationRequest)

    var idempotencyKey: String? {
        switch self {
        case .variation(let request): request.idempotencyKey
        case .edit(let request): request.idempotencyKey
        case .generation(let request): request.idempotencyKey
        }
    }
}

/// A request as one server is sent it: the same bytes at every attempt.
struct Call: Sendable {
    var request: HTTPRequest
    var body: [UInt8]
    /// Pictures asked for.
    var count: Int
    /// What was asked for and is sent differently.
    var notes: [AnswerNote] = []
    /// Members of the answer that hold pictures.
    var pictureNames: Set<String> = ["b64_json"]
    /// Seeds by the pictures' places, where they are known beforehand.
    var seeds: [Int: UInt64] = [:]
    /// Whether members of the answer that nothing here knows are worth keeping.
    var keepsUnknown = true

    init(request: HTTPRequest, body: [UInt8], count: Int) {
        self.request = request
        self.body = body
        self.count = count
        // The same at every attempt, so that a server that knows it makes the pictures once.
        name(IdempotencyKey.fresh())
    }

    private mutating func name(_ key: String) {
        request.headerFields[.idempotencyKey] = key
        request.headerFields[.clientRequestID] = key
    }

    init(_ asked: Asked, configuration: OpenAIBackend.Configuration) {
        let profile = configuration.profile
        let operation: ImageOperation
        let count: Int
        let body: [UInt8]
        var notes: [AnswerNote] = []
        let contentType: String
        let model: String?
        switch asked {
        case .variation(var variation):
            operation = .variation
            count = variation.settings.n
            variation.settings.model = variation.settings.model ?? configuration.model
            model = variation.settings.model
            if let format = profile.responseFormat(asked: variation.settings.responseFormat) {
                variation.settings.responseFormat = format
            }
            let form = MultipartWriter(
                parts: VariationForm.parts(of: variation, fields: profile.fields(of: operation, model: model)))
            (body, contentType) = (form.body, form.contentType)
        case .edit(var edit):
            operation = .edit
            count = edit.settings.n
            notes = Call.adapt(&edit.settings, .edit, configuration)
            if edit.standsForVariation { notes.insert(.madeByEditing(prompt: edit.prompt), at: 0) }
            model = edit.settings.model
            let fields = profile.fields(of: operation, model: model)
            let streams = Call.streams(edit.settings, fields: fields)
            switch profile.editForm {
            case .form:
                let form = MultipartWriter(parts: ImageForm.parts(of: edit, fields: fields, streams: streams))
                (body, contentType) = (form.body, form.contentType)
            case .json:
                body = ImageForm.json(of: edit, fields: fields, streams: streams)
                contentType = "application/json"
            }
        case .generation(var generation):
            operation = .generation
            count = generation.settings.n
            notes = Call.adapt(&generation.settings, .generation, configuration)
            model = generation.settings.model
            let fields = profile.fields(of: operation, model: model)
            body = ImageForm.json(
                of: generation, fields: fields, streams: Call.streams(generation.settings, fields: fields))
            contentType = "application/json"
        }
        let address = configuration.address
        var request = HTTPRequest(
            method: .post, scheme: address.scheme, authority: address.authority,
            path: address.path(of: operation, model: model),
            headerFields: configuration.fields(accept: "application/json"))
        request.headerFields[.contentType] = contentType
        self.init(request: request, body: body, count: count)
        if let key = asked.idempotencyKey { name(key) }
        self.notes = notes
    }

    /// Brings settings into the form that the server takes; tells what a person should know of it.
    private static func adapt(
        _ settings: inout ImageSettings, _ operation: ImageOperation, _ configuration: OpenAIBackend.Configuration
    ) -> [AnswerNote] {
        settings.model = settings.model ?? configuration.model
        settings.responseFormat = configuration.profile.responseFormat(asked: settings.responseFormat)
        guard let asked = settings.size else { return [] }
        let sent = configuration.profile.size(for: asked, operation: operation)
        settings.size = sent
        return sent == asked ? [] : [.sizeChanged(asked: asked, sent: sent)]
    }

    private static func streams(_ settings: ImageSettings, fields: Set<FormField>) -> Bool {
        settings.partialImages != nil && fields.contains(.stream)
    }
}

/// Names of requests.
package enum IdempotencyKey {
    /// One that nobody used before.
    package static func fresh() -> String {
        var generator = SystemRandomNumberGenerator()
        return "riffle-" + (0..<2).map { _ in String(generator.next() as UInt64, radix: 36) }.joined()
    }
}

extension OpenAIBackend.Configuration {
    /// The headers of a request to the server itself.
    func fields(accept: String) -> HTTPFields {
        var fields: HTTPFields = [.accept: accept]
        if let key {
            if address.isAzure { fields[.apiKey] = key.secret } else { fields[.authorization] = "Bearer \(key.secret)" }
        }
        if let organization { fields[.organization] = organization }
        if let project { fields[.project] = project }
        for header in headers {
            if let name = HTTPField.Name(header.name) { fields[name] = header.value }
        }
        return fields
    }

    /// What a server's message could repeat, and must not.
    var secrets: [String] { (key.map { [$0.secret] } ?? []) + headers.map(\.value).filter { $0.count >= 8 } }
}
