import FoundationEssentials
import HTTPTypes
import Synchronization
import Testing

@testable import RiffleAPI

/// What a real server said, said again: answers by path, messages once the graph was sent. The recorded graph's id is
/// replaced by the one that was sent.
private final class Recording: Transport {
    private struct Exchange {
        var path: String
        var method: String
        var status: Int
        var body: [UInt8]
    }

    private let exchanges: [Exchange]
    private let heard: [WebSocketMessage]
    let recorded: String
    private let sent = Mutex<String?>(nil)
    /// How many messages were heard: until the last the graph runs.
    private let said = Mutex(0)

    init(version: String, _ name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/ComfyUI/\(version)")
        let json = try #require(ExactJSON(Array(try Data(contentsOf: folder.appending(path: "\(name).json")))))
        let entries = try #require(json["exchange"]?.array)
        exchanges = entries.compactMap { entry in
            guard let request = entry["request"], let response = entry["response"] else { return nil }
            let size = response["image"]?["size"]?.array?.compactMap(\.int)
            let body =
                size.map { samplePNG(width: $0[0], height: $0[1]) }
                ?? Array((response["json"]?.text ?? response["text"]?.string ?? "").utf8)
            return Exchange(
                path: request["path"]?.string ?? "", method: request["method"]?.string ?? "",
                status: response["status"]?.int ?? 0, body: body)
        }
        heard = entries.compactMap { entry in
            if let text = entry["json"]?.text { return .text(text) }
            return entry["base64"]?.string.flatMap { Data(base64Encoded: $0) }.map { .binary(Array($0)) }
        }
        recorded = entries.lazy.compactMap { $0["response"]?["json"]?["prompt_id"]?.string }.first ?? "none"
    }

    func send(
        _ request: HTTPRequest, body: [UInt8], sent tell: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        tell(body.count)
        let method = request.method.rawValue
        var path = request.path ?? ""
        if path == "/prompt" { sent.withLock { $0 = ExactJSON(body)?["prompt_id"]?.string } }
        let id = sent.withLock { $0 }
        let runs = id != nil && said.withLock { $0 } < heard.count
        if path == "/queue" {
            return .text(#"{"queue_running": [\#(runs ? "[1, \"\(id ?? "")\"]" : "")], "queue_pending": []}"#)
        }
        if runs, path.hasPrefix("/history") { return .text("{}") }
        if let id { path = path.replacing(id, with: recorded) }
        guard let exchange = exchanges.first(where: { $0.method == method && $0.path == path }) else {
            return .text(path.hasPrefix("/history") ? "{}" : "", status: path.hasPrefix("/history") ? 200 : 404)
        }
        guard let id, path.hasPrefix("/history") else { return .whole(exchange.body, status: exchange.status) }
        return .text(String(decoding: exchange.body, as: UTF8.self).replacing(recorded, with: id))
    }

    func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error> {
        let id = sent.withLock { $0 } ?? ""
        return AsyncThrowingStream { [self] in
            let place = said.withLock { place in
                defer { place += 1 }
                return place
            }
            guard place < heard.count else { return nil }
            switch heard[place] {
            case .text(let text): return .text(text.replacing(recorded, with: id))
            case .binary(var bytes):
                if let text = bytes.firstRange(of: recorded.utf8) { bytes.replaceSubrange(text, with: id.utf8) }
                return .binary(bytes)
            }
        }
    }
}

@Suite("Recorded ComfyUI servers", .serialized)
struct ComfyReplayTests {
    static let versions = ["0.3.64", "0.33.0"]

    private func server(_ version: String, _ name: String) throws -> ComfyServer {
        ComfyServer(
            configuration: .init(name: "c", address: try ServerAddress("http://127.0.0.1:8188", addsVersion: false)),
            transport: try Recording(version: version, name))
    }

