import FoundationEssentials
import HTTPTypes
import ScriptedServer
import Synchronization
import Testing

@testable import RiffleAPI

@Suite("Servers that speak AUTOMATIC1111's interface")
struct SDAPITests {
    private let answer = #"{"images":["\#(base64(samplePNG()))","\#(base64(samplePNG(filler: 1)))"],"info":"…"}"#

    /// What one request says to the server, and what comes of it.
    private func exchange(
        _ ask: (SDAPIBackend) -> AsyncThrowingStream<BackendEvent, any Error>
    ) async throws -> (path: String?, said: JSONValue, pictures: [ArrivedImage]) {
        let transport = StubTransport { [answer] _ in .text(answer) }
        let backend = SDAPIBackend(
            .init(
                name: "s", address: try ServerAddress("http://127.0.0.1:7860", addsVersion: false),
                profile: ServerPreset.sdapi.profile),
            transport: transport, greyMask: { Array($0.reversed()) }, clock: ManualClock(endless: .seconds(1)))
        let (told, error) = await events(of: ask(backend))
        #expect(error == nil)
        let sent = try #require(transport.sent.first)
        return (
            sent.request.path, try JSONDecoder().decode(JSONValue.self, from: Data(sent.body)), arrived(told)
        )
    }

    @Test("a variation is img2img with its strength, each picture with a seed of its own that is told")
    func variation() async throws {
        let (path, said, pictures) = try await exchange {
            $0.events(of: sampleRequest(settings: sampleSettings { $0.strength = 0.25 }))
        }
        #expect(path == "/sdapi/v1/img2img")
        #expect(said["denoising_strength"] == .number(0.25) && said["n_iter"] == .number(2))
        #expect(said["init_images"] == .array([.string(base64(samplePNG()))]))
        #expect(said["subseed_strength"] == .number(0) && said["mask"] == nil)
        guard case .number(let seed)? = said["seed"] else { Issue.record("no seed"); return }
        #expect(pictures.map(\.seed) == [UInt64(seed), UInt64(seed) + 1])
    }

    @Test("upscaling sends the picture to an upscaler, twice as large where no size is asked for")
    func upscaling() async throws {
        let (path, said, _) = try await exchange {
            $0.events(
                of: sampleRequest(
                    settings: sampleSettings {
                        $0.workflow = WorkflowName.upscale
                        $0.size = nil
                    }))
        }
        #expect(path == "/sdapi/v1/extra-batch-images")
        #expect(said["upscaling_resize"] == .number(2) && said["upscaler_1"] == .string("R-ESRGAN 4x+"))
        let picture: [String: JSONValue] = ["data": .string(base64(samplePNG())), "name": .string("picture.png")]
        #expect(said["imageList"] == .array([.object(picture)]))
    }

    @Test("with a seed the pictures share it and differ by their subseeds")
    func subseeds() async throws {
        let (_, said, pictures) = try await exchange {
            $0.events(of: sampleRequest(settings: sampleSettings { $0.seed = 7 }))
        }
        #expect(said["seed"] == .number(7) && said["subseed"] == .number(7) && said["subseed_strength"] == .number(0.3))
        #expect(pictures.map(\.seed) == [nil, nil])
    }

    @Test("sampling settings go along; a recipe that began from nothing does so again, one with a strength does not")
    func recipe() async throws {
        let request = sampleRequest(
            settings: sampleSettings {
                $0.workflow = WorkflowName.recipe
                $0.negativePrompt = "text"
                ($0.steps, $0.cfgScale, $0.sampler, $0.scheduler) = (28, 6.5, "DPM++ 2M", "Karras")
                $0.size = .pixels(width: 768, height: 512)
            })
        let (path, said, _) = try await exchange { $0.events(of: request) }
        #expect(path == "/sdapi/v1/txt2img" && said["init_images"] == nil && said["width"] == .number(768))
        #expect(said["negative_prompt"] == .string("text") && said["steps"] == .number(28))
        #expect(said["cfg_scale"] == .number(6.5) && said["sampler_name"] == .string("DPM++ 2M"))
        #expect(said["scheduler"] == .string("Karras"))
        let again = try await exchange {
            $0.events(
                of: sampleRequest(
                    settings: sampleSettings { ($0.workflow, $0.strength) = (WorkflowName.recipe, 0.4) }))
        }
        #expect(again.path == "/sdapi/v1/img2img")
    }

