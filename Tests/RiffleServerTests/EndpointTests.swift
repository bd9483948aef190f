import FoundationEssentials
import RiffleAPI
import Testing

@testable import RiffleServer

@Suite(.timeLimit(.minutes(1))) struct EndpointTests {
    private func decoded(_ answer: RawAnswer) throws -> ImagesResponse {
        try JSONDecoder().decode(ImagesResponse.self, from: Data(answer.body.utf8))
    }

    @Test("an edit as a form and as JSON gives the same answer")
    func edits() async throws {
        let picture = samplePNG(width: 8, height: 8)
        let url = "data:image/png;base64,\(Data(picture).base64EncodedString())"
        try await withServer { port in
            let form = variationRequest(
                ["prompt": "a hat", "response_format": "b64_json"], path: "/v1/images/edits")
            let json = jsonRequest(
                "/v1/images/edits",
                "{\"images\":[{\"image_url\":\"\(url)\"}],\"prompt\":\"a hat\",\"model\":\"gpt-image-2\",\"n\":1}")
            for request in [form, json] {
                let answer = try RawAnswer(try await exchange(port: port, request))
                #expect(answer.status == 200)
                #expect(answer.fields["content-length"] == String(answer.body.utf8.count))
                let datum = try #require(try decoded(answer).data.first)
                #expect(datum.revisedPrompt == "edited: a hat")
                #expect(datum.base64JSON == Data(picture + [0]).base64EncodedString())
            }
        }
    }

    @Test("an incomplete edit or generation is rejected in the API's format")
    func refusals() async throws {
        let cases: [([UInt8], Int, String)] = [
            (variationRequest(path: "/v1/images/edits"), 400, "'prompt' must not be blank"),
            (jsonRequest("/v1/images/edits", "{\"prompt\":\"a\"}"), 400, "'image' is a required property"),
            (jsonRequest("/v1/images/edits", "[1]"), 400, "The body is not a JSON object."),
            (
                jsonRequest("/v1/images/edits", "{\"prompt\":\"a\",\"images\":[{\"file_id\":\"f\"}]}"), 400,
                "This server keeps no files: send the picture itself, as a data: URL."
            ),
            (
                jsonRequest("/v1/images/generations", "{\"prompt\":\"a cat\"}"), 400,
                "This server makes pictures out of pictures, not from a prompt alone."
            ),
        ]
        try await withServer { port in
            for (request, status, message) in cases {
                let answer = try RawAnswer(try await exchange(port: port, request))
                #expect(answer.status == status)
                #expect(try answer.error("message") == message)
            }
        }
    }

    @Test("a stream contains previews and then each finished picture")
    func stream() async throws {
        try await withServer { port in
            let request = variationRequest(["stream": "true", "partial_images": "1", "n": "2", "seed": "9"])
            let answer = try RawAnswer(try await exchange(port: port, request))
            #expect(answer.fields["content-type"] == "text/event-stream")
            let names = answer.body.split(separator: "\n").filter { $0.contains("event:") }.map {
                $0.split(separator: " ")[1]
            }
            #expect(
                names.map { $0.trimmingSuffix("\r") } == [
                    "image_variation.partial_image", "image_variation.completed",
                    "image_variation.partial_image", "image_variation.completed",
                ])
            #expect(answer.body.contains("\"b64_json\":\"AQID\"") && answer.body.contains("\"seed\":10"))
        }
    }

    @Test("a stream that fails before its first event gets an error status")
    func streamRefused() async throws {
        let failing = StubBackend(failure: .timedOut(seconds: 9))
        try await withServer(over: failing) { port in
            let generation = jsonRequest("/v1/images/generations", "{\"prompt\":\"a\",\"stream\":true}")
            let refused = try RawAnswer(try await exchange(port: port, generation))
            #expect(refused.status == 400)
            #expect(try refused.error("code") == "unsupported")
            // A later failure is the last event.
            let answer = try RawAnswer(try await exchange(port: port, variationRequest(["stream": "true"])))
            #expect(answer.status == 200)
            #expect(answer.body.contains("event: error\ndata: {\"error\":{\"code\":\"upstream_timeout\""))
        }
    }

    @Test("a request name that is too long is rejected, in either header")
    func longNames() async throws {
        try await withServer { port in
            for (name, length) in [("Idempotency-Key", 256), ("X-Client-Request-Id", 513)] {
                let headers = "Idempotency-Key: k\r\n\(name): \(String(repeating: "k", count: length))\r\n"
                let answer = try RawAnswer(try await exchange(port: port, variationRequest(headers: headers)))
                #expect(answer.status == 400)
            }
        }
    }

    @Test("a request repeated under the same name is processed once")
    func repeats() async throws {
        let gate = Gate()
        await gate.open()
        try await withServer(over: StubBackend(gate: gate)) { port in
            let request = variationRequest(["n": "1"], headers: "Idempotency-Key: k1\r\n")
            let first = try decoded(RawAnswer(try await exchange(port: port, request)))
            let second = try decoded(RawAnswer(try await exchange(port: port, request)))
            #expect(await gate.arrivals == 1)
            #expect(first.created == second.created)
            let other = variationRequest(["n": "2"], headers: "Idempotency-Key: k1\r\n")
            let refused = try RawAnswer(try await exchange(port: port, other))
            #expect(refused.status == 422)
            #expect(try refused.error("code") == "idempotency_key_reused")
            // A request id identifies a request, but is not binding.
            let named = variationRequest(["n": "1"], headers: "X-Client-Request-Id: r\r\n")
            let another = variationRequest(["n": "2"], headers: "X-Client-Request-Id: r\r\n")
            let one = try decoded(RawAnswer(try await exchange(port: port, named)))
            let two = try decoded(RawAnswer(try await exchange(port: port, another)))
            #expect((one.data.count, two.data.count) == (1, 2))
        }
    }

    @Test("excess requests are rejected with Retry-After")
    func busy() async throws {
        let gate = Gate()
        try await withServer(over: StubBackend(gate: gate, concurrency: 1)) {
            $0.waiting = 0
        } _: { port in
            async let first = exchange(port: port, variationRequest())
            await gate.arrived(1)
            let refused = try RawAnswer(try await exchange(port: port, variationRequest()))
            #expect(refused.status == 429)
            #expect(refused.fields["retry-after"] == "1")
            #expect(try refused.error("code") == "slow_down")
            await gate.open()
            let answer = try RawAnswer(try await first)
            #expect(answer.status == 200)
        }
    }

    @Test("uploads and answers together stay within the memory limit")
    func memory() async throws {
        try await withServer {
            $0.memory = 1 << 20
        } _: { port in
            let large = try RawAnswer(try await exchange(port: port, variationRequest(["size": "1024x1024"])))
            #expect(large.status == 429)
            let small = try RawAnswer(try await exchange(port: port, variationRequest(["size": "256x256"])))
            #expect(small.status == 200)
        }
    }

    @Test("with a key configured, only requests with the key are served, in either header")
    func keys() async throws {
        try await withServer {
            $0.key = "sesame"
        } _: { port in
            let cases = [
                ("", 401), ("Authorization: Bearer sesam\r\n", 401), ("Authorization: Bearer sesamesesame\r\n", 401),
                ("Authorization: bearer sesame\r\n", 200), ("api-key: sesame\r\n", 200),
            ]
            for (header, status) in cases {
                let answer = try RawAnswer(
                    try await exchange(port: port, variationRequest(headers: header + "Connection: close\r\n")))
                #expect(answer.status == status)
                if status == 401 { #expect(answer.fields["www-authenticate"] == "Bearer") }
            }
            let health = try RawAnswer(try await exchange(port: port, plainRequest("GET /healthz")))
            #expect(health.status == 200)
            let metrics = try RawAnswer(try await exchange(port: port, plainRequest("GET /metrics")))
            #expect(metrics.status == 401)
        }
    }

    @Test(
        "all path variants that clients build from a base URL are accepted",
        arguments: [
            "/images/variations", "/v1/v1/images/variations", "/v1images/variations", "/openai/images/variations",
            "/openai/deployments/d/images/variations?api-version=1",
        ])
    func paths(path: String) async throws {
        try await withServer { port in
            let answer = try RawAnswer(try await exchange(port: port, variationRequest(path: path)))
            #expect(answer.status == 200)
        }
    }

    @Test("a wrong method is rejected with the allowed ones")
    func methods() async throws {
        try await withServer { port in
            for (line, allowed) in [("GET /v1/images/variations", "POST"), ("DELETE /v1/models", "GET, HEAD")] {
                let answer = try RawAnswer(try await exchange(port: port, plainRequest(line)))
                #expect(answer.status == 405)
                #expect(answer.fields["allow"] == allowed)
            }
            let model = try RawAnswer(try await exchange(port: port, plainRequest("GET /v1/models/riffle")))
            #expect(model.body.contains("\"id\":\"riffle\""))
            let none = try RawAnswer(try await exchange(port: port, plainRequest("GET /v1/models/none")))
            #expect(none.status == 404)
            #expect(try none.error("code") == "model_not_found")
        }
    }

    @Test("counters can be read, and the API description is JSON")
    func metrics() async throws {
        try await withServer { port in
            _ = try await exchange(port: port, variationRequest(["n": "3"]))
            let text = try RawAnswer(try await exchange(port: port, plainRequest("GET /metrics"))).body
            #expect(text.contains("riffle_pictures_total 3\n"))
            #expect(text.contains("riffle_answers_total{route=\"variations\",status=\"200\"} 1\n"))
            #expect(text.contains("riffle_held_bytes 0\n"))
            let description = try RawAnswer(try await exchange(port: port, plainRequest("GET /openapi.json")))
            let json = try JSONDecoder().decode(JSONValue.self, from: Data(description.body.utf8))
            #expect(json["paths"]?["/v1/images/variations"]?["post"] != nil)
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : String(self)
    }
}
