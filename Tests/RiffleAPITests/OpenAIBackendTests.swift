import HTTPTypes
import Testing

@testable import RiffleAPI

@Suite struct OpenAIBackendTests {
    private func backend(
        _ transport: StubTransport, answerLimit: Int = 1 << 20, pictureLimit: Int = 1 << 16
    ) throws -> OpenAIBackend {
        OpenAIBackend(
            .init(
                name: "stub", address: try ServerAddress("http://127.0.0.1:8080"), key: APIKey("sk-secret\n"),
                answerLimit: answerLimit, pictureLimit: pictureLimit),
            transport: transport)
    }

    private func answer(_ transport: StubTransport, n: Int = 2) async throws -> ([ArrivedImage], BackendError?) {
        let (events, error) = await events(
            of: try backend(transport).events(of: sampleRequest(settings: sampleSettings(n: n))))
        return (arrived(events), error)
    }

    @Test("a request goes once, to the endpoint, with the key and the whole form")
    func request() async throws {
        let transport = StubTransport { _ in .text("{\"data\": [{\"b64_json\": \"\(base64(samplePNG()))\"}]}") }
        let request = sampleRequest()
        let (events, error) = await events(of: try backend(transport).events(of: request))
        #expect(error == nil)
        guard case .finished(let facts)? = events.last else {
            Issue.record("not finished")
            return
        }
        #expect(facts.requestID == "req_1")
        let sent = try #require(transport.sent.first)
        #expect(transport.sent.count == 1)
        #expect(sent.url == "http://127.0.0.1:8080/v1/images/variations")
        #expect(sent.request.method == .post)
        #expect(sent.authorization == "Bearer sk-secret")
        var reader = try MultipartReader(contentType: sent.request.headerFields[.contentType])
        try reader.feed(sent.body)
        #expect(try reader.finish() == RequestBody.parts(of: request, fields: BackendProfile.variationFields))
    }

    @Test("a request goes under the name that it was given, and as an edit that stands in for a variation too")
    func name() async throws {
        let transport = StubTransport { sent in
            sent.url.hasSuffix("variations")
                ? .text("{}", status: 404) : .text("{\"data\": [{\"b64_json\": \"\(base64(samplePNG()))\"}]}")
        }
        var request = sampleRequest()
        request.idempotencyKey = "riffle-again"
        let (_, error) = await events(of: try backend(transport).events(of: request))
        #expect(error == nil)
        let names = transport.sent.map { $0.request.headerFields[.idempotencyKey] }
        #expect(names == ["riffle-again", "riffle-again"])
    }

