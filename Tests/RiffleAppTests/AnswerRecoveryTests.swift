import Foundation
import RiffleAPI
import RiffleHTTP
import RiffleHistory
import RiffleImage
import ScriptedServer
import Testing

@testable import riffle

@Suite("Answers of programs that died")
struct AnswerRecoveryTests {
    private let folder: String
    private let history: HistoryStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "riffle-test-\(UUID().uuidString)").path
        history = try HistoryStore(directory: folder)
    }

    /// A request whose program died when its answer had come.
    private func interrupted(answer body: String, base: String?, message: String? = nil) async throws -> RequestRecord {
        let record = try await history.begin(
            .generation, source: nil, prompt: "otters", settings: ImagesSettings(backend: "shop", n: 1), mend: .none,
            engine: nil)
        try await history.finish(record.id, as: .interrupted, message: message, serverRequestID: nil)
        try FileManager.default.createDirectory(atPath: history.answers.folder, withIntermediateDirectories: true)
        let field = base.map { "riffle-sent-to: \($0)\r\n" } ?? ""
        try Data("HTTP/1.1 200\r\n\(field)Content-Type: application/json\r\n\r\n\(body)".utf8)
            .write(to: URL(filePath: "\(history.answers.folder)/\(record.key).answer"))
        return record
    }

    private func recover(
        _ fetching: AnswerRecovery.Fetching, servers: [ServerSettings] = []
    ) async throws -> AnswerRecovery.Outcome {
        try await AnswerRecovery(history: history, servers: servers, environment: [:], fetching: fetching)
            .run(now: Date().timeIntervalSince1970)
    }

    private func pictures() throws -> ScriptedServer {
        let bytes = PNG.encode(Bitmap(width: 2, height: 2, fill: Pixel(red: 9, green: 8, blue: 7)))
        return try ScriptedServer { _ in [.answer(200, bytes, type: "image/png")] }
    }

    @Test(
        "what a server outside named inside the person's network is not fetched later, whatever the configuration says",
        arguments: ["https://shop.example/v1", nil])
    func refused(base: String?) async throws {
        let inside = try pictures()
        let body = "{\"data\": [{\"url\": \"http://127.0.0.1:\(inside.port)/secret.png\"}]}"
        let record = try await interrupted(answer: body, base: base)
        let home = ServerSettings(name: "other", baseURL: "http://127.0.0.1:\(inside.port)/v1")
        for fetching in [AnswerRecovery.Fetching.none, .untried, .all, .all] {
            let outcome = try await recover(fetching, servers: [home])
            #expect(outcome.found == 0 && (outcome.failures.isEmpty == (fetching == .none)))
        }
        #expect(inside.requests.isEmpty)
        #expect(try await history.request(record.id)?.record.message != nil)
    }

    @Test("of a server that has moved since, neither key nor headers go anywhere")
    func moved() async throws {
        let there = try pictures()
        let body = "{\"data\": [{\"url\": \"/1.png\"}]}"
        _ = try await interrupted(answer: body, base: "http://127.0.0.1:\(there.port)/v1")
        let now = ServerSettings(
            name: "shop", baseURL: "http://127.0.0.1:1/v1", key: .inline("sk-new"), headers: ["X-Team": "otters"])
        #expect(try await recover(.untried, servers: [now]).found == 1)
        let request = try #require(there.requests.first)
        #expect(request.fields["authorization"] == nil && request.fields["x-team"] == nil)
    }

    @Test("what could not be had is tried again when the person asks, and not before")
    func asked() async throws {
        let there = try pictures()
        let body = "{\"data\": [{\"url\": \"/1.png\"}]}"
        let record = try await interrupted(
            answer: body, base: "http://127.0.0.1:\(there.port)/v1", message: "it failed")
        #expect(try await recover(.untried).found == 0 && there.requests.isEmpty)
        #expect(try await recover(.all).found == 1)
        #expect(try await history.request(record.id)?.record.state == .finished)
    }
}
