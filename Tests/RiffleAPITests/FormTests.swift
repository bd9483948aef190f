import FoundationEssentials
import Testing

@testable import RiffleAPI

@Suite("Reading and writing of fields")
struct FormTests {
    private func request(
        _ fields: KeyValuePairs<String, String>, _ operation: ImageOperation = .variation
    ) throws -> ImagesRequest {
        let texts = fields.map { MultipartPart(name: $0.key, body: Array($0.value.utf8)) }
        return try ImagesRequest(
            operation, backend: "", parts: texts + [MultipartPart(name: "image", body: samplePNG())])
    }

    @Test("fields that are absent, empty, null, unknown or another operation's are not set")
    func unset() throws {
        #expect(try request([:]).settings == ImagesSettings(backend: ""))
        let fields: KeyValuePairs = ["n": "", "size": "null", "model": "", "user": "", "quality": "hd", "prompt": ""]
        #expect(try request(fields) == request([:]))
    }

    @Test("other spellings of real clients, and the extension's fields, are read")
    func aliases() throws {
        let settings = try request([
            "responseFormat": "b64_json", "seed": "18446744073709551615", "strength": "0.25", "manner": "oil",
            "manner[]": "ink wash",
        ]).settings
        #expect(settings.responseFormat == .base64JSON)
        #expect(settings.seed == .max)
        #expect(settings.strength == 0.25)
        #expect(settings.manner == ["oil", "ink wash"])
        let parts = [MultipartPart(name: "image[]", body: [1]), MultipartPart(name: "image[]", body: [2])]
        #expect(try ImagesRequest(.edit, backend: "", parts: parts).images.map(\.bytes) == [[1], [2]])
    }

    @Test("what a client sends of a request is what a server reads of it", arguments: ImageOperation.allCases)
    func roundTrip(operation: ImageOperation) throws {
        var request = ImagesRequest(operation, settings: everySetting(for: operation))
        if operation != .generation { request.images = [UploadImage(bytes: samplePNG(), fileName: "a.png")] }
        if operation == .edit { request.mask = UploadImage(bytes: samplePNG(filler: 2), fileName: "m.png") }
        if operation == .variation { request.mate = UploadImage(bytes: samplePNG(filler: 3), fileName: "b.png") }
        request.prompt = "two\r\nlines"
        let fields = Set(RequestField.all.filter { $0.operations.contains(operation) })
        let parts = RequestBody.parts(of: request, fields: fields)
        #expect(try ImagesRequest(operation, backend: request.settings.backend, parts: parts) == request)
        // What a server is not known to read is not sent to it.
        #expect(RequestBody.parts(of: request, fields: [.n]).map(\.name).filter { !$0.hasPrefix("image") }.count <= 2)
    }

    @Test("settings are the same after they were kept, and after they were JSON", arguments: ImageOperation.allCases)
    func keeping(operation: ImageOperation) throws {
        let settings = everySetting(for: operation)
        #expect(ImagesSettings(backend: settings.backend, fieldText: settings.fieldText) == settings)
        let json = try JSONEncoder().encode(settings)
        #expect(try JSONDecoder().decode(ImagesSettings.self, from: json) == settings)
        // What was never set leaves no trace.
        #expect(ImagesSettings(backend: "s").fieldText == "{}")
        let bare = String(decoding: try JSONEncoder().encode(ImagesSettings(backend: "s")), as: UTF8.self)
        #expect(bare == #"{"backend":"s"}"#)
    }

    @Test(
        "settings that a later or an earlier Riffle kept are read as far as they are known",
        arguments: [
            #"{"n":3,"later":[1],"size":"512x512","user":"a\"\n\u00e9"}"#,
            #"{"n":3,"size":"512x512","seed":"none","user":"a\"\n\u00e9","stream""#,
        ])
    func later(text: String) {
        let expected = ImagesSettings(backend: "s", n: 3, size: .square(512), user: "a\"\né")
        #expect(ImagesSettings(backend: "s", fieldText: text) == expected)
    }

    /// Every field of an operation with a value of its own.
    private func everySetting(for operation: ImageOperation) -> ImagesSettings {
        var settings = ImagesSettings(backend: "studio")
        for field in RequestField.all where field.operations.contains(operation) {
            let text =
                switch field.kind {
                case .text: "a \"quoted\" \\ ž"
                case .words(let words), .choice(let words): words[words.count - 1]
                case .whole(let range): "\(range.upperBound)"
                case .share, .decimal: "0.25"
                case .seed: "\(UInt64.max)"
                case .size: "1536x1024"
                case .flag: "true"
                case .names: "ink wash"
                case .prompt, .picture: ""
                }
            #expect(throws: Never.self) { try field.set(text, in: &settings) }
        }
        return settings
    }

    @Test("fields that cannot be understood are named")
    func faults() {
        let cases: [(KeyValuePairs<String, String>, ValidationError)] = [
            (["n": "two"], .unreadable(.n, text: "two")),
            (["size": "300"], .unreadable(.size, text: "300")),
            (["size": "1536x0"], .unreadable(.size, text: "1536x0")),
            (["response_format": "png"], .unreadable(.responseFormat, text: "png")),
            (["seed": "-1"], .unreadable(.seed, text: "-1")),
            (["n": "1", "n": "2"], .repeated(.n)),
        ]
        for (fields, error) in cases {
            #expect(throws: error) { try request(fields) }
        }
        #expect(throws: ValidationError.imageMissing) { try ImagesRequest(.variation, backend: "", parts: []) }
    }
}
