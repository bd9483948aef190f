import FoundationEssentials
import HTTPTypes
import ScriptedServer
import Testing

@testable import RiffleAPI

@Suite("Servers that spell the Images API their own way")
struct PresetTests {
    private let picture = samplePNG(width: 1600, height: 900)
    private let good = #"{"created":1,"data":[{"b64_json":"\#(base64(samplePNG()))"}]}"#

    private func configuration(_ preset: ServerPreset, model: String? = nil) throws -> OpenAIBackend.Configuration {
        .init(
            name: "s", address: try ServerAddress(preset.usualURL ?? "http://127.0.0.1:1/v1"), key: APIKey("sk-test"),
            profile: preset.profile, model: model, price: preset.usualPrice)
    }

    private func call(
        _ preset: ServerPreset, _ operation: ImageOperation, model: String? = nil, images: Int = 1,
        _ settings: ImagesSettings
    ) throws -> Call {
        let image = UploadImage(bytes: picture, fileName: "a.png")
        let request = ImagesRequest(
            operation, images: operation == .generation ? [] : Array(repeating: image, count: images),
            prompt: operation == .variation ? nil : "a hat", settings: settings)
        return Call(request, configuration: try configuration(preset, model: model))
    }

    /// The texts of a form.
    private func form(_ call: Call) throws -> [String: String] {
        var reader = try MultipartReader(contentType: call.request.headerFields[.contentType])
        try reader.feed(call.body)
        return Dictionary(
            uniqueKeysWithValues: try reader.finish().filter { $0.fileName == nil }
                .map { ($0.name, String(decoding: $0.body, as: UTF8.self)) })
    }

    /// Source: recraft.ai/docs/api-reference/tools/remix.
    @Test("Recraft varies without a prompt, in the picture's shape, with a seed of its own name")
    func recraft() throws {
        let plain = try call(.recraft, .variation, ImagesSettings(n: 2, user: "me", seed: 7))
        #expect(plain.request.path == "/v1/images/variateImage")
        #expect(
            try form(plain)
                == ["n": "2", "random_seed": "7", "size": "1820x1024", "response_format": "b64_json"])
        #expect(plain.notes.isEmpty)
        let asked = try call(.recraft, .variation, ImagesSettings(size: .square(512), outputFormat: "png"))
        #expect(try form(asked)["size"] == "1024x1024" && form(asked)["image_format"] == "png")
        #expect(asked.notes == [.sizeChanged(asked: .square(512), sent: .square(1024))])

