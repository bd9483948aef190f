import HTTPTypes

/// Short calls to a server beside the Images API: its models, its progress, and cancelling.
protocol ServerCalls: Sendable {
    var configuration: OpenAIBackend.Configuration { get }
    var transport: any Transport { get }

    /// The message of an error body.
    func message(of reply: ServerReply) -> ServerMessage
}

/// A complete answer.
struct ServerReply: Sendable {
    var head: AnswerHead
    var body: [UInt8]

    /// Longest answer that is not a picture, in bytes: a ComfyUI history has the whole graph.
    static let limit = 16 << 20

    var isSuccess: Bool { (200..<300).contains(head.status) }

    func json() throws(BackendError) -> ExactJSON {
        guard let json = ExactJSON(body) else {
            throw .badAnswer(.notJSON(contentType: head.contentType), requestID: head.requestID)
        }
        return json
    }
}

extension ServerCalls {
    func message(of reply: ServerReply) -> ServerMessage {
        ServerMessage(body: reply.body, contentType: reply.head.contentType)
    }

    /// - Parameters:
    ///   - path: below the base URL, with its query.
    ///   - type: of the body.
    func exchange(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = [], type: String? = nil,
        limit: Int = ServerReply.limit
    ) async throws(BackendError) -> ServerReply {
        var request = request(method, path)
        if let type { request.headerFields[.contentType] = type }
        let answer: TransportAnswer
        let received: [UInt8]?
        do throws(TransportError) {
            answer = try await transport.send(request, body: body)
            received = try await answer.collect(upTo: limit)
        } catch {
            throw BackendError(error)
        }
        let head = AnswerHead(answer.head)
        if let redirect = AnswerFault(redirect: answer.head) { throw .badAnswer(redirect, requestID: head.requestID) }
        guard let received else { throw .badAnswer(.tooLarge(limit: limit), requestID: head.requestID) }
        return ServerReply(head: head, body: received)
    }

    func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
        let address = configuration.address
        return HTTPRequest(
            method: method, scheme: address.scheme, authority: address.authority, path: "\(address.path)/\(path)",
            headerFields: configuration.fields(accept: "*/*"))
    }

    /// The JSON of a successful answer.
    func json(
        _ method: HTTPRequest.Method, _ path: String, sending json: ExactJSON? = nil
    ) async throws(BackendError) -> ExactJSON {
        let reply = try await exchange(
            method, path, body: json.map { Array($0.text.utf8) } ?? [], type: json == nil ? nil : "application/json")
        guard reply.isSuccess else { throw refusal(reply) }
        return try reply.json()
    }

    /// The error for an answer without success.
    func refusal(_ reply: ServerReply) -> BackendError {
        .refused(
            status: reply.head.status, message(of: reply).without(configuration.secrets),
            requestID: reply.head.requestID)
    }
}

extension AnswerFault {
    /// The target of a redirect; nil for other answers.
    init?(redirect head: HTTPResponse) {
        guard (300..<400).contains(head.status.code) else { return nil }
        // A query may contain secrets.
        let target = head.headerFields[.location].flatMap { $0.split(separator: "?").first.map(String.init) }
        self = .redirect(status: head.status.code, target: target.map { ServerMessage(text: $0).text ?? "" })
    }
}

extension BackendError {
    /// Whether the same call may succeed a moment later.
    var isPassing: Bool {
        switch self {
        case .unreachable, .timedOut, .connectionLost, .notSent: true
        case .refused(let status, _, _): [502, 503, 504].contains(status)
        default: false
        }
    }
}
