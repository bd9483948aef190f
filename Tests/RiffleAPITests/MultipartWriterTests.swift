import Testing

@testable import RiffleAPI

@Suite struct MultipartWriterTests {
    @Test("a request is written byte for byte: texts that are set, in the reference's order, and the file last")
    func exact() {
        let settings = sampleSettings {
            $0.model = "dall-e-2"
            $0.responseFormat = .base64JSON
            $0.user = "žofie \"1\""
            $0.seed = 7
            $0.strength = 0.9
        }
        let request = sampleRequest(fileName: "/home/me/otter.png", settings: settings)
        let writer = MultipartWriter(parts: RequestBody.parts(of: request, fields: BackendProfile.variationFields))
        let b = writer.boundary
        let head = """
            --\(b)\r\nContent-Disposition: form-data; name="model"\r\n\r\ndall-e-2\r\n\
            --\(b)\r\nContent-Disposition: form-data; name="n"\r\n\r\n2\r\n\
            --\(b)\r\nContent-Disposition: form-data; name="response_format"\r\n\r\nb64_json\r\n\
            --\(b)\r\nContent-Disposition: form-data; name="size"\r\n\r\n256x256\r\n\
            --\(b)\r\nContent-Disposition: form-data; name="user"\r\n\r\nžofie "1"\r\n\
            --\(b)\r\nContent-Disposition: form-data; name="image"; filename="otter.png"\r\n\
            Content-Type: image/png\r\n\r\n
            """
        #expect(writer.body == Array(head.utf8) + samplePNG() + Array("\r\n--\(b)--\r\n".utf8))
        #expect(writer.contentType == "multipart/form-data; boundary=\(b)")
        #expect(b.utf8.count <= 70)
    }

    @Test("what is not set is not sent")
    func unset() throws {
        let names = RequestBody.parts(of: sampleRequest(), fields: BackendProfile.variationFields).map(\.name)
        #expect(names == ["n", "size", "image"])
    }

    @Test("a boundary that occurs in the data is not taken")
    func boundaryInData() {
        var generator = SplitMix(state: 1)
        let taken = MultipartWriter(parts: [], using: &generator).boundary
        generator = SplitMix(state: 1)
        let part = MultipartPart(name: "image", body: samplePNG() + Array("--\(taken)".utf8) + [0])
        let writer = MultipartWriter(parts: [part], using: &generator)
        #expect(writer.boundary != taken)
    }

    @Test("a name cannot break out of its header")
    func escaped() {
        let part = MultipartPart(name: "a\"\r\nX: y", fileName: "b\".png", body: [])
        let text = String(decoding: MultipartWriter(parts: [part]).body, as: UTF8.self)
        #expect(text.contains("name=\"a%22%0D%0AX: y\"; filename=\"b%22.png\"\r\n\r\n"))
    }

    @Test(
        "a file is sent under the plain last component of its name",
        arguments: [
            ("otter.png", "otter.png"), ("/home/me/Sea Otter.PNG", "Sea Otter.png"), ("C:\\p\\x.png", "x.png"),
            ("čolek.png", "_olek.png"), ("", "picture.png"), ("写真.png", "picture.png"), ("scan", "scan.png"),
            ("a\"b\n.png", "a_b_.png"),
        ])
    func fileName(path: String, sent: String) {
        #expect(RequestBody.fileName(from: path) == sent)
    }
}
