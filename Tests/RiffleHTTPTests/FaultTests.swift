import RiffleAPI
import RiffleHTTP
import ScriptedServer
import Synchronization
import Testing

/// A server fault and its expected outcome.
struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    /// The steps of the answer to each attempt; the last one is repeated.
    var answers: [[ScriptedServer.Step]]
    var error: BackendError?
    /// How often the request should reach the server: for a free and for a paid backend.
    var tries: (free: Int, paid: Int) = (1, 1)

    var testDescription: String { name }

    init(
        _ name: String, _ answers: [ScriptedServer.Step]..., error: BackendError? = nil,
        tries: (free: Int, paid: Int) = (1, 1)
    ) {
        self.name = name
        self.answers = answers
        self.error = error
        self.tries = tries
    }

    private static func refusal(
        _ status: Int, _ text: String?, type: String? = nil, param: String? = nil, code: String? = nil
    ) -> BackendError {
        .refused(status: status, ServerMessage(text: text, type: type, param: param, code: code), requestID: "rid")
    }

    private static func body(_ text: String, type: String = "invalid_request_error", code: String? = nil) -> String {
        let code = code.map { "\"\($0)\"" } ?? "null"
        return "{\"error\": {\"message\": \"\(text)\", \"type\": \"\(type)\", \"param\": null, \"code\": \(code)}}"
    }

    private static func plain(
        _ status: Int, _ text: String, code: String? = nil, type: String = "invalid_request_error",
        tries: (free: Int, paid: Int) = (1, 1), _ fields: [String: String] = [:]
    ) -> Fault {
        Fault(
            "\(status) \(text)", [.answer(status, body(text, type: type, code: code), fields)],
            error: refusal(status, text, type: type, code: code), tries: tries)
    }

    private static let good = "{\"created\": 1, \"data\": [{\"b64_json\": \"iVBORw0KGgoAAAAN\"}]}"

    static let all: [Fault] = [
        Fault("a picture", [.answer(200, good)]),
        Fault("a picture in a text of no type", [.answer(200, good, type: "application/octet-stream")]),
        Fault(
            "a data URL", [.answer(200, "{\"data\": [{\"url\": \"data:image/png;base64,iVBORw0KGgoAAAAN\"}]}")]),
        Fault(
            "data is null", [.answer(200, "{\"created\": 1, \"data\": null}")],
            error: .badAnswer(.noData, requestID: "rid")),
        plain(400, "Uploaded image must be a PNG and less than 4 MB."),
        plain(401, "Incorrect API key provided.", code: "invalid_api_key"),
        plain(403, "Your organization must be verified"),
        plain(404, "The model does not exist.", code: "model_not_found"),
        Fault(
            "404 HTML", [.answer(404, "<html><title>Not Found</title></html>", type: "text/html")],
            error: refusal(404, "Not Found")),
        plain(409, "conflict", tries: (3, 3)),
        plain(410, "This endpoint is retired and no longer available.", code: "endpoint_retired"),
        plain(413, "too large"), plain(422, "unprocessable"),
        plain(429, "Rate limit reached", code: "rate_limit_exceeded", type: "requests", tries: (3, 3)),
        plain(429, "Rate limit", type: "requests", tries: (3, 3), ["retry-after-ms": "5"]),
        plain(429, "You exceeded your current quota.", code: "insufficient_quota", type: "insufficient_quota"),
        plain(500, "The server had an error.", type: "server_error", tries: (3, 1)),
        plain(500, "x", type: "server_error", ["x-should-retry": "false"]),
        Fault("503 once", [.answer(503, "{}")], [.answer(200, good)], tries: (2, 2)),
        Fault(
            "HTML for an answer", [.answer(200, "<html>ok</html>", type: "text/html")],
            error: .badAnswer(.notJSON(contentType: "text/html"), requestID: "rid")),
        Fault(
            "cut off", [.send(ScriptedServer.Step.head(200, length: 5000) + Array("{\"data\": [".utf8))],
            error: .connectionLost, tries: (3, 1)),
        Fault("dropped", [], error: .connectionLost, tries: (3, 1)),
        Fault("reset", [.reset], error: .connectionLost, tries: (3, 1)),
        Fault(
            "reset in the answer's head", [.send(Array("HTTP/1.1 200 OK\r\nConte".utf8)), .reset],
            error: .connectionLost, tries: (3, 1)),
        Fault(
            "an error that is a text", [.answer(400, "{\"error\": \"bad image\"}")], error: refusal(400, "bad image")),
        Fault(
            "a list of details",
            [.answer(422, "{\"detail\": [{\"loc\": [\"body\", \"n\"], \"msg\": \"too many\", \"type\": \"v\"}]}")],
            error: refusal(422, "n: too many", type: "v", param: "n")),
        Fault("silence", [.hold], error: .timedOut(seconds: 1)),
        Fault(
            "silence in the middle", [.send(ScriptedServer.Step.head(200, length: 5000) + [0x7B]), .hold],
            error: .timedOut(seconds: 1)),
        Fault(
            "a redirect", [.answer(307, "", ["Location": "http://127.0.0.1:1/"])],
            error: .badAnswer(.redirect(status: 307, target: "http://127.0.0.1:1/"), requestID: "rid")),
        Fault(
            "not HTTP at all", [.send(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))],
            error: .badAnswer(.notHTTP, requestID: nil)),
        Fault(
            "ten gigabytes, it says", [.send(ScriptedServer.Step.head(200, length: 10 << 30)), .hold],
            error: .badAnswer(.tooLarge(limit: 1 << 19), requestID: "rid")),
        Fault(
            "blanks without end",
            [
                .send(Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".utf8)),
                .flood([UInt8](repeating: 32, count: 65_536)),
            ], error: .badAnswer(.tooLarge(limit: 1 << 19), requestID: nil)),
        Fault(
            "a picture without end",
            [
                .send(Array("HTTP/1.1 200 OK\r\n\r\n{\"data\": [{\"b64_json\": \"".utf8)),
                .flood([UInt8](repeating: 65, count: 65_536)),
            ], error: .badAnswer(.tooLarge(limit: 1 << 19), requestID: nil)),
        Fault(
            "base64 that is none", [.answer(200, "{\"data\": [{\"b64_json\": \"iVBOR%%%\"}]}")],
            error: .pictureUnavailable(picture: 0, .badBase64)),
        Fault(
            "a text for a picture", [.answer(200, "{\"data\": [{\"b64_json\": \"aGVsbG8=\"}]}")],
            error: .pictureUnavailable(picture: 0, .notAPicture(byteCount: 5))),
        Fault(
            "numbers for pictures", [.answer(200, "{\"data\": [1, 2]}")], error: .badAnswer(.noData, requestID: "rid")),
        Fault("no picture", [.answer(200, "{\"data\": []}")], error: .badAnswer(.noPictures, requestID: "rid")),
        Fault(
            "a link to nowhere", [.answer(200, "{\"data\": [{\"url\": \"file:///etc/passwd\"}]}")],
            error: .pictureUnavailable(picture: 0, .forbiddenURL(scheme: "file"))),
        Fault(
            "an error in a success", [.answer(200, body("no", code: "c"))],
            error: refusal(200, "no", type: "invalid_request_error", code: "c")),
    ]
}