    @Test("an edit sends its mask as grey, white where the picture changes")
    func mask() async throws {
        let (path, said, pictures) = try await exchange {
            $0.events(
                of:
                    ImagesRequest(
                        .edit, images: [UploadImage(bytes: samplePNG(width: 96, height: 64), fileName: "a.png")],
                        mask: UploadImage(bytes: [1, 2, 3], fileName: "m.png"), prompt: "a hat",
                        settings: ImagesSettings(n: 2)))
        }
        #expect(path == "/sdapi/v1/img2img" && pictures.count == 2)
        #expect(said["prompt"] == .string("a hat") && said["mask"] == .string(base64([3, 2, 1])))
        #expect(said["inpainting_mask_invert"] == .number(0) && said["resize_mode"] == .number(1))
        #expect(said["width"] == .number(96) && said["height"] == .number(64))
    }

    @Test("a picture is made in its own shape, in at most a megapixel and in steps of 8")
    func shape() {
        #expect(SizeRule.fitted((4000, 3000), step: 8) == (1184, 888))
        #expect(SizeRule.fitted((96, 64), step: 8) == (96, 64))
        #expect(SizeRule.fitted((301, 199), step: 8) == (304, 200))
    }

    @Test(
        "cancelling stops the work on the server, unless it says that it works for somebody else",
        arguments: [nil, "ours", "theirs"])
    func cancelling(works: String?) async throws {
        let (asked, ask) = AsyncStream<Void>.makeStream()
        let transport = HeldTransport { request in
            guard request.path?.hasPrefix("/sdapi/v1/progress") == true else { return .text("{}") }
            ask.yield()
            let task = works.map { #","current_task":"\#($0 == "ours" ? "riffle-1" : "x")""# } ?? ""
            return .text(
                #"{"state":{"job_no":1,"sampling_step":5,"sampling_steps":20},"current_image":"\#(base64(samplePNG()))"\#(task)}"#
            )
        }
        let backend = SDAPIBackend(
            .init(name: "s", address: try ServerAddress("http://127.0.0.1:7860", addsVersion: false)),
            transport: transport, greyMask: { $0 }, clock: ManualClock())
        var request = sampleRequest()
        request.idempotencyKey = "riffle-1"
        let client = ImagesClient(backends: [backend])
        request.settings.backend = "s"
        let stream = try await client.start(request, as: JobID(1))
        async let outcome = events(of: stream)
        for await _ in asked { break }
        for await _ in asked { break }
        await client.cancel(JobID(1))
        let (told, error) = await outcome
        #expect(error == .cancelled)
        #expect(transport.paths.contains("/sdapi/v1/interrupt") == (works != "theirs"))
        #expect(told.contains(.progress(picture: 1, fraction: 0.25)) == (works != "theirs"))
        #expect(told.contains(.partialFile(picture: 1, samplePNG())) == (works != "theirs"))
    }

    @Test("a model that the server does not list, and might replace by its own, is refused")
    func unlistedModel() async throws {
        let transport = StubTransport { _ in .text(#"[{"title": "sd/DreamShaper_8.safetensors [abc]"}]"#) }
        let backend = SDAPIBackend(
            .init(name: "s", address: try ServerAddress("http://127.0.0.1:7860", addsVersion: false)),
            transport: transport, greyMask: { $0 })
        let request = sampleRequest(settings: sampleSettings { $0.model = "other" })
        let (_, error) = await events(of: backend.events(of: request))
        #expect(error == .workflow(.noModel(name: "other", known: ["sd/DreamShaper_8.safetensors [abc]"])))
        #expect(transport.sent.map(\.request.method) == [.get])
    }
}

/// Holds what is posted to make pictures, and the third question how far it is, until their tasks are cancelled, and
/// answers everything else.
private final class HeldTransport: Transport {
    private let answer: @Sendable (HTTPRequest) -> TransportAnswer
    private let log = Mutex<[String]>([])

    init(_ answer: @escaping @Sendable (HTTPRequest) -> TransportAnswer) { self.answer = answer }

    var paths: [String] { log.withLock { $0 } }

    func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        let path = request.path ?? ""
        let asked = log.withLock { log in
            log.append(path)
            return log.count { $0 == "/sdapi/v1/progress" }
        }
        sent(body.count)
        if path.hasSuffix("img2img") || path == "/sdapi/v1/progress" && asked > 2 {
            let (held, hold) = AsyncStream<Void>.makeStream()
            await withTaskCancellationHandler {
                for await _ in held {}
            } onCancel: {
                hold.finish()
            }
            throw .cancelled
        }
        return answer(request)
    }

    func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error> { throw .notHTTP }
}
