import HTTPTypes

/// A request in the form that one server takes; the bytes are the same at every attempt.
struct Call: Sendable {
    var request: HTTPRequest
    var body: [UInt8]
    /// Number of requested pictures.
    var count: Int
    /// Notes on what is sent differently than requested.
    var notes: [AnswerNote] = []
    /// Members of the answer that contain pictures.
    var pictureNames: Set<String> = ["b64_json"]
    /// Seeds by index, if they are known in advance.
    var seeds: [Int: UInt64] = [:]
    /// Whether unknown members of the answer are kept.
    var keepsUnknown = true

    init(request: HTTPRequest, body: [UInt8], count: Int) {
        self.request = request
        self.body = body
        self.count = count
        // The same at every attempt, so that a server that supports it makes the pictures only once.
        name(IdempotencyKey.fresh())
    }

    private mutating func name(_ key: String) {
        request.headerFields[.idempotencyKey] = key
        request.headerFields[.clientRequestID] = key
    }

    /// - Parameters:
    ///   - notes: on how the request is carried out.
    ///   - dropped: fields that the server refused as unknown.
    init(
        _ request: ImagesRequest, notes: [AnswerNote] = [], dropping dropped: Set<RequestField> = [],
        configuration: OpenAIBackend.Configuration
    ) {
        let profile = configuration.profile
        var request = request
        let changes = Call.adapt(&request, configuration)
        let operation = request.operation
        let model = request.settings.model
        let fields = profile.fields(of: operation, model: model).subtracting(dropped)
        let body: [UInt8]
        let contentType: String
        if operation == .generation || (operation == .edit && profile.editForm != .form) {
            body = RequestBody.json(of: request, fields: fields, form: profile.editForm, spelling: profile.spelling)
            contentType = "application/json"
        } else {
            let form = MultipartWriter(
                parts: RequestBody.parts(of: request, fields: fields, spelling: profile.spelling))
            (body, contentType) = (form.body, form.contentType)
        }
        let address = configuration.address
        let endpoint = profile.spelling.endpoints[operation] ?? "images/\(operation.rawValue)s"
        var head = HTTPRequest(
            method: .post, scheme: address.scheme, authority: address.authority,
            path: address.path(of: endpoint, deployment: operation == .variation ? nil : model),
            headerFields: configuration.fields(accept: "application/json"))
        head.headerFields[.contentType] = contentType
        self.init(request: head, body: body, count: request.settings.count)
        if let key = request.idempotencyKey { name(key) }
        self.notes = notes + changes
    }

    /// Converts settings to the form that the server takes, with notes on changes.
    private static func adapt(
        _ request: inout ImagesRequest, _ configuration: OpenAIBackend.Configuration
    ) -> [AnswerNote] {
        let profile = configuration.profile
        request.settings.model = request.settings.model ?? configuration.model
        request.settings.responseFormat = profile.responseFormat(asked: request.settings.responseFormat)
        let rule = profile.sizeRule(of: request.operation, model: request.settings.model)
        guard let asked = request.settings.size else {
            let picture = request.images.first.flatMap { PNGSignature.size(of: $0.bytes) }
            if profile.spelling.asksForShape, let picture {
                request.settings.size = rule.size(of: picture)
            }
            return []
        }
        let sent = rule.nearest(to: asked)
        request.settings.size = sent
        if profile.spelling.hasRatio, let ratio = sent.ratio { return [.sizeAsRatio(asked: asked, ratio: ratio)] }
        return sent == asked ? [] : [.sizeChanged(asked: asked, sent: sent)]
    }
}

/// Idempotency keys.
package enum IdempotencyKey {
    /// A new random key.
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

    /// Secrets that a server's message may repeat, and that must not be shown.
    var secrets: [String] { (key.map { [$0.secret] } ?? []) + headers.map(\.value).filter { $0.count >= 8 } }
}