        let backend = OpenAIBackend(try configuration(.recraft), transport: StubTransport { _ in .text(good) })
        let profile = backend.profile
        #expect(profile.operations == [.variation] && !profile.needsSquare && profile.isPaid)
        #expect(profile.price?.times(4) == Price(amount: 0.04, currency: "USD"))
        let many = ImagesRequest(
            .variation, images: [UploadImage(bytes: picture, fileName: "a.png")], settings: ImagesSettings(n: 7))
        #expect(RequestRules.errors(in: many, for: profile, limit: nil) == [.number(.n, 7, allowed: 1...6)])
    }

    /// Source: openrouter.ai/docs/guides/overview/multimodal/image-generation.
    @Test("OpenRouter takes pictures as references and a shape in place of a size")
    func openRouter() throws {
        let edit = try call(.openrouter, .edit, model: "google/gemini-3.1-flash-image", ImagesSettings(n: 1, seed: 3))
        #expect(edit.request.path == "/api/v1/images")
        let url = "data:image/png;base64,\(base64(picture))"
        #expect(
            String(decoding: edit.body, as: UTF8.self)
                == #"{"input_references":[{"type":"image_url","image_url":{"url":"\#(url)"}}],"prompt":"a hat","#
                + #""model":"google/gemini-3.1-flash-image","n":1,"seed":3,"aspect_ratio":"16:9"}"#)
        let words = try call(.openrouter, .generation, model: "m", ImagesSettings(size: .square(512)))
        #expect(String(decoding: words.body, as: UTF8.self) == #"{"prompt":"a hat","model":"m","aspect_ratio":"1:1"}"#)
        #expect(words.notes == [.sizeAsRatio(asked: .square(512), ratio: "1:1")])
    }

    /// Source: docs.x.ai, "Image Editing".
    @Test("xAI takes JSON with one picture or several, and no size")
    func xai() throws {
        let edit = try call(.xai, .edit, model: "grok-imagine-image", ImagesSettings(n: 2))
        #expect(edit.request.path == "/v1/images/edits")
        #expect(edit.request.headerFields[.contentType] == "application/json")
        let url = "data:image/png;base64,\(base64(picture))"
        #expect(
            String(decoding: edit.body, as: UTF8.self)
                == #"{"image":{"url":"\#(url)","type":"image_url"},"prompt":"a hat","model":"grok-imagine-image","n":2,"#
                + #""response_format":"b64_json"}"#)
        let two = try call(.xai, .edit, images: 2, ImagesSettings())
        #expect(String(decoding: two.body, as: UTF8.self).hasPrefix(#"{"images":[{"url":"data:"#))
    }

    @Test(
        "which sizes there are depends on the model, and can be told before",
        arguments: [
            (nil, "1536x864", "1536x1024"), ("gpt-image-1.5", "1536x864", "1536x1024"),
            ("gpt-image-2", "1536x864", "1536x864"), ("gpt-image-2.5-sunburst", "1000x700", "1008x704"),
            ("gpt-image-2", "8000x4000", "3840x1920"), ("gpt-image-2", "4000x400", "1200x400"),
            ("dall-e-3", "1700x1000", "1792x1024"), ("my-deployment", "1536x864", "1536x864"),
        ] as [(String?, String, String)])
    func sizesByModel(model: String?, asked: String, sent: String) throws {
        let backend = OpenAIBackend(
            try configuration(.openai, model: model), transport: StubTransport { _ in .text("") })
        let settings = ImagesSettings(size: ImageSize(asked))
        for operation in [ImageOperation.variation, .edit, .generation] {
            #expect(backend.profile.sentSize(of: settings, for: operation) == ImageSize(sent))
        }
        let edit = try call(.openai, .edit, model: model, settings)
        #expect(try form(edit)["size"] == sent)
    }

    @Test("Xinference has sampling settings as JSON in one field, and always a size, without which a masked edit fails")
    func xinference() throws {
        var settings = ImagesSettings(strength: 0.4, seed: 7, negativePrompt: "blurry", steps: 3, cfgScale: 2)
        let variation = try form(try call(.xinference, .variation, model: "sd", settings))
        #expect(
            variation["kwargs"] == #"{"guidance_scale":2.0,"seed":7,"num_inference_steps":3,"strength":0.4}"#
                && variation["negative_prompt"] == "blurry" && variation["seed"] == nil)
        settings = ImagesSettings()
        let edit = try form(try call(.xinference, .edit, model: "sd", settings))
        #expect(edit["size"] != nil && edit["kwargs"] == nil)
        let generation = try call(.xinference, .generation, model: "sd", ImagesSettings(seed: 7))
        #expect(String(decoding: generation.body, as: UTF8.self).contains(#""kwargs":"{\"seed\":7}""#))
    }

    @Test(
        "where no size is asked for, the one that follows from the picture can be told before",
        arguments: [
            (.recraft, nil, "1536x1024"), (.recraft, "2000x900", "2048x1024"), (.sdapi, nil, "1248x840"),
            (.sdapi, "500x300", "504x304"), (.stableDiffusionCpp, nil, "1248x840"), (.openai, nil, nil),
        ] as [(ServerPreset, String?, String?)])
    func sizesOfPictures(preset: ServerPreset, asked: String?, sent: String?) throws {
        let transport = StubTransport { _ in .text("") }
        let configuration = try configuration(preset)
        let backend: any Backend =
            switch preset {
            case .sdapi: SDAPIBackend(configuration, transport: transport, greyMask: { $0 })
            case .stableDiffusionCpp: SDCppBackend(configuration, transport: transport)
            default: OpenAIBackend(configuration, transport: transport)
            }
        let settings = ImagesSettings(size: asked.flatMap { ImageSize($0) })
        #expect(
            backend.profile.sentSize(of: settings, for: .variation, picture: (3000, 2020))?.description == sent)
    }

    @Test("a deployment of any name is sent no response_format, which GPT models refuse")
    func deployments() throws {
        let settings = ImagesSettings(responseFormat: .base64JSON)
        #expect(try form(call(.azure, .edit, model: "our pictures", settings))["response_format"] == nil)
        #expect(try form(call(.azure, .edit, model: "dall-e-2", settings))["response_format"] == "b64_json")
    }

    @Test("what a server does not know and nobody misses is left out once, and told; what matters never is")
    func unknownFields() async throws {
        func run(
            _ settings: ImagesSettings, refusing answers: [String]
        ) async throws -> (fields: [Set<String>], facts: AnswerFacts?, error: BackendError?) {
            let transport = StubTransport { [good] sent in
                let body = String(decoding: sent.body, as: UTF8.self)
                for answer in answers where body.contains("name=\"\(answer)\"") {
                    return .text(
                        #"{"error":{"message":"Unknown parameter: '\#(answer)'.","code":"unknown_parameter"}}"#,
                        status: 400)
                }
                return .text(good)
            }
            let backend = OpenAIBackend(try configuration(.generic), transport: transport, clock: ManualClock())
            let (told, error) = await events(of: backend.events(of: sampleRequest(settings: settings)))
            let fields = transport.sent.map { sent in
                Set(
                    ["response_format", "user", "size", "n"].filter {
                        String(decoding: sent.body, as: UTF8.self).contains("name=\"\($0)\"")
                    })
            }
            guard case .finished(let facts)? = told.last else { return (fields, nil, error) }
            return (fields, facts, error)
        }
        let settings = ImagesSettings(n: 1, size: .square(256), responseFormat: .base64JSON, user: "me")
        let twice = try await run(settings, refusing: ["response_format", "user"])
        #expect(
            twice.fields == [
                ["response_format", "user", "size", "n"], ["user", "size", "n"], ["size", "n"],
            ])
        #expect(twice.facts?.notes == [.fieldDropped(.responseFormat), .fieldDropped(.user)])
        let size = try await run(settings, refusing: ["size"])
        #expect(size.fields.count == 1 && size.facts == nil)
        guard case .refused(400, _, _)? = size.error else { Issue.record("\(String(describing: size.error))"); return }
    }
}
