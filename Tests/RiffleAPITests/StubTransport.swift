import HTTPTypes
import RiffleAPI
import Synchronization

/// Answers from a closure, and keeps what was sent.
final class StubTransport: Transport {
    struct Sent: Sendable {
        var request: HTTPRequest
        var body: [UInt8]

        var url: String { "\(request.scheme ?? "")://\(request.authority ?? "")\(request.path ?? "")" }
        var authorization: String? { request.headerFields[.authorization] }
    }

    typealias Answer = @Sendable (Sent) throws(TransportError) -> TransportAnswer

    private let log = Mutex<[Sent]>([])
    /// URLs that were not to lead inside.
    private let outsideLog = Mutex<[String]>([])
    private let takesBytes: Bool
    private let answer: Answer

    /// - Parameter takesBytes: whether there is a connection that takes the request's bytes before the answer comes.
    init(takesBytes: Bool = true, _ answer: @escaping Answer) {
        self.takesBytes = takesBytes
        self.answer = answer
    }

    var sent: [Sent] { log.withLock { $0 } }
    var outside: [String] { outsideLog.withLock { $0 } }

    func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer {
        outsideLog.withLock { $0.append(Sent(request: request, body: []).url) }
        return try await send(request, body: []) { _ in }
    }

    func send(
        _ request: HTTPRequest, body: [UInt8], sent tell: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        if takesBytes { tell(body.count) }
        let sent = Sent(request: request, body: body)
        log.withLock { $0.append(sent) }
        return try answer(sent)
    }
}

extension TransportAnswer {
    /// An answer in chunks of seven bytes.
    static func whole(
        _ bytes: some Sequence<UInt8>, status: Int = 200, _ fields: HTTPFields = [.contentType: "application/json"],
        endingIn error: TransportError? = nil
    ) -> TransportAnswer {
        var rest = Array(bytes)[...]
        let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        while !rest.isEmpty {
            continuation.yield(Array(rest.prefix(7)))
            rest = rest.dropFirst(7)
        }
        continuation.finish(throwing: error)
        return TransportAnswer(head: HTTPResponse(status: .init(code: status), headerFields: fields), body: stream)
    }

    static func text(_ text: String, status: Int = 200, contentType: String = "application/json") -> TransportAnswer {
        whole(text.utf8, status: status, [.contentType: contentType, .requestID: "req_1"])
    }
}
