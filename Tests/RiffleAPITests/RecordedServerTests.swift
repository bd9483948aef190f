import FoundationEssentials
import HTTPTypes
import ScriptedServer
import Synchronization
import Testing

@testable import RiffleAPI

/// A real server's answers, in their order. Each request has to be the one that was recorded, but for its pictures.
private final class RecordedServer: Transport {
    private let exchanges: [ExactJSON]
    private let place = Mutex(0)
    private let differences = Mutex<[String]>([])

    init(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/Servers/\(name).json")
        exchanges = try #require(ExactJSON(Array(try Data(contentsOf: file)))?["exchange"]?.array)
    }

    /// What was asked otherwise than recorded, and what was not asked.
    var leftovers: [String] {
        let rest = exchanges.dropFirst(place.withLock { $0 }).compactMap { $0["request"]?.text }
        return differences.withLock { $0 } + rest
    }

    func send(
        _ request: HTTPRequest, body: [UInt8], sent tell: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        tell(body.count)
        let index = place.withLock { place in
            defer { place += 1 }
            return place
        }
        guard exchanges.indices.contains(index), let response = exchanges[index]["response"] else {
            throw .connectionLost
        }
        let recorded = exchanges[index]["request"] ?? .null
        let asked = Self.described(request, body)
        if asked != recorded { differences.withLock { $0.append("\(asked.text) for \(recorded.text)") } }
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 0, count: 60)
        let text = (response["json"]?.text ?? response["text"]?.string ?? "")
            .replacing("@png 64x64", with: base64(samplePNG())).replacing("@jpeg 64x64", with: base64(jpeg))
        return .text(
            text, status: response["status"]?.int ?? 0, contentType: response["content_type"]?.string ?? "")
    }

    /// A request as the recordings have it.
    private static func described(_ request: HTTPRequest, _ body: [UInt8]) -> ExactJSON {
        var said: [String: ExactJSON] = [
            "method": .string(request.method.rawValue), "path": .string(request.path ?? ""),
        ]
        let type = request.headerFields[.contentType] ?? ""
        if type.hasPrefix("application/json"), let json = ExactJSON(body) {
            said["json"] = withoutPictures(json)
        } else if type.hasPrefix("multipart"), var reader = try? MultipartReader(contentType: type) {
            try? reader.feed(body)
            let parts = (try? reader.finish()) ?? []
            said["form"] = .object(
                Dictionary(
                    uniqueKeysWithValues: parts.map { part in
                        let text = String(decoding: part.body, as: UTF8.self)
                        return (part.name, .string(part.fileName == nil ? text : "@file"))
                    }))
        }
        return .object(said)
    }

    private static func withoutPictures(_ json: ExactJSON) -> ExactJSON {
        switch json {
        case .object(let members): .object(members.mapValues(withoutPictures))
        case .array(let items): .array(items.map(withoutPictures))
        case .string(let text) where text.count > 400: .string("@png 64x64")
        default: json
        }
    }
}

@Suite("Recorded servers")
struct RecordedServerTests {
    private static let image = UploadImage(bytes: samplePNG(byteCount: 400), fileName: "a.png")

    private func configuration(_ preset: ServerPreset, model: String? = nil) throws -> OpenAIBackend.Configuration {
        .init(
            name: "s", address: try ServerAddress(try #require(preset.usualURL), addsVersion: preset.hasVersion),
            profile: preset.profile, model: model)
    }

    private func outcome(_ request: ImagesRequest, _ backend: any Backend) async -> ([ArrivedImage], BackendError?) {
        let (told, error) = await events(of: backend.events(of: request))
        return (arrived(told), error)
    }

    @Test("stable-diffusion.cpp: the sampler is looked up, a job sent and followed to its two pictures")
    func sdcpp() async throws {
        let server = try RecordedServer("sdcpp")
        let backend = SDCppBackend(try configuration(.stableDiffusionCpp), transport: server, clock: ManualClock())
        let settings = ImagesSettings(n: 2, strength: 0.5, seed: 7, steps: 2, sampler: "euler")
        let (pictures, error) = await outcome(
            ImagesRequest(.variation, images: [Self.image], settings: settings), backend)
        #expect(error == nil && pictures.map(\.seed) == [7, 8])
        #expect(server.leftovers.isEmpty)
    }

    @Test("Xinference: variations with a seed, an edit with a mask, and a model that it does not have")
    func xinference() async throws {
        let server = try RecordedServer("xinference")
        let backend = OpenAIBackend(try configuration(.xinference, model: "tiny"), transport: server)
        var settings = ImagesSettings(n: 2, strength: 0.5, seed: 7, steps: 2)
        let (varied, _) = await outcome(
            ImagesRequest(.variation, images: [Self.image], settings: settings), backend)
        #expect(varied.count == 2)
        settings = ImagesSettings()
        let edit = ImagesRequest(.edit, images: [Self.image], mask: Self.image, prompt: "hat", settings: settings)
        #expect(await outcome(edit, backend).0.count == 1)
        settings.model = "none"
        let (_, error) = await outcome(
            ImagesRequest(.variation, images: [Self.image], settings: settings), backend)
        guard case .refused(404, let message, _)? = error else { Issue.record("\(error as Any)"); return }
        #expect(message.text?.contains("Available model uids: ['tiny']") == true)
        #expect(server.leftovers.isEmpty)
    }

    @Test("SD.Next: the model is looked up, the pictures share a seed, and a sampler that it does not have is told")
    func sdnext() async throws {
        let server = try RecordedServer("sdnext")
        let backend = SDAPIBackend(
            try configuration(.sdapi), transport: server, greyMask: { $0 }, clock: ManualClock(endless: .seconds(1)))
        let settings = ImagesSettings(model: "Diffusers/tiny", n: 2, strength: 0.5, seed: 5, steps: 4)
        var request = ImagesRequest(.variation, images: [Self.image], prompt: "hat", settings: settings)
        request.idempotencyKey = "riffle-1"
        #expect(await outcome(request, backend).0.count == 2)
        request.settings = ImagesSettings(seed: 5, steps: 3, sampler: "nope")
        guard case .refused(404, let message, _)? = await outcome(request, backend).1 else {
            Issue.record("the sampler was not refused")
            return
        }
        #expect(message.text == "Sampler not found" && server.leftovers.isEmpty)
    }

    @Test("LiteLLM's proxy has no variations, which is told since it is paid; what an edit fails by is told too")
    func litellm() async throws {
        let server = try RecordedServer("litellm")
        // What broke off is not sent again where it may have been paid for.
        let backend = OpenAIBackend(try configuration(.litellm, model: "m"), transport: server)
        let variation = ImagesRequest(.variation, images: [Self.image], settings: ImagesSettings())
        #expect(await outcome(variation, backend).1 == .noVariations(prompt: BackendProfile.neutralPrompt))
        let edit = ImagesRequest(.edit, images: [Self.image], prompt: "hat", settings: ImagesSettings())
        guard case .refused(500, let message, _)? = await outcome(edit, backend).1 else {
            Issue.record("an edit was not refused")
            return
        }
        #expect(message.text?.contains("Cannot connect to host") == true)
        #expect(server.leftovers.isEmpty)
    }
}