/// Tests the client against all known server faults, over real sockets.
@Suite(.timeLimit(.minutes(1))) struct FaultTests {
    @Test("each fault is reported correctly, and no request is paid for twice", arguments: Fault.all, [false, true])
    func fault(_ fault: Fault, isPaid: Bool) async throws {
        let server = try ScriptedServer { [counter = Counter()] _ in
            fault.answers[min(counter.next(), fault.answers.count - 1)]
        }
        let isSilence = fault.error == .timedOut(seconds: 1)
        try await withTransport(timeouts: .init(connect: 5, idle: isSilence ? 1 : 30)) { transport in
            let backend = OpenAIBackend(
                .init(
                    name: "s", address: try ServerAddress("http://127.0.0.1:\(server.port)"),
                    profile: ServerProfile(variations: .endpoint, isPaid: isPaid), answerLimit: 1 << 19,
                    pictureLimit: 1 << 18),
                transport: transport, clock: ManualClock())
            let request = ImagesRequest(
                .variation, images: [UploadImage(bytes: samplePNG(side: 64, filler: 1), fileName: "a.png")],
                settings: ImagesSettings(n: 1))
            var pictures = 0
            var error: BackendError?
            do {
                for try await event in backend.events(of: request) {
                    if case .arrived = event { pictures += 1 }
                }
            } catch let thrown as BackendError {
                error = thrown
            }
            #expect(error == fault.error)
            #expect(pictures == (fault.error == nil ? 1 : 0))
            #expect(server.requests.count == (isPaid ? fault.tries.paid : fault.tries.free))
        }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count - 1
        }
    }
}
