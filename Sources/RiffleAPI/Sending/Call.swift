import HTTPTypes

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

    /// - Parameter notes: what a user should know of how the request is carried out.
    init(_ request: ImagesRequest, notes: [AnswerNote] = [], configuration: OpenAIBackend.Configuration) {
        let profile = configuration.profile
        var request = request
        let changes = Call.adapt(&request.settings, request.operation, configuration)
        let model = request.settings.model
        let fields = profile.fields(of: request.operation, model: model)
        let body: [UInt8]
        let contentType: String
        if request.operation == .generation || (request.operation == .edit && profile.editForm == .json) {
            body = RequestBody.json(of: request, fields: fields)
            contentType = "application/json"
        } else {
            let form = MultipartWriter(parts: RequestBody.parts(of: request, fields: fields))
            (body, contentType) = (form.body, form.contentType)
        }
        let address = configuration.address
        var head = HTTPRequest(
            method: .post, scheme: address.scheme, authority: address.authority,
            path: address.path(of: request.operation, model: model),
            headerFields: configuration.fields(accept: "application/json"))
        head.headerFields[.contentType] = contentType
        self.init(request: head, body: body, count: request.settings.count)
        if let key = request.idempotencyKey { name(key) }
        self.notes = notes + changes
    }

    /// Brings settings into the form that the server takes; tells what a user should know of it.
    private static func adapt(
        _ settings: inout ImagesSettings, _ operation: ImageOperation, _ configuration: OpenAIBackend.Configuration
    ) -> [AnswerNote] {
        settings.model = settings.model ?? configuration.model
        settings.responseFormat = configuration.profile.responseFormat(asked: settings.responseFormat)
        guard let asked = settings.size else { return [] }
        let sent = configuration.profile.size(for: asked, operation: operation)
        settings.size = sent
        return sent == asked ? [] : [.sizeChanged(asked: asked, sent: sent)]
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
