import FoundationEssentials
import RiffleAPI
import Testing

@Suite("The example of RiffleServer's article", .timeLimit(.minutes(1)))
struct ArticleTests {
    @Test("answers a request with its own picture")
    func running() async throws {
        let (ports, ready) = AsyncStream<Int>.makeStream()
        let server = Task { try await serve(port: 0) { ready.yield($0) } }
        var waiting = ports.makeAsyncIterator()
        let port = try #require(await waiting.next())
        let answer = try RawAnswer(
            try await exchange(port: port, variationRequest(["n": "2", "response_format": "b64_json"])))
        let response = try JSONDecoder().decode(ImagesResponse.self, from: Data(answer.body.utf8))
        #expect(answer.status == 200 && response.data.count == 2 && response.data[0].base64JSON != nil)
        server.cancel()
        try await server.value
    }
}