    @Test("pictures in base64 arrive, with and without a prefix, whatever kind they are")
    func base64Pictures() async throws {
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]
        let body = """
            {"created": 1, "data": [{"b64_json": "\(base64(samplePNG()))"},
            {"b64_json": "data:image/jpeg;base64,\(base64(jpeg))", "revised_prompt": "an otter"}]}
            """
        let (images, error) = try await answer(StubTransport { _ in .text(body) })
        #expect(error == nil)
        #expect(images == [ArrivedImage(bytes: samplePNG()), ArrivedImage(bytes: jpeg, revisedPrompt: "an otter")])
    }

    @Test("URLs are fetched at once: absolute, relative and data, and the key goes to the server alone")
    func urls() async throws {
        let picture = samplePNG()
        let transport = StubTransport { sent in
            if sent.request.method == .post {
                return .text(
                    """
                    {"created": 1, "data": [{"url": "https://cdn.example.com/a.png?sig=1%2F2"},
                    {"url": "/files/b.png"}, {"url": "data:image/png;base64,\(base64(picture))"},
                    {"url": "http://127.0.0.1:9090/other.png"}]}
                    """)
            }
            return .whole(picture, [.contentType: "image/png"])
        }
        let (images, error) = try await answer(transport, n: 4)
        #expect(error == nil)
        #expect(images.map(\.bytes) == [picture, picture, picture, picture])
        #expect(images.map(\.url)[..<3] == ["https://cdn.example.com/a.png?sig=1%2F2", "/files/b.png", nil])
        let keys = Dictionary(uniqueKeysWithValues: transport.sent.dropFirst().map { ($0.url, $0.authorization) })
        #expect(
            keys == [
                "https://cdn.example.com/a.png?sig=1%2F2": nil, "http://127.0.0.1:8080/files/b.png": "Bearer sk-secret",
                "http://127.0.0.1:9090/other.png": nil,
            ])
    }

    @Test("a download is redirected only where it may go, and a few times")
    func redirects() async throws {
        let transport = StubTransport { sent in
            switch sent.request.path {
            case "/v1/images/variations":
                .text("{\"data\": [{\"url\": \"/a\"}, {\"url\": \"/plain\"}, {\"url\": \"/loop\"}]}")
            case "/a": .whole([], status: 302, [.location: "https://cdn.example.com/b"])
            case "/b": .whole(samplePNG())
            case "/plain": .whole([], status: 302, [.location: "http://169.254.169.254/latest"])
            default: .whole([], status: 307, [.location: "/loop"])
            }
        }
        let (images, error) = try await answer(transport, n: 3)
        #expect(images.count == 1)
        #expect(error == .pictureUnavailable(picture: 1, .forbiddenURL(scheme: "http")))
        #expect(transport.sent.first { $0.url == "https://cdn.example.com/b" }?.authorization == nil)
        #expect(!transport.sent.contains { $0.url.contains("169.254") })
        #expect(transport.sent.filter { $0.request.path == "/loop" }.count == 1 + PictureDownload.redirectLimit)
    }

    @Test("a picture that cannot be had keeps back no other")
    func pictureFaults() async throws {
        let good = "{\"b64_json\": \"\(base64(samplePNG()))\"}"
        let cases: [(String, PictureFault)] = [
            ("{}", .absent), ("{\"b64_json\": \"%%%\"}", .badBase64),
            ("{\"b64_json\": \"PGh0bWw+\"}", .notAPicture(byteCount: 6)),
            ("{\"url\": \"data:image/png,raw\"}", .badBase64),
            ("{\"url\": \"file:///etc/passwd\"}", .forbiddenURL(scheme: "file")),
            ("{\"url\": \"http://cdn.example.com/a.png\"}", .forbiddenURL(scheme: "http")),
            ("{\"url\": \"/404.png\"}", .status(404)),
            ("{\"url\": \"/lost.png\"}", .transport(.connectionLost)),
            ("{\"url\": \"/huge.png\"}", .tooLarge(limit: 1 << 16)),
            (
                "{\"b64_json\": \"\(base64([UInt8](repeating: 0, count: (1 << 16) + 3)))\"}",
                .tooLarge(limit: 1 << 16)
            ),
        ]
        for (datum, fault) in cases {
            let transport = StubTransport { sent in
                switch sent.request.path {
                case "/404.png": .text("{}", status: 404)
                case "/lost.png": .whole(samplePNG(), endingIn: .connectionLost)
                case "/huge.png": .whole(samplePNG(byteCount: (1 << 16) + 1))
                default: .text("{\"data\": [\(datum), \(good)]}")
                }
            }
            let (images, error) = try await answer(transport)
            #expect(images.map(\.bytes) == [samplePNG()])
            #expect(error == .pictureUnavailable(picture: 0, fault))
        }
    }

    @Test("a refusal carries status, words and request id, and never the key")
    func refusal() async throws {
        let transport = StubTransport { _ in
            .text(#"{"error": {"message": "Incorrect API key provided: sk-secret."}}"#, status: 401)
        }
        let (_, error) = try await answer(transport)
        #expect(
            error == .refused(status: 401, ServerMessage(text: "Incorrect API key provided: …."), requestID: "req_1"))
    }

    @Test("a redirected request is not sent on, and an endless answer not read on")
    func unfollowed() async throws {
        let redirect = StubTransport { _ in .whole([], status: 307, [.location: "http://127.0.0.1:1/"]) }
        #expect(
            try await answer(redirect).1
                == .badAnswer(.redirect(status: 307, target: "http://127.0.0.1:1/"), requestID: nil))
        #expect(redirect.sent.count == 1)
        let endless = StubTransport { _ in .whole([UInt8](repeating: 32, count: 5000)) }
        let stream = try backend(endless, answerLimit: 4999).events(of: sampleRequest())
        #expect(await events(of: stream).error == .badAnswer(.tooLarge(limit: 4999), requestID: nil))
    }

    @Test(
        "what goes wrong on the way is told apart",
        arguments: [
            (
                TransportError.unreachable(host: "h", .connectionRefused),
                BackendError.unreachable(host: "h", .connectionRefused)
            ),
            (.timedOut(seconds: 180), .timedOut(seconds: 180)), (.connectionLost, .connectionLost),
            (.notHTTP, .badAnswer(.notHTTP, requestID: nil)), (.cancelled, .cancelled),
        ])
    func transportErrors(thrown: TransportError, told: BackendError) async throws {
        var isThere = true
        if case .unreachable = thrown { isThere = false }
        let atOnce = StubTransport(takesBytes: isThere) { _ throws(TransportError) in throw thrown }
        #expect(try await answer(atOnce).1 == told)
        let inside = StubTransport { _ in .whole("{\"data\"".utf8, endingIn: thrown) }
        #expect(try await answer(inside).1 == told)
    }

    @Test("more pictures than were asked for are kept, wherever they are, and told of")
    func tooMany() async throws {
        let one = "{\"b64_json\": \"\(base64(samplePNG()))\"}"
        let transport = StubTransport { sent in
            sent.request.method == .get
                ? .whole(samplePNG(filler: 9), [.contentType: "image/png"])
                : .text("{\"data\": [\(one),\(one),\(one),{\"url\": \"/4.png\"}]}")
        }
        let (told, error) = await events(
            of: try backend(transport).events(of: sampleRequest(settings: sampleSettings(n: 2))))
        #expect(error == nil)
        #expect(arrived(told).map(\.bytes) == [samplePNG(), samplePNG(), samplePNG(), samplePNG(filler: 9)])
        guard case .finished(let facts)? = told.last else {
            Issue.record("not finished")
            return
        }
        #expect(facts.notes == [.morePictures(asked: 2, came: 4)])
    }
}
