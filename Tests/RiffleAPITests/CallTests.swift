import HTTPTypes
import ScriptedServer
import Testing

@testable import RiffleAPI

@Suite struct CallTests {
    private func configuration(
        _ preset: ServerPreset = .openai, url: String = "http://127.0.0.1:18080/v1", model: String? = nil
    ) throws -> OpenAIBackend.Configuration {
        .init(
            name: "s", address: try ServerAddress(url), key: APIKey("sk-test"), profile: preset.profile, model: model,
            organization: "org-abc", project: "proj_x")
    }

    /// The recorded body of another client, and ours with the same boundary.
    private func bodies(
        _ name: String, _ request: ImagesRequest, preset: ServerPreset = .openai
    ) throws -> (theirs: [UInt8], ours: [UInt8]) {
        let (contentType, body) = try RecordedRequest(name: name).read()
        let boundary = try #require(HeaderValue(contentType).parameters["boundary"])
        let fields = preset.profile.fields(of: .edit, model: request.settings.model)
        let parts = RequestBody.parts(of: request, fields: fields)
        return (body, MultipartWriter(parts: parts, boundary: boundary).body)
    }

    private func pictures(_ name: String) throws -> [UploadImage] {
        let (contentType, body) = try RecordedRequest(name: name).read()
        var reader = try MultipartReader(contentType: contentType)
        try reader.feed(body)
        return try reader.finish().filter { $0.fileName != nil }.map {
            UploadImage(bytes: $0.body, fileName: $0.fileName ?? "")
        }
    }

    @Test("an edit with a mask is what the official Python client sends, byte for byte")
    func mask() throws {
        let name = "python-3.52-edit-image-mask"
        let files = try pictures(name)
        let request = ImagesRequest(
            .edit, images: [files[0]], mask: files[1], prompt: "a hat",
            settings: ImagesSettings(n: 1, size: .square(256)))
        let (theirs, ours) = try bodies(name, request)
        #expect(ours == theirs)
    }

    @Test("several pictures, and every field of the GPT models, go as the official client sends them")
    func several() throws {
        let name = "python-3.52-edit-image-array"
        let (contentType, body) = try RecordedRequest(name: name).read()
        var reader = try MultipartReader(contentType: contentType)
        try reader.feed(body)
        let theirs = try reader.finish()
        let text = { (name: String) in
            theirs.first { $0.name == name }.map { String(decoding: $0.body, as: UTF8.self) }
        }
        let request = ImagesRequest(
            .edit, images: try pictures(name), prompt: text("prompt") ?? "",
            settings: ImagesSettings(
                model: text("model"), background: text("background"), quality: text("quality"),
                outputFormat: text("output_format"), inputFidelity: text("input_fidelity")))
        let ours = RequestBody.parts(
            of: request, fields: ServerPreset.openai.profile.fields(of: .edit, model: "gpt-image-1.5"))
        #expect(ours == theirs)
    }

    @Test("a stream is asked for with the number of unfinished pictures")
    func stream() throws {
        let name = "python-3.52-edit-stream-partial"
        let request = ImagesRequest(
            .edit, images: try pictures(name), prompt: "variation",
            settings: ImagesSettings(model: "gpt-image-1.5", stream: true, partialImages: 1))
        let parts = RequestBody.parts(of: request, fields: [.prompt, .model, .stream, .partialImages])
        #expect(parts.map(\.name) == ["prompt", "model", "partial_images", "stream", "image"])
        #expect(parts[3].body == Array("true".utf8))
    }

