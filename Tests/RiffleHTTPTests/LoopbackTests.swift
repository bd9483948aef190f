import RiffleAPI
import RiffleHTTP
import Testing

/// Client, backend and transport against Riffle's own server, over real sockets.
@Suite(.timeLimit(.minutes(1))) struct LoopbackTests {
    private let picture = samplePNG(side: 64, filler: 9)

    private func backend(port: Int, _ transport: HTTPTransport) throws -> OpenAIBackend {
        OpenAIBackend(
            .init(name: "local", address: try ServerAddress("http://127.0.0.1:\(port)")), transport: transport)
    }

    private func request(n: Int = 2, _ format: ResponseFormat = .url) -> ImagesRequest {
        let settings = ImagesSettings(
            backend: "local", model: "dall-e-2", n: n, size: .square(512), responseFormat: format, user: "žofie")
        return ImagesRequest(
            .variation, images: [UploadImage(bytes: picture, fileName: "otter.png")], settings: settings)
    }

    @Test("two pictures arrive, by URL and in base64", arguments: ResponseFormat.allCases)
    func twoPictures(format: ResponseFormat) async throws {
        let painting = PaintingBackend()
        try await withImagesServer(over: painting) { port in
            try await withTransport { transport in
                let client = ImagesClient(backends: [try backend(port: port, transport)], logger: quiet)
                var arrived: [Int: ArrivedImage] = [:]
                var facts: AnswerFacts?
                for try await event in try await client.start(request(format), as: JobID(1)) {
                    switch event {
                    case .arrived(let index, let image): arrived[index] = image
                    case .finished(let finished): facts = finished
                    case .progress, .partial, .partialFile: Issue.record("a server tells no progress: \(event)")
                    case .exchange: break
                    }
                }
                #expect(arrived.count == 2)
                for (index, image) in arrived {
                    #expect(image.bytes == samplePNG(side: 512, filler: UInt8(index)))
                    #expect((image.url != nil) == (format == .url))
                }
                #expect(facts?.created == 1_795_225_414)
                #expect(facts?.requestID?.hasPrefix("req_") == true)
            }
        }
        var expected = request(format).settings
        expected.backend = "painting"
        #expect(painting.requests.map(\.settings) == [expected])
        #expect(painting.requests.map { $0.images.map(\.bytes) } == [[picture]])
    }

    @Test("a refusal has the API's wording")
    func refusal() async throws {
        try await withImagesServer(over: PaintingBackend()) { port in
            try await withTransport { transport in
                // Not through the client, which would reject it.
                let stream = try backend(port: port, transport).events(of: request(n: 11))
                let error = await #expect(throws: BackendError.self) { for try await _ in stream {} }
                guard case .refused(let status, let message, let id) = error else {
                    Issue.record("not a refusal: \(String(describing: error))")
                    return
                }
                #expect(status == 400)
                #expect(message.text == "11 is greater than the maximum of 10 - 'n'")
                #expect(message.type == "invalid_request_error")
                #expect(id?.hasPrefix("req_") == true)
            }
        }
    }

    @Test("cancelling a job stops the work on the server")
    func cancel() async throws {
        let endless = EndlessBackend()
        try await withImagesServer(over: endless) { port in
            try await withTransport { transport in
                let client = ImagesClient(backends: [try backend(port: port, transport)], logger: quiet)
                let stream = try await client.start(request(), as: JobID(1))
                var began = endless.began.stream.makeAsyncIterator()
                _ = await began.next()
                await client.cancel(JobID(1))
                await #expect(throws: BackendError.cancelled) { for try await _ in stream {} }
                var stopped = endless.stopped.stream.makeAsyncIterator()
                #expect(await stopped.next() != nil)
            }
        }
    }

    @Test("a stopped server is reported at once as unreachable")
    func gone() async throws {
        var port = 0
        try await withImagesServer(over: PaintingBackend()) { port = $0 }
        // A retry would take the whole connect timeout, longer than the suite's time limit.
        try await withTransport(timeouts: .init(connect: 300)) { transport in
            let stream = try backend(port: port, transport).events(of: request())
            await #expect(throws: BackendError.unreachable(host: "127.0.0.1:\(port)", .connectionRefused)) {
                for try await _ in stream {}
            }
        }
    }
}
