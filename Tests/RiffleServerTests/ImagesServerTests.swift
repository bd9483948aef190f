import FoundationEssentials
import NIOCore
import NIOPosix
import RiffleAPI
import Testing

@testable import RiffleServer

@Suite(.timeLimit(.minutes(1))) struct ImagesServerTests {
    @Test(
        "recorded requests of real clients are answered",
        arguments: [
            ("curl-variation", 2), ("curl-variation-no-filename", 1), ("curl-variation-chunked", 1),
            ("aiohttp-variation-text-parts-have-content-type", 2),
            ("node-7.5-variation-readstream-chunked-octetstream", 2), ("python-3.52-variation-all-params", 2),
            ("litellm-1.106-sdk-variation-drops-all-params", 1), ("seed-openapiopenai-1.3.0-variation-bytes", 2),
        ])
    func recorded(name: String, count: Int) async throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "RiffleAPITests/Fixtures/\(name).raw")
        let bytes = Array(try Data(contentsOf: file))
        try await withServer { port in
            let answer = try RawAnswer(try await exchange(port: port, bytes))
            #expect(answer.status == 200)
            #expect(answer.fields["content-type"] == "application/json")
            let response = try JSONDecoder().decode(ImagesResponse.self, from: Data(answer.body.utf8))
            #expect(response.created == 5)
            #expect(response.data.count == count)
        }
    }

    @Test("a URL leads to its picture, with the host name that the client used")
    func files() async throws {
        try await withServer { port in
            let answer = try RawAnswer(try await exchange(port: port, variationRequest(["n": "2", "seed": "40"])))
            #expect(answer.fields["x-riffle-seed"] == "40,41")
            let response = try JSONDecoder().decode(ImagesResponse.self, from: Data(answer.body.utf8))
            for (index, datum) in response.data.enumerated() {
                let url = try #require(datum.url)
                #expect(url.hasPrefix("http://localhost:9/files/") && url.hasSuffix(".png"))
                let path = url.dropFirst("http://localhost:9".count)
                let file = try await exchange(port: port, plainRequest("GET \(path)"))
                #expect(file.contains("Content-Type: image/png") || file.contains("content-type: image/png"))
                #expect(file.utf8.last == UInt8(index))
            }
            let gone = try RawAnswer(try await exchange(port: port, plainRequest("GET /files/0123.png")))
            #expect(gone.status == 404)
            #expect(try gone.error("message") == "There is no such file, or it has expired.")
        }
    }

    @Test("a web page cannot use a server that needs no key")
    func pages() async throws {
        try await withServer { port in
            let request = variationRequest(headers: "Origin: https://elsewhere.example\r\nConnection: close\r\n")
            let answer = try RawAnswer(try await exchange(port: port, request))
            #expect(answer.status == 403)
            #expect(try answer.error("message")?.hasPrefix("This server does not answer pages in a browser") == true)
        }
    }

    @Test(
        "without a key, only a name of this machine is answered",
        arguments: [
            ("localhost:9", 200), ("127.0.0.1", 200), ("[::1]:9", 200), ("rebound.example:9", 403),
        ])
    func hosts(host: String, status: Int) async throws {
        try await withServer { port in
            let request = "GET /v1/models HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"
            let answer = try RawAnswer(try await exchange(port: port, Array(request.utf8)))
            #expect(answer.status == status)
        }
    }

    @Test("clients that connect and send nothing keep no one out")
    func silentConnections() async throws {
        try await withServer {
            $0.connections = 4
        } _: { port in
            let silent = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            var channels: [any Channel] = []
            for _ in 0..<12 { channels.append(try await silent.connect(host: "127.0.0.1", port: port).get()) }
            let answer = try RawAnswer(try await exchange(port: port, plainRequest("GET /healthz")))
            #expect(answer.status == 200)
            for channel in channels { try? await channel.close() }
        }
    }

    @Test("forwarded headers are trusted only behind a configured proxy", arguments: [true, false])
    func forwarded(isOurs: Bool) async throws {
        try await withServer {
            $0.isBehindProxy = isOurs
        } _: { port in
            let request = variationRequest(headers: "X-Forwarded-Proto: https\r\n")
            let answer = try RawAnswer(try await exchange(port: port, request))
            #expect(answer.body.contains("\"url\":\"\(isOurs ? "https" : "http")://localhost:9/files/"))
        }
    }

    @Test("a slow body ends with 408, and a slow head closes the connection")
    func slowSenders() async throws {
        try await withServer {
            $0.bodyPatience = 1
        } _: { port in
            let answer = try RawAnswer(try await exchange(port: port, Array(variationRequest().dropLast(9))))
            #expect(answer.status == 408)
        }
        try await withServer {
            $0.headPatience = 1
        } _: { port in
            let answer = try await exchange(port: port, Array("POST /v1/images/va".utf8))
            #expect(answer.isEmpty)
        }
    }

    @Test("rejections have the API's wording")
    func refusals() async throws {
        let cases: [([UInt8], String)] = [
            (variationRequest(["n": "11"]), "11 is greater than the maximum of 10 - 'n'"),
            (variationRequest(["n": "0"]), "0 is less than the minimum of 1 - 'n'"),
            (variationRequest(["partial_images": "4"]), "4 is greater than the maximum of 3 - 'partial_images'"),
            (variationRequest(["n": "two"]), "'two' is not of type 'integer' - 'n'"),
            (
                variationRequest(["size": "300"]), "'300' is not 'auto' or WIDTHxHEIGHT - 'size'"
            ),
            (
                variationRequest(["response_format": "png"]),
                "'png' is not one of ['url', 'b64_json'] - 'response_format'"
            ),
            (variationRequest(image: nil), "'image' is a required property"),
            (variationRequest(image: [1, 2, 3]), "Uploaded image must be a PNG and less than 4 MB."),
            (
                variationRequest(image: samplePNG(width: 8, height: 6)),
                "Uploaded image must be square, but is 8x6."
            ),
        ]
        try await withServer { port in
            for (request, message) in cases {
                let answer = try RawAnswer(try await exchange(port: port, request))
                #expect(answer.status == 400)
                #expect(try answer.error("message") == message)
                #expect(try answer.error("type") == "invalid_request_error")
                #expect(try answer.error("param") == nil && answer.error("code") == nil)
                #expect(answer.fields["content-type"] == "application/json")
                #expect(answer.fields["x-request-id"]?.hasPrefix("req_") == true)
            }
        }
    }

    @Test("other paths, types and sizes are rejected in the API's format")
    func otherRefusals() async throws {
        let length = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 2000000\r\n"
        let cases: [([UInt8], Int, String)] = [
            (plainRequest("GET /v1/nothing"), 404, "Invalid URL (GET /v1/nothing)"),
            (
                plainRequest("POST /images/variations"), 415,
                "The Content-Type must be multipart/form-data with a boundary."
            ),
            (
                Array("POST /v1/images/variations HTTP/1.1\r\nHost: localhost\r\n\(length)\r\n".utf8), 413,
                "The request is larger than 1048576 bytes."
            ),
            (
                Array(
                    "POST /v1/images/variations HTTP/1.1\r\nHost: localhost\r\n\(length)Expect: 100-continue\r\n\r\n"
                        .utf8),
                413, "The request is larger than 1048576 bytes."
            ),
        ]
        try await withServer { port in
            for (request, status, message) in cases {
                let answer = try RawAnswer(try await exchange(port: port, request))
                #expect(answer.status == status)
                #expect(try answer.error("message") == message)
                #expect(answer.fields["x-request-id"] != nil)
            }
        }
    }

    @Test(
        "a client that sends everything before it reads gets the refusal, not a stalled connection",
        arguments: [
            ("Content-Type: multipart/form-data; boundary=b", 413), ("Content-Type: text/plain", 413),
            ("Content-Type: text/plain\r\nTransfer-Encoding: chunked", 415),
        ])
    func refusedEarly(fields: String, status: Int) async throws {
        let length = 8 << 20
        let isChunked = fields.contains("chunked")
        let head = "POST /v1/images/variations HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
        let body = [UInt8](repeating: 7, count: length)
        let request =
            isChunked
            ? Array("\(head)\r\n\(String(length, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
            : Array("\(head)Content-Length: \(length)\r\n\r\n".utf8) + body
        try await withServer { port in
            let began = ContinuousClock.now
            let answer = try RawAnswer(try await exchange(port: port, request))
            #expect(answer.status == status)
            // An idle timeout would close the connection too.
            #expect(.now - began < .seconds(25))
        }
    }

    @Test("a client that waits for 100 Continue gets it")
    func expectContinue() async throws {
        let bytes = variationRequest()
        let end = bytes.count - MultipartTail.length(of: bytes)
        let head = Array(bytes[..<(end - 2)]) + Array("Expect: 100-continue\r\n\r\n".utf8)
        try await withServer { port in
            let text = try await exchange(port: port, head, afterInterim: Array(bytes[end...]))
            let interim = "HTTP/1.1 100 Continue\r\n\r\n"
            #expect(text.hasPrefix(interim))
            #expect(try RawAnswer(String(text.dropFirst(interim.count))).status == 200)
        }
    }

    @Test("models are listed in the API's format")
    func models() async throws {
        try await withServer { port in
            let answer = try RawAnswer(try await exchange(port: port, plainRequest("GET /v1/models")))
            #expect(
                answer.body == """
                    {"data":[{"created":0,"id":"riffle","object":"model","owned_by":"riffle"},\
                    {"created":0,"id":"dall-e-2","object":"model","owned_by":"riffle"}],"object":"list"}
                    """)
        }
    }

    @Test(
        "a backend's failure gets a status that tells whose fault it is",
        arguments: [
            (BackendError.cannot(.unreadablePicture), 400), (.cannot(.encoding), 500),
            (.unreachable(host: "h", .nameNotFound), 502), (.timedOut(seconds: 9), 504),
            (.refused(status: 429, ServerMessage(text: "slow down", code: "slow_down"), requestID: nil), 429),
            (.refused(status: 200, ServerMessage(text: "no"), requestID: nil), 502),
        ])
    func backendFailures(error: BackendError, status: Int) async throws {
        try await withServer(over: StubBackend(failure: error)) { port in
            let answer = try RawAnswer(try await exchange(port: port, variationRequest()))
            #expect(answer.status == status)
            if case .refused(_, let message, _) = error { #expect(try answer.error("message") == message.text) }
        }
    }

    @Test("a port in use is reported")
    func portTaken() async throws {
        try await withServer { port in
            let second = ImagesServer(backend: StubBackend(), configuration: .init(port: port))
            let error = await #expect(throws: ServerError.self) { try await second.run() }
            guard case .cannotListen(_, port, let errno) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(errno == 98)
        }
    }
}

/// Where a request's body begins.
private enum MultipartTail {
    static func length(of request: [UInt8]) -> Int {
        let end = request.indices.first { request[$0...].starts(with: "\r\n\r\n".utf8) } ?? request.count
        return request.count - end - 4
    }
}