    @Test("a generation is JSON with what is set, and a prompt of any characters")
    func generation() throws {
        let settings = ImagesSettings(
            n: 2, size: .square(1024), responseFormat: .base64JSON, outputCompression: 80, style: "vivid")
        let call = Call(
            ImagesRequest(.generation, prompt: "a \"hat\"\\\n\u{1}ž", settings: settings),
            configuration: try configuration(model: "dall-e-3"))
        #expect(
            String(decoding: call.body, as: UTF8.self)
                == #"{"prompt":"a \"hat\"\\\n\u0001ž","model":"dall-e-3","n":2,"output_compression":80,"#
                + #""response_format":"b64_json","size":"1024x1024","style":"vivid"}"#)
        #expect(call.request.path == "/v1/images/generations")
        #expect(call.request.headerFields[.contentType] == "application/json")
        let gpt = Call(
            ImagesRequest(.generation, prompt: "a", settings: settings),
            configuration: try configuration(model: "gpt-image-2"))
        #expect(!String(decoding: gpt.body, as: UTF8.self).contains("response_format"))
    }

    @Test("a server that takes only JSON gets an edit's pictures as data: URLs")
    func editAsJSON() throws {
        var configuration = try configuration(.generic)
        configuration.profile.editForm = .json
        let (picture, mask) = (samplePNG(), [0xFF, 0xD8, 0xFF, 0xE0] as [UInt8])
        let call = Call(
            ImagesRequest(
                .edit, images: [UploadImage(bytes: picture, fileName: "a.png")],
                mask: UploadImage(bytes: mask, fileName: "m"), prompt: "a \"hat\"",
                settings: ImagesSettings(n: 2, size: .auto)),
            configuration: configuration)
        #expect(
            String(decoding: call.body, as: UTF8.self)
                == #"{"images":[{"image_url":"data:image/png;base64,\#(base64(picture))"}],"prompt":"a \"hat\"","#
                + #""mask":{"image_url":"data:image/jpeg;base64,/9j/4A=="},"n":2,"size":"auto"}"#)
        #expect(call.request.headerFields[.contentType] == "application/json")
    }