    /// A user's workflow that makes two pictures in one batch, as the recorded one did.
    private static let workflow = BuiltinWorkflow.img2img.text
        .replacing(#""pixels": ["3", 0]"#, with: #""pixels": ["3", 0], "amount": "{{n}}""#)

    private func result(_ version: String, _ name: String, n: Int = 2) async throws -> ComfyResult {
        let backend = try ComfyBackend.sample(
            try Recording(version: version, name),
            files: ["batch": Self.workflow.replacing("{{image}}", with: "cat.png")])
        return await backend.result(
            of: sampleWork(n: n) {
                $0.workflow = "batch"
                $0.model = "m"
                $0.picture = nil
            })
    }

    @Test("what a server is and has", arguments: versions)
    func discovery(version: String) async throws {
        let server = try server(version, "01-discovery")
        #expect(try await server.version() == version)
        #expect(try await server.models(in: "checkpoints") == ["tiny-random-sd1.safetensors"])
        #expect(try await server.models(in: "nonesuch") == [])
        #expect(try await server.node("NoSuchNode") == nil)
        #expect(try await server.node("KSampler")?["python_module"] == .string("nodes"))
        #expect(try await server.uploadLimit() == 104_857_600)
    }

    @Test("a file that was given to the server is called as LoadImage wants it", arguments: versions)
    func upload(version: String) async throws {
        #expect(try await server(version, "02-upload").upload(samplePNG(), name: "cat.png") == "cat.png")
    }

    @Test("a run: steps, unfinished pictures, two pictures, a seed", arguments: versions)
    func run(version: String) async throws {
        let result = try await result(version, "04-img2img")
        #expect(result.error == nil && result.pictures.count == 2)
        let fractions = result.events.compactMap { event -> Double? in
            if case .progress(0, let fraction) = event { fraction } else { nil }
        }
        #expect(fractions == fractions.sorted() && fractions.last == 1 && fractions.count > 1)
        let previews = result.events.compactMap { event -> [UInt8]? in
            if case .partialFile(0, let bytes) = event { bytes } else { nil }
        }
        #expect(!previews.isEmpty && previews.allSatisfy { ImageFormat(magicOf: $0) == .jpeg })
    }

    @Test("a graph that is not executed again, because nothing changed, has the files of before", arguments: versions)
    func cached(version: String) async throws {
        let recording = try Recording(version: version, "05-cached")
        let server = ComfyServer(
            configuration: .init(name: "c", address: try ServerAddress("http://127.0.0.1:8188", addsVersion: false)),
            transport: recording)
        guard case .finished(let files, let seed)? = try await server.history(of: recording.recorded) else {
            Issue.record("no pictures")
            return
        }
        #expect(files.map(\.name) == ["riffle_00002_.png", "riffle_00003_.png"] && seed == 7)
    }

    @Test("previews of an older kind belong to the graph that runs", arguments: versions)
    func olderPreviews(version: String) async throws {
        let result = try await result(version, "06-preview-kind1", n: 1)
        #expect(
            result.events.contains { if case .partialFile(0, let bytes) = $0 { bytes.count == 1024 } else { false } })
    }

    @Test("every refusal is one line that says which node, which value, and what there is", arguments: versions)
    func refusals(version: String) async throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/ComfyUI/\(version)/09-refusals.json")
        let entries = try #require(ExactJSON(Array(try Data(contentsOf: folder)))?["exchange"]?.array)
        let lines = entries.compactMap { entry in entry["response"]?["json"].flatMap(ComfyRefusal.init)?.line }
        let expected = [
            "node 1 CheckpointLoaderSimple: ckpt_name nonesuch.safetensors is not there; there are: "
                + "tiny-random-sd1.safetensors",
            "node 2 LoadImage: Custom validation failed for node: image - Invalid image file: nonesuch.png",
            "node 7 KSampler: denoise 2.0 is over 1.0", "node 7 KSampler: seed is missing",
            "needs the custom node NoSuchNode, which the server does not have", "Prompt has no outputs",
            "node 8 VAEDecode: Return type mismatch between linked nodes: "
                + "samples, received_type(IMAGE) mismatch input_type(LATENT)",
            "node 10 SaveImage: images is missing, and 1 more", "No prompt provided",
        ]
        #expect(Array(lines.prefix(9)) == expected)
        #expect(lines.last == "node 7 KSampler: seed 18446744073709551616 is over 18446744073709551615")
    }

    @Test("an error while a graph runs is one line, with the server's own trace behind it", arguments: versions)
    func failure(version: String) async throws {
        let result = try await result(version, "10-execution-error")
        guard case .workflow(.failed(let message))? = result.error else { Issue.record("it ran"); return }
        #expect(message.text == "node 1 LoadImage: cannot identify image file '/srv/comfyui/input/broken.png'")
        #expect(message.details?.contains("PIL.UnidentifiedImageError") == true)
    }
}
