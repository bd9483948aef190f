import Testing

@testable import RiffleAPI

@Suite struct ImageRulesTests {
    private func edit(_ change: (inout ImageEditRequest) -> Void = { _ in }) -> ImageEditRequest {
        var request = ImageEditRequest(
            images: [UploadImage(bytes: samplePNG(), fileName: "a.png")], prompt: "a hat", settings: ImageSettings())
        change(&request)
        return request
    }

    @Test("an edit has a prompt, one to sixteen pictures, and a mask as large as the first")
    func edits() {
        #expect(ImageRules.errors(in: edit()) == [])
        #expect(ImageRules.errors(in: edit { $0.prompt = " \n" }) == [.prompt(.empty)])
        #expect(ImageRules.errors(in: edit { $0.prompt = "two\nlines" }) == [])
        #expect(
            ImageRules.errors(in: edit { $0.prompt = String(repeating: "a", count: 32_001) }) == [
                .prompt(.tooLong(length: 32_001, limit: 32_000))
            ])
        #expect(ImageRules.errors(in: edit { $0.images = [] }) == [.imageCount(0, allowed: 1...16)])
        let mask = UploadImage(bytes: samplePNG(width: 32), fileName: "m.png")
        #expect(
            ImageRules.errors(in: edit { $0.mask = mask }) == [
                .maskSize(width: 32, height: 64, pictureWidth: 64, pictureHeight: 64)
            ])
        #expect(ImageRules.errors(in: edit { $0.images[0].bytes = [1, 2, 3] }) == [.notAPicture])
        #expect(
            ImageRules.errors(in: edit(), limit: 96) == [.image(.tooLarge(byteCount: 96, limit: 96))])
    }

    @Test("numbers stay within their ranges, and a size is auto or two numbers")
    func settings() {
        let errors = ImageRules.errors(
            in: ImageSettings(n: 0, size: "big", outputCompression: 101, partialImages: 4, strength: 2, seed: 1))
        #expect(
            errors == [
                .n(0, allowed: 1...10), .size("big"), .outputCompression(101, allowed: 0...100),
                .partialImages(4, allowed: 0...3), .strength(2),
            ])
        #expect(ImageRules.errors(in: ImageSettings(size: "auto")) == [])
        #expect(ImageSettings(size: "1536x1024").pixels! == (1536, 1024))
        #expect(ImageSettings(size: "1536x0").pixels == nil)
        #expect(ImageRules.errors(in: ImageSettings(quality: "")) == [.word(.quality, .empty)])
    }

    @Test("what a backend does not do is said, and nothing is sent")
    func unsupported() async {
        struct Varying: Backend {
            var profile: BackendProfile { BackendProfile(name: "builtin", uploadLimit: nil, isLocal: true) }
        }
        let client = ImagesClient(backends: [Varying()])
        await #expect(throws: BackendError.unsupported(.edit)) { try await client.createEdit(edit(), as: JobID(1)) }
        let direct = await events(of: Varying().createImage(ImageGenerationRequest(prompt: "a", settings: .init())))
        #expect(direct.error == .unsupported(.generation))
    }
}