    @Test("key, organisation, project and other headers go with it; the key in Azure's way to Azure")
    func headers() throws {
        var configuration = try configuration()
        configuration.headers = [try #require(ServerHeader(name: "X-Team", value: "otters-are-best"))]
        let fields = Call(sampleRequest(), configuration: configuration).request.headerFields
        #expect(fields[.authorization] == "Bearer sk-test")
        #expect(fields[.organization] == "org-abc" && fields[.project] == "proj_x")
        #expect(fields[HTTPField.Name("x-team")!] == "otters-are-best")
        #expect(!"\(configuration.headers)".contains("otters"))
        #expect(ServerHeader(name: "a b", value: "c") == nil && ServerHeader(name: "a", value: "c\r\nd") == nil)

        configuration.address = try ServerAddress(
            "https://r.openai.azure.com/", azureVersion: "2025-04-01-preview")
        configuration.model = "my deploy"
        let image = UploadImage(bytes: samplePNG(), fileName: "a.png")
        let azure = Call(
            ImagesRequest(.edit, images: [image], prompt: "x"),
            configuration: configuration
        ).request
        #expect(azure.path == "/openai/deployments/my%20deploy/images/edits?api-version=2025-04-01-preview")
        #expect(azure.headerFields[.apiKey] == "sk-test" && azure.headerFields[.authorization] == nil)
        let variation = Call(sampleRequest(), configuration: configuration).request
        #expect(variation.path == "/openai/images/variations?api-version=2025-04-01-preview")
    }

    @Test(
        "a size that a server does not make becomes the nearest that it does",
        arguments: [
            ("256x256", "1024x1024"), ("1024x1024", "1024x1024"), ("1600x900", "1536x1024"), ("500x900", "1024x1536"),
            ("auto", "auto"), ("65535x1", "1536x1024"),
        ])
    func sizes(asked: String, sent: String) throws {
        let (asked, sent) = (try #require(ImageSize(asked)), ImageSize(sent))
        #expect(ServerPreset.openai.profile.sizeRule(of: .edit, model: nil).nearest(to: asked) == sent)
        #expect(ServerPreset.generic.profile.sizeRule(of: .edit, model: nil).nearest(to: asked) == asked)
    }

    private func variation(
        _ preset: ServerPreset, prompt: String? = nil, _ answer: @escaping StubTransport.Answer
    ) async throws -> (sent: [StubTransport.Sent], facts: AnswerFacts?, error: BackendError?) {
        let transport = StubTransport(answer)
        let backend = OpenAIBackend(try configuration(preset), transport: transport, clock: ManualClock())
        var request = sampleRequest(settings: sampleSettings(n: 1))
        request.prompt = prompt
        let (events, error) = await events(of: backend.events(of: request))
        guard case .finished(let facts)? = events.last else { return (transport.sent, nil, error) }
        return (transport.sent, facts, error)
    }

    @Test("where a server has no variations, an edit with a neutral prompt stands in, and the answer says so")
    func throughEdits() async throws {
        let good = "{\"data\": [{\"b64_json\": \"\(base64(samplePNG()))\"}]}"
        let known = try await variation(.openai) { _ in .text(good) }
        #expect(known.sent.map(\.request.path) == ["/v1/images/edits"])
        #expect(
            known.facts?.notes == [
                .madeByEditing(prompt: BackendProfile.neutralPrompt),
                .sizeChanged(asked: .square(256), sent: .square(1024)),
            ])
        for (status, body) in [
            (404, "<html>"), (405, "{}"), (410, "{}"), (501, "{}"),
            (400, "{\"error\": {\"message\": \"This endpoint is retired and no longer available.\"}}"),
        ] {
            let found = try await variation(.generic) { sent in
                sent.request.path == "/v1/images/edits" ? .text(good) : .text(body, status: status)
            }
            #expect(found.sent.map(\.request.path) == ["/v1/images/variations", "/v1/images/edits"])
            #expect(found.facts?.notes.first == .madeByEditing(prompt: BackendProfile.neutralPrompt))
        }
        // Editing costs money there: it is offered, not done.
        let paid = try await variation(.litellm) { _ in .text("{\"detail\":\"Not Found\"}", status: 404) }
        #expect(paid.error == .noVariations(prompt: BackendProfile.neutralPrompt) && paid.sent.count == 1)
        let refused = try await variation(.generic) { _ in
            .text("{\"error\": {\"message\": \"Uploaded image must be a PNG\"}}", status: 400)
        }
        #expect(refused.sent.count == 1)
    }

    @Test("variations of a server that reads a prompt are sent one: the user's, or the one that stands in for it")
    func prompts() async throws {
        let good = "{\"data\": [{\"b64_json\": \"\(base64(samplePNG()))\"}]}"
        func prompt(_ preset: ServerPreset, _ words: String?) async throws -> String? {
            let found = try await variation(preset, prompt: words) { _ in .text(good) }
            let sent = try #require(found.sent.first)
            #expect(sent.request.path == "/v1/images/variations")
            var reader = try MultipartReader(contentType: sent.request.headerFields[.contentType])
            try reader.feed(sent.body)
            return try reader.finish().first { $0.name == "prompt" }.map { String(decoding: $0.body, as: UTF8.self) }
        }
        #expect(try await prompt(.xinference, "more\notters") == "more\notters")
        #expect(try await prompt(.xinference, nil) == BackendProfile.neutralPrompt)
        #expect(try await prompt(.lemonade, "otters") == nil)
    }

    @Test("a stream's unfinished pictures come as files, then the finished one with its facts")
    func partials() async throws {
        let picture = samplePNG()
        let other = samplePNG(filler: 7)
        let body = """
            event: image_edit.partial_image
            data: {"type":"image_edit.partial_image","b64_json":"\(base64(other))","partial_image_index":0}

            event: image_edit.completed
            data: {"b64_json":"\(base64(picture))","type":"image_edit.completed","created_at":7,"size":"1024x1024",
            data: "quality":"high","usage":{"total_tokens":9,"input_tokens_details":{"image_tokens":4}},"extra":[1]}

            data: [DONE]


            """
        let transport = StubTransport { _ in .text(body, contentType: "text/event-stream; charset=utf-8") }
        let backend = OpenAIBackend(try configuration(), transport: transport, clock: ManualClock())
        let request = ImagesRequest(
            .edit, images: [UploadImage(bytes: picture, fileName: "a.png")], prompt: "a hat",
            settings: ImagesSettings(stream: true, partialImages: 1))
        let (told, error) = await events(of: backend.events(of: request))
        #expect(error == nil)
        #expect(told.contains(.partialFile(picture: 0, other)))
        #expect(arrived(told).map(\.bytes) == [picture])
        guard case .finished(let facts)? = told.last else {
            Issue.record("not finished")
            return
        }
        #expect(facts.created == 7 && facts.size == "1024x1024" && facts.quality == "high")
        #expect(facts.usage == Usage(totalTokens: 9, inputImageTokens: 4))
        #expect(facts.unknown == ["extra": .array([.number(1)])])
    }

    @Test("an event's name tells what it is where its data does not, and one that only the end ends counts")
    func namedEvents() async throws {
        let (early, first, second) = (samplePNG(filler: 1), samplePNG(filler: 2), samplePNG(filler: 3))
        let body = """
            event: image_generation.partial_image
            data: {"b64_json":"\(base64(early))"}

            event: image_generation.completed
            data: {"b64_json":"\(base64(first))"}

            event: image_generation.completed
            data: {"b64_json":"\(base64(second))"}
            """
        let transport = StubTransport { _ in .text(body, contentType: "text/event-stream") }
        let backend = OpenAIBackend(try configuration(), transport: transport, clock: ManualClock())
        let (told, error) = await events(
            of: backend.events(
                of: ImagesRequest(
                    .generation, prompt: "a hat", settings: ImagesSettings(n: 1, stream: true, partialImages: 1))))
        #expect(error == nil)
        #expect(told.contains(.partialFile(picture: 0, early)))
        #expect(arrived(told).map(\.bytes) == [first, second])
    }

    @Test("private addresses are known in all their forms")
    func privateAddresses() {
        for host in [
            "127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "::ffff:10.0.0.1",
            "fd00::1", "fe80::1", "localhost", "a.localhost", "printer.local", "2130706433", "0x7f.1", "0177.0.0.1",
            "metadata.google.internal", "intranet", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        ] { #expect(PictureDownload.isPrivate(host), "\(host)") }
        for host in ["8.8.8.8", "172.32.0.1", "cdn.example.com", "2606:4700::1111", "1.example.com"] {
            #expect(!PictureDownload.isPrivate(host), "\(host)")
        }
    }

    @Test("a public server's answer leads to no private address")
    func privateURL() async throws {
        let transport = StubTransport { _ in
            .text("{\"data\": [{\"url\": \"https://169.254.169.254/latest\"}, {\"url\": \"https://[::1]/a\"}]}")
        }
        let backend = OpenAIBackend(
            .init(
                name: "s", address: try ServerAddress("https://api.example.com"), profile: .init(variations: .endpoint)),
            transport: transport, clock: ManualClock())
        let (_, error) = await events(of: backend.events(of: sampleRequest()))
        #expect(error == .pictureUnavailable(picture: 0, .privateAddress))
        #expect(transport.sent.count == 1)
    }

    @Test("names that a public server's answer gives are looked up; its own, and those of a server in here, are not")
    func lookedUp() async throws {
        let links = ["https://cdn.example.com/a", "https://api.example.com/b"]
        for (server, outside) in [("https://api.example.com", [links[0]]), ("http://127.0.0.1:8080", [])] {
            let transport = StubTransport { sent in
                guard sent.request.method == .post else { return .whole(samplePNG()) }
                return .text("{\"data\": [{\"url\": \"\(links[0])\"}, {\"url\": \"\(links[1])\"}]}")
            }
            let backend = OpenAIBackend(
                .init(name: "s", address: try ServerAddress(server), profile: .init(variations: .endpoint)),
                transport: transport, clock: ManualClock())
            let (told, error) = await events(of: backend.events(of: sampleRequest()))
            #expect(error == nil && arrived(told).count == 2)
            #expect(transport.outside == outside)
        }
    }
}
