import Testing

@testable import RiffleAPI

@Suite struct RequestFieldsTests {
    private func request(_ fields: KeyValuePairs<String, String>) throws -> ImageVariationRequest {
        let texts = fields.map { MultipartPart(name: $0.key, body: Array($0.value.utf8)) }
        return try RequestFields(parts: texts + [MultipartPart(name: "image", body: samplePNG())]).variation(
            backend: "")
    }

    @Test("fields that are absent, empty, null or unknown leave the API's defaults")
    func defaults() throws {
        let expected = VariationSettings(backend: "", n: 1, size: .large, responseFormat: .url)
        #expect(try request([:]).settings == expected)
        #expect(try request(["n": "", "size": "null", "model": "", "user": "", "quality": "hd"]).settings == expected)
    }

    @Test("other spellings of real clients, and the extension's fields, are read")
    func aliases() throws {
        let settings = try request(["responseFormat": "b64_json", "seed": "18446744073709551615", "strength": "0.25"])
            .settings
        #expect(settings.responseFormat == .base64JSON)
        #expect(settings.seed == .max)
        #expect(settings.strength == 0.25)
        #expect(try request(["model": "gpt-image-1"]).settings.responseFormat == .base64JSON)
        let parts = [MultipartPart(name: "image[]", body: [1]), MultipartPart(name: "image[]", body: [2])]
        #expect(try RequestFields(parts: parts).variation(backend: "").image == [1])
    }

    @Test("what a client sends of a mate is what a server reads, where the server is known to read it")
    func mate() throws {
        var bred = sampleRequest()
        bred.mate = VariationMate(
            image: UploadImage(bytes: samplePNG(width: 9, height: 9), fileName: "b.png"), weight: 0.25)
        let sent = VariationForm.parts(of: bred, fields: [.n, .mate, .weight])
        #expect(try RequestFields(parts: sent).variation(backend: "").mate == bred.mate)
        #expect(try RequestFields(parts: VariationForm.parts(of: bred)).variation(backend: "").mate == nil)
        let even = sent.filter { $0.name != "weight" }
        #expect(try RequestFields(parts: even).variation(backend: "").mate?.weight == 0.5)
        #expect(throws: ValidationError.repeated(.mate)) { try RequestFields(parts: sent + sent.suffix(1)) }
    }

    @Test("fields that cannot be understood are named")
    func faults() {
        let cases: [(KeyValuePairs<String, String>, ValidationError)] = [
            (["n": "two"], .unreadable(field: .n, text: "two")),
            (["size": "300x300"], .unreadable(field: .size, text: "300x300")),
            (["response_format": "png"], .unreadable(field: .responseFormat, text: "png")),
            (["seed": "-1"], .unreadable(field: .seed, text: "-1")),
            (["n": "1", "n": "2"], .repeated(.n)),
        ]
        for (fields, error) in cases {
            #expect(throws: error) { try request(fields) }
        }
        #expect(throws: ValidationError.imageMissing) { try RequestFields(parts: []).variation(backend: "") }
    }
}
